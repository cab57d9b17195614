package org.tonggui.example;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.IntStream;

/** A sample record of one business code, shared by the examples of all languages. */
record Sample(String busicode, String key, ObjectNode record, ObjectNode broken) {

  /** Reads the sample of a standard, {@code s1} or {@code s2}. */
  static Sample of(String standard) throws IOException {
    return new ObjectMapper().readValue(Path.of("../samples", standard + ".json").toFile(), Sample.class);
  }

  /** Copies under keys of their own: the last ten digits are six of this run and a number. */
  List<ObjectNode> records(int count) {
    String value = record.get(key).asText();
    String head =
        value.substring(0, value.length() - 10)
            + "%06d".formatted(ThreadLocalRandom.current().nextInt(1_000_000));
    return IntStream.range(0, count)
        .mapToObj(index -> record.deepCopy().put(key, head + "%04d".formatted(index)))
        .toList();
  }

  /** The same record with a member that fails its rule. */
  ObjectNode broken(ObjectNode original) {
    return original.deepCopy().setAll(broken);
  }

  /** A query's criteria: the record's key. */
  ObjectNode criteria(ObjectNode original) {
    return original.objectNode().set(key, original.get(key));
  }
}
