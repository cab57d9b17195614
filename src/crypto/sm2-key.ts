import smCrypto from 'sm-crypto';
import { multiplyBase, randomScalar, SM2_ORDER, scalarHex } from './sm2-curve.ts';

/** Both in lower-case hex: 64 digits, and `04` with the 128 digits of x and y. */
export interface Sm2KeyPair {
  readonly privateKey: string;
  readonly publicKey: string;
}

/** A private key in 64 hex digits; throws, never repeating it, unless it lies from 1 to the order less two. */
export function parseSm2PrivateKey(text: string): string {
  const scalar = /^[0-9A-Fa-f]{64}$/.test(text) ? BigInt(`0x${text}`) : 0n;
  if (scalar >= 1n && scalar < SM2_ORDER - 1n) return scalarHex(scalar);
  throw new Error('an SM2 private key is 64 hex digits within the curve order (SM2私钥须为64位十六进制数)');
}

/** A public key as `04`, x, y (the `04` may be missing in `text`); throws unless it is a point of the curve. */
export function parseSm2PublicKey(text: string): string {
  const point = /^(?:04)?([0-9A-Fa-f]{128})$/.exec(text)?.[1]?.toLowerCase();
  if (point !== undefined && smCrypto.sm2.verifyPublicKey(`04${point}`)) return `04${point}`;
  throw new Error(
    'an SM2 public key is 04 and 128 hex digits, a point of the curve (SM2公钥须为04加128位十六进制数)',
  );
}

/** The public key that belongs to a private key. */
export function sm2PublicKeyOf(privateKey: string): string {
  return multiplyBase(parseSm2PrivateKey(privateKey));
}

/** A new key pair from the runtime's own random numbers. */
export function generateSm2KeyPair(): Sm2KeyPair {
  const privateKey = scalarHex(randomScalar());
  return { privateKey, publicKey: multiplyBase(privateKey) };
}
