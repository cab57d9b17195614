import { getCurves } from 'node:crypto';
import smCrypto from 'sm-crypto';
import { multiplyBase, randomScalar, SM2_ORDER, scalarHex } from './sm2-curve.ts';
import { sm2Digest } from './sm2-digest.ts';
import { parseSm2PrivateKey, sm2PublicKeyOf } from './sm2-key.ts';
import { verifyNatively } from './sm2-verify.ts';

function modulo(value: bigint): bigint {
  return ((value % SM2_ORDER) + SM2_ORDER) % SM2_ORDER;
}

/** By the extended Euclidean algorithm, whose time depends on `value`: hand it blinded values only. */
function inverseOf(value: bigint): bigint {
  let [low, high] = [modulo(value), SM2_ORDER];
  let [factor, next] = [1n, 0n];
  while (low !== 0n) {
    const quotient = high / low;
    [low, high] = [high - quotient * low, low];
    [factor, next] = [next - quotient * factor, factor];
  }
  return modulo(next);
}

/**
 * An SM2 signature (GB/T 32918.2) of the text's UTF-8 under SM3 and the default user id 1234567812345678: r and s
 * side by side in 128 upper-case hex digits, not DER. The nonce comes from the runtime, because sm-crypto's own
 * generator is RC4 seeded once; a nonce may be given to check against published examples, never otherwise.
 */
export function signSm2(text: string, privateKey: string, nonce = randomScalar): string {
  const d = BigInt(`0x${parseSm2PrivateKey(privateKey)}`);
  const e = sm2Digest(text, sm2PublicKeyOf(privateKey));
  for (;;) {
    const k = nonce();
    const r = modulo(e + BigInt(`0x${multiplyBase(scalarHex(k)).slice(2, 66)}`));
    const blind = randomScalar();
    const s = modulo(inverseOf((1n + d) * blind) * blind * (k + r) - r);
    if (r !== 0n && r + k !== SM2_ORDER && s !== 0n) return (scalarHex(r) + scalarHex(s)).toUpperCase();
  }
}

/** Whether `sign` (r and s, 128 hex digits) is the key owner's SM2 signature of the text; false for any other shape. */
export const verifySm2 = getCurves().includes('SM2') ? verifyByCurve : verifyPortably;

const SHAPE = /^[0-9A-Fa-f]{128}$/;

/** With OpenSSL's curve. */
export function verifyByCurve(text: string, sign: string, publicKey: string): boolean {
  if (!SHAPE.test(sign)) return false;
  const [r, s] = [BigInt(`0x${sign.slice(0, 64)}`), BigInt(`0x${sign.slice(64)}`)];
  const key = publicKey.toLowerCase();
  return verifyNatively(sm2Digest(text, key), r, s, key);
}

/** By sm-crypto, for a runtime whose OpenSSL lacks the curve. */
export function verifyPortably(text: string, sign: string, publicKey: string): boolean {
  return (
    SHAPE.test(sign) && smCrypto.sm2.doVerifySignature(text, sign, publicKey.toLowerCase(), { hash: true })
  );
}
