package org.tonggui.example;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import org.bouncycastle.crypto.InvalidCipherTextException;
import org.bouncycastle.crypto.digests.SM3Digest;
import org.bouncycastle.crypto.engines.SM4Engine;
import org.bouncycastle.crypto.macs.HMac;
import org.bouncycastle.crypto.paddings.PKCS7Padding;
import org.bouncycastle.crypto.paddings.PaddedBufferedBlockCipher;
import org.bouncycastle.crypto.params.KeyParameter;

/** Signs {@code a=…&b=…&key=SECRET} by the profile that the operator set for the application. */
public final class SharedSecretSigner implements Signer {
  private static final HexFormat HEX = HexFormat.of().withUpperCase();

  private final String profile;
  private final String secret;

  /** @param profile MD5, SM4, SM4-SM3 or HMAC-SM3 */
  public SharedSecretSigner(String profile, String secret) {
    this.profile = profile;
    this.secret = secret;
  }

  @Override
  public String sign(Map<String, String> fields) {
    String text = Signer.join(fields) + "&key=" + secret;
    return HEX.formatHex(digest(text.getBytes(StandardCharsets.UTF_8)));
  }

  /** Signs again and compares in constant time. */
  @Override
  public boolean verify(Map<String, String> fields, String received) {
    byte[] expected = sign(fields).getBytes(StandardCharsets.US_ASCII);
    return received != null
        && MessageDigest.isEqual(expected, received.getBytes(StandardCharsets.US_ASCII));
  }

  private byte[] digest(byte[] text) {
    return switch (profile) {
      case "MD5" -> md5(text);
      case "SM4" -> sm4(text);
      case "SM4-SM3" -> sm4(sm3(text));
      case "HMAC-SM3" -> hmacSm3(text);
      default -> throw new IllegalArgumentException("This example does not sign by " + profile);
    };
  }

  /** A secret of 32 hex digits stands for 16 bytes; any other has exactly 16 ASCII characters. */
  private KeyParameter key() {
    return new KeyParameter(
        secret.matches("[0-9a-fA-F]{32}")
            ? HexFormat.of().parseHex(secret)
            : secret.getBytes(StandardCharsets.US_ASCII));
  }

  private static byte[] md5(byte[] text) {
    try {
      return MessageDigest.getInstance("MD5").digest(text);
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  private static byte[] sm3(byte[] text) {
    SM3Digest digest = new SM3Digest();
    digest.update(text, 0, text.length);
    byte[] result = new byte[digest.getDigestSize()];
    digest.doFinal(result, 0);
    return result;
  }

  private byte[] hmacSm3(byte[] text) {
    HMac mac = new HMac(new SM3Digest());
    mac.init(key());
    mac.update(text, 0, text.length);
    byte[] result = new byte[mac.getMacSize()];
    mac.doFinal(result, 0);
    return result;
  }

  /** SM4/ECB/PKCS#7. */
  private byte[] sm4(byte[] plain) {
    PaddedBufferedBlockCipher cipher =
        new PaddedBufferedBlockCipher(new SM4Engine(), new PKCS7Padding());
    cipher.init(true, key());
    byte[] result = new byte[cipher.getOutputSize(plain.length)];
    int length = cipher.processBytes(plain, 0, plain.length, result, 0);
    try {
      cipher.doFinal(result, length);
    } catch (InvalidCipherTextException impossible) {
      throw new IllegalStateException(impossible);
    }
    return result;
  }
}
