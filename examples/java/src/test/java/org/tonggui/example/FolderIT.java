package org.tonggui.example;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;

/** Signed workbooks, written and read by Apache POI, through a folder that a running gateway watches. */
@EnabledIfEnvironmentVariable(named = "TONGGUI_FOLDER", matches = ".+")
class FolderIT {

  @Test
  void walksThroughTheExchangeOfFiles() throws Exception {
    Settings settings = Settings.fromEnvironment();
    FolderClient client = new FolderClient(settings, Path.of(System.getenv("TONGGUI_FOLDER")));
    Sample sample = Sample.of(settings.standard());
    String busicode = sample.busicode();
    List<ObjectNode> records = sample.records(2);
    List<Map<String, String>> both = records.stream().map(FolderIT::texts).toList();

    FolderClient.Answer added = client.exchange(ExchangeClient.ADD, busicode, both);
    assertNull(added.result().code());
    assertEquals(2, added.result().counts().created());
    assertEquals(List.of("已接收", "已接收", "已接收"), results(added));
    told("added two records by a signed workbook");

    Map<String, String> criteria = texts(sample.criteria(records.get(1)));
    FolderClient.Answer found = client.exchange(ExchangeClient.QUERY, busicode, List.of(criteria));
    assertEquals(List.of(both.get(1)), found.lines());
    told("asked for one of them by a workbook and read it from the answer, unchanged");

    Map<String, String> broken = texts(sample.broken(records.get(1)));
    FolderClient.Answer refused =
        client.exchange(ExchangeClient.ADD, busicode, List.of(both.get(0), broken));
    assertEquals("RULES_FAILED", refused.result().code());
    assertEquals(List.of("未接收", "未入库（同一文件有错误，整个文件未入库）", "有错误"), results(refused));
    Map<String, String> fault = refused.lines().get(2);
    told("the report of a file with a fault: " + fault.get("位置") + " " + fault.get("说明"));
  }

  private static List<String> results(FolderClient.Answer answer) {
    return answer.lines().stream().map(line -> line.get("结果")).toList();
  }

  private static Map<String, String> texts(ObjectNode record) {
    Map<String, String> texts = new LinkedHashMap<>();
    record.properties().forEach(member -> texts.put(member.getKey(), member.getValue().asText()));
    return texts;
  }

  private static void told(String step) {
    System.out.printf("ok  Java file      %s%n", step);
  }
}
