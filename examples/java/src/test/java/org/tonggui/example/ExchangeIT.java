package org.tonggui.example;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.tonggui.example.stubs.Exchange;
import org.tonggui.example.stubs.ExchangeFaultMessage;
import org.tonggui.example.stubs.ExchangeResponse;

/** One signed exchange with a running gateway, step by step, by SOAP 1.2 and by SOAP 1.1. */
class ExchangeIT {

  @ParameterizedTest
  @EnumSource(SoapVersion.class)
  void walksThroughTheExchange(SoapVersion version) throws Exception {
    Settings settings = Settings.fromEnvironment();
    ExchangeClient client = new ExchangeClient(settings, version);
    Sample sample = Sample.of(settings.standard());
    String busicode = sample.busicode();
    List<ObjectNode> records = sample.records(2001);
    ObjectNode record = records.get(0);
    List<ObjectNode> many = records.subList(1, 2001);

    Exchange added = client.compose(ExchangeClient.ADD, busicode, List.of(record));
    ExchangeResponse firstAnswer = client.send(added);
    assertEquals(1, client.read(added, firstAnswer).counts().created());
    told(version, "added a record with Chinese text");

    Result found = client.exchange(ExchangeClient.QUERY, busicode, List.of(sample.criteria(record)));
    assertEquals(List.of(record), found.busilist());
    told(version, "found it by its key, unchanged, and the answer is signed");

    Result refused = client.exchange(ExchangeClient.ADD, busicode, List.of(sample.broken(record)));
    assertEquals("0000", refused.result());
    assertEquals("RULES_FAILED", refused.code());
    told(version, "a record against the rules was refused: " + refused.message());

    Exchange forged = client.compose(ExchangeClient.ADD, busicode, List.of(record));
    forged.setSign(added.getSign());
    ExchangeFaultMessage fault = assertThrows(ExchangeFaultMessage.class, () -> client.send(forged));
    assertEquals("SIGN_MISMATCH", fault.getFaultInfo().getCode());
    told(version, "a wrong sign was refused by a Fault: " + fault.getFaultInfo().getCode());

    ExchangeResponse again = client.send(added);
    assertEquals(firstAnswer.getDatalist(), again.getDatalist());
    assertEquals(firstAnswer.getSign(), again.getSign());
    told(version, "the same message again got the same answer");

    assertEquals(2000, client.exchange(ExchangeClient.ADD, busicode, many).counts().created());
    Result last = client.exchange(ExchangeClient.QUERY, busicode, List.of(sample.criteria(many.get(1999))));
    assertTrue(last.done());
    assertEquals(List.of(many.get(1999)), last.busilist());
    told(version, "added 2,000 records in one exchange");
  }

  private static void told(SoapVersion version, String step) {
    System.out.printf("ok  Java %s  %s%n", version == SoapVersion.SOAP_11 ? "SOAP 1.1" : "SOAP 1.2", step);
  }
}
