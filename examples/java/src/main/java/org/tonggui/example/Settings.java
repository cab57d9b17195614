package org.tonggui.example;

import java.util.Map;
import java.util.Objects;

/**
 * What the gateway's operator hands to an integrator. For SM2, {@code secret} is the integrator's own private key
 * and {@code gatewayKey} the public key that the gateway's answers are verified with; empty otherwise.
 */
public record Settings(
    String exchange,
    String wsdl,
    String appid,
    String secret,
    String gatewayKey,
    String profile,
    String standard) {

  /** Reads the TONGGUI_… environment variables. */
  public static Settings fromEnvironment() {
    Map<String, String> variables = System.getenv();
    String exchange = required(variables, "TONGGUI_EXCHANGE");
    return new Settings(
        exchange,
        variables.getOrDefault("TONGGUI_WSDL", exchange + "?wsdl"),
        required(variables, "TONGGUI_APPID"),
        required(variables, "TONGGUI_SECRET"),
        variables.getOrDefault("TONGGUI_GATEWAY_KEY", ""),
        variables.getOrDefault("TONGGUI_PROFILE", "SM4"),
        variables.getOrDefault("TONGGUI_STANDARD", "s1"));
  }

  private static String required(Map<String, String> variables, String name) {
    return Objects.requireNonNull(variables.get(name), () -> "set " + name);
  }
}
