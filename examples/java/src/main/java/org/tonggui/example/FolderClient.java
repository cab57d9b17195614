package org.tonggui.example;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * Exchanges workbooks through a folder that the gateway watches: a file in {@code incoming} is answered in {@code
 * answers}, by {@code NAME.report.xlsx} or {@code NAME.records.xlsx} for people and {@code NAME.reply.json} for programs.
 */
public final class FolderClient {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Duration LOOK = Duration.ofMillis(50);

  private final Settings settings;
  private final Signer signer;
  private final Path incoming;
  private final Path answers;

  public FolderClient(Settings settings, Path folder) {
    this.settings = settings;
    this.signer = Signer.of(settings);
    this.incoming = folder.resolve("incoming");
    this.answers = folder.resolve("answers");
  }

  /** What a file was answered with: the standard's answer, and the lines of the report or of the records found. */
  public record Answer(Result result, List<Map<String, String>> lines) {}

  /** Sends one signed file and reads its answer once that has proved to be genuine. */
  public Answer exchange(String action, String busicode, List<Map<String, String>> records)
      throws IOException, InterruptedException {
    Map<String, String> head = head(action, busicode, records);
    String name = head.get("random") + ".xlsx";
    // Nobody takes what is called .part; once renamed, the file is whole.
    Path draft = incoming.resolve(name + ".part");
    RecordWorkbook.write(draft, head, records);
    Files.move(draft, incoming.resolve(name), StandardCopyOption.ATOMIC_MOVE);
    JsonNode reply = JSON.readTree(awaited(answers.resolve(name + ".reply.json")).toFile());
    Path found = answers.resolve(name + ".records.xlsx");
    Path told = Files.exists(found) ? found : answers.resolve(name + ".report.xlsx");
    return new Answer(proven(head, reply), RecordWorkbook.read(told));
  }

  /** The identity message; its sign covers the records as a JSON array of texts, which is not written itself. */
  private Map<String, String> head(String action, String busicode, List<Map<String, String>> records)
      throws IOException {
    Map<String, String> fields = new LinkedHashMap<>();
    fields.put("appid", settings.appid());
    fields.put("busicode", busicode);
    fields.put("action", action);
    fields.put("busilist", JSON.writeValueAsString(records));
    fields.put("random", UUID.randomUUID().toString());
    fields.put("sign", signer.sign(fields));
    fields.remove("busilist");
    return fields;
  }

  /** The reply is written last, so whoever sees it finds the rest. */
  private static Path awaited(Path file) throws InterruptedException {
    Instant end = Instant.now().plus(PATIENCE);
    while (!Files.exists(file)) {
      if (Instant.now().isAfter(end)) {
        throw new IllegalStateException("No answer: " + file);
      }
      Thread.sleep(LOOK.toMillis());
    }
    return file;
  }

  private Result proven(Map<String, String> head, JsonNode reply) throws IOException {
    Map<String, String> fields = new LinkedHashMap<>();
    if ("s1".equals(settings.standard())) {
      fields.put("appid", reply.path("appid").asText());
      fields.put("busicode", reply.path("busicode").asText());
    }
    fields.put("datalist", reply.path("datalist").toString());
    fields.put("random", reply.path("random").asText());
    if (!signer.verify(fields, reply.path("sign").asText())) {
      throw new SecurityException("The sign of the answer is wrong");
    }
    if (!head.get("random").equals(fields.get("random"))) {
      throw new SecurityException("The answer belongs to another file");
    }
    return JSON.treeToValue(reply.get("datalist"), Result.class);
  }
}
