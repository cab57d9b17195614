import { createECDH, getCurves, randomBytes } from 'node:crypto';
import smCrypto from 'sm-crypto';

/** The order of the group that the recommended curve's base point makes (GB/T 32918.5). */
export const SM2_ORDER = 0xfffffffeffffffffffffffffffffffff7203df6b21c6052b53bbf40939d54123n;

/** A number as 64 hex digits in lower case. */
export function scalarHex(scalar: bigint): string {
  return scalar.toString(16).padStart(64, '0');
}

/** A uniformly random number from 1 to the order less two, fit for a private key and for a nonce. */
export function randomScalar(): bigint {
  for (;;) {
    const scalar = BigInt(`0x${randomBytes(32).toString('hex')}`);
    if (scalar >= 1n && scalar < SM2_ORDER - 1n) return scalar;
  }
}

/** Multiplies the base point by 64 hex digits: the point in lower-case hex, `04`, x and y. */
export type MultiplyBase = (scalar: string) => string;

/** By the runtime's OpenSSL, in a fortieth of sm-crypto's time. */
export const multiplyNatively: MultiplyBase = (scalar) => {
  const curve = createECDH('SM2');
  curve.setPrivateKey(scalar, 'hex');
  return curve.getPublicKey('hex');
};

/** By sm-crypto, for a runtime whose OpenSSL lacks the curve. */
export const multiplyPortably: MultiplyBase = (scalar) => smCrypto.sm2.getPublicKeyFromPrivateKey(scalar);

export const multiplyBase = getCurves().includes('SM2') ? multiplyNatively : multiplyPortably;
