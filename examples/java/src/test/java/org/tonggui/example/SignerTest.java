package org.tonggui.example;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Holds the signer equal to the golden vectors, which were made by other programs. */
class SignerTest {
  private static final Path VECTORS = Path.of("../../fixtures/vectors/signatures.json");

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

  private static JsonNode vectors(String kind) throws IOException {
    JsonNode vectors = new ObjectMapper().readTree(VECTORS.toFile()).get(kind);
    assertTrue(vectors.size() > 0, "no vectors found");
    return vectors;
  }

  private static Signer signer(JsonNode vector) {
    return new Signer(vector.get("algorithm").asText(), vector.get("secret").asText());
  }

  private static Map<String, String> fields(JsonNode vector, String... names) {
    Map<String, String> fields = new LinkedHashMap<>();
    for (String name : names) {
      fields.put(name, vector.get(name).asText());
    }
    return fields;
  }
}
