package org.tonggui.example;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Holds the signers equal to the golden vectors, which were made by other programs, and SM2 to itself. */
class SignerTest {
  private static final Path VECTORS = Path.of("../../fixtures/vectors/signatures.json");

  private static final String OUR_PRIVATE_KEY =
      "f9d0a8c324236cf4d421572d70302a8c05408f908c7215345e28229ae1ee6aa9";
  private static final String OUR_PUBLIC_KEY =
      "04473d331fc677f7a39d3f63cc78151b98703020d0611130d24f21f5a15d6d72d4"
          + "85c89f33118edc6a1645897ce462d617edc4004a3d6408fe15abe5ed5ffd4777";
  private static final String GATEWAY_PRIVATE_KEY =
      "a5ba78cec4f9975344db900aea02370d47ee535ec6eb2484b288a1feacfbe5c6";
  private static final String GATEWAY_PUBLIC_KEY =
      "04abd5b3a97da9c7656eab885604fa4abb01f8db3c317f00f348bf9ca12bdfe309"
          + "5cc621d50e5a29034359d8759eeccd911527cfb9271f46898464917d7969d709";

  @Test
  void signsRequestsAsTheGoldenVectorsDo() throws IOException {
    for (JsonNode vector : vectors("requests")) {
      Map<String, String> fields = fields(vector, "appid", "busicode", "action", "busilist", "random");
      String name = vector.get("algorithm").asText() + ": " + vector.get("name").asText();
      assertEquals(vector.get("sign").asText(), signer(vector).sign(fields), name);
      assertEquals(vector.get("signAsciiOrder").asText(), signer(vector).sign(new TreeMap<>(fields)), name);
    }
  }

  @Test
  void verifiesAnswersAsTheGoldenVectorsDo() throws IOException {
    for (JsonNode vector : vectors("responses")) {
      Map<String, String> s1 = fields(vector, "appid", "busicode", "datalist", "random");
      Map<String, String> s2 = fields(vector, "datalist", "random");
      assertTrue(signer(vector).verify(s1, vector.get("signWithAppidAndBusicode").asText()));
      assertTrue(signer(vector).verify(s2, vector.get("signDatalistAndRandom").asText()));
    }
  }

  @Test
  void sm2SignsWithOneKeyAndVerifiesWithTheOther() {
    Signer partner = new Sm2Signer(OUR_PRIVATE_KEY, GATEWAY_PUBLIC_KEY);
    Signer gateway = new Sm2Signer(GATEWAY_PRIVATE_KEY, OUR_PUBLIC_KEY);
    Map<String, String> fields = Map.of("datalist", "太原市第一热力公司");
    String sign = partner.sign(fields);
    assertTrue(sign.matches("[0-9A-F]{128}"), sign);
    assertTrue(gateway.verify(fields, sign));
    assertFalse(gateway.verify(Map.of("datalist", "太原市第二热力公司"), sign));
    assertFalse(partner.verify(fields, sign), "a sign of our own is none of the gateway's");
  }

  private static JsonNode vectors(String kind) throws IOException {
    JsonNode vectors = new ObjectMapper().readTree(VECTORS.toFile()).get(kind);
    assertTrue(vectors.size() > 0, "no vectors found");
    return vectors;
  }

  private static Signer signer(JsonNode vector) {
    return new SharedSecretSigner(vector.get("algorithm").asText(), vector.get("secret").asText());
  }

  private static Map<String, String> fields(JsonNode vector, String... names) {
    Map<String, String> fields = new LinkedHashMap<>();
    for (String name : names) {
      fields.put(name, vector.get(name).asText());
    }
    return fields;
  }
}
