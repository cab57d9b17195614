package org.tonggui.example;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Map;
import org.bouncycastle.asn1.gm.GMNamedCurves;
import org.bouncycastle.asn1.x9.X9ECParameters;
import org.bouncycastle.crypto.CryptoException;
import org.bouncycastle.crypto.digests.SM3Digest;
import org.bouncycastle.crypto.params.ECDomainParameters;
import org.bouncycastle.crypto.params.ECPrivateKeyParameters;
import org.bouncycastle.crypto.params.ECPublicKeyParameters;
import org.bouncycastle.crypto.signers.PlainDSAEncoding;
import org.bouncycastle.crypto.signers.SM2Signer;

/**
 * Signs {@code a=…&b=…} by SM2 (GB/T 32918.2) over SM3 with the default user id 1234567812345678: r and s side by
 * side. There is no shared secret, and so no key part; each side verifies with the other's public key.
 */
public final class Sm2Signer implements Signer {
  private static final X9ECParameters CURVE = GMNamedCurves.getByName("sm2p256v1");
  private static final ECDomainParameters DOMAIN = new ECDomainParameters(CURVE);
  private static final HexFormat HEX = HexFormat.of().withUpperCase();

  private final ECPrivateKeyParameters ownKey;
  private final ECPublicKeyParameters gatewayKey;

  /**
   * @param ownPrivateKey 64 hex digits
   * @param gatewayPublicKey 04, x and y: 130 hex digits
   */
  public Sm2Signer(String ownPrivateKey, String gatewayPublicKey) {
    byte[] point = HexFormat.of().parseHex(gatewayPublicKey);
    this.ownKey = new ECPrivateKeyParameters(new BigInteger(ownPrivateKey, 16), DOMAIN);
    this.gatewayKey = new ECPublicKeyParameters(CURVE.getCurve().decodePoint(point), DOMAIN);
  }

  @Override
  public String sign(Map<String, String> fields) {
    SM2Signer signer = new SM2Signer(PlainDSAEncoding.INSTANCE, new SM3Digest());
    signer.init(true, ownKey);
    byte[] text = bytes(fields);
    signer.update(text, 0, text.length);
    try {
      return HEX.formatHex(signer.generateSignature());
    } catch (CryptoException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  @Override
  public boolean verify(Map<String, String> fields, String received) {
    if (received == null || !received.matches("[0-9A-F]{128}")) {
      return false;
    }
    SM2Signer signer = new SM2Signer(PlainDSAEncoding.INSTANCE, new SM3Digest());
    signer.init(false, gatewayKey);
    byte[] text = bytes(fields);
    signer.update(text, 0, text.length);
    return signer.verifySignature(HexFormat.of().parseHex(received));
  }

  private static byte[] bytes(Map<String, String> fields) {
    return Signer.join(fields).getBytes(StandardCharsets.UTF_8);
  }
}
