package org.tonggui.example;

import java.util.Map;
import java.util.stream.Collectors;

/** Makes and checks the signs of messages; fields come in the order of the standard's table. */
public interface Signer {

  /** Upper-case hex. */
  String sign(Map<String, String> fields);

  /** Whether the gateway made this sign for these fields. */
  boolean verify(Map<String, String> fields, String received);

  /** The signer of the profile that the operator set for the application. */
  static Signer of(Settings settings) {
    return settings.profile().equals("SM2")
        ? new Sm2Signer(settings.secret(), settings.gatewayKey())
        : new SharedSecretSigner(settings.profile(), settings.secret());
  }

  /** {@code a=…&b=…} */
  static String join(Map<String, String> fields) {
    return fields.entrySet().stream()
        .map(field -> field.getKey() + "=" + field.getValue())
        .collect(Collectors.joining("&"));
  }
}
