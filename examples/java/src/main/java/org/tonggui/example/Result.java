package org.tonggui.example;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/** What {@code datalist} says: result 0001 done, 0000 refused; records only in the answer to a query. */
@JsonIgnoreProperties(ignoreUnknown = true)
public record Result(String result, String message, String code, Counts counts, List<JsonNode> busilist) {

  /** What became of the records sent. */
  public record Counts(int created, int updated, int unchanged, int deleted) {}

  public boolean done() {
    return "0001".equals(result);
  }
}
