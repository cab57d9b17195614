import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { signSm2, verifyByCurve, verifyPortably } from '../../src/crypto/sm2.ts';
import { SM2_ORDER, scalarHex } from '../../src/crypto/sm2-curve.ts';
import { generateSm2KeyPair, sm2PublicKeyOf } from '../../src/crypto/sm2-key.ts';

describe('SM2 signatures verified with the curve of OpenSSL', () => {
  it('agree with sm-crypto on signatures, changed texts, changed signs and other keys', () => {
    const other = generateSm2KeyPair().publicKey;
    const property = fc.property(fc.string(), fc.nat(127), fc.nat(15), (text, place, digit) => {
      const { privateKey, publicKey } = generateSm2KeyPair();
      const sign = signSm2(text, privateKey);
      const changed = sign.slice(0, place) + digit.toString(16).toUpperCase() + sign.slice(place + 1);
      const cases: [string, string, string][] = [
        [text, sign, publicKey],
        [`${text}!`, sign, publicKey],
        [text, changed, publicKey],
        [text, sign, other],
      ];
      expect(cases.map((each) => verifyByCurve(...each))).toEqual(
        cases.map((each) => verifyPortably(...each)),
      );
      expect(verifyByCurve(text, sign, publicKey)).toBe(true);
    });
    fc.assert(property, { numRuns: 25 });
  });

  it('hold for the private keys whose points are the base point and its neighbours', () => {
    for (const key of [1n, 2n, 3n, SM2_ORDER - 2n]) {
      const privateKey = scalarHex(key);
      const sign = signSm2('电梯', privateKey);
      expect(verifyByCurve('电梯', sign, sm2PublicKeyOf(privateKey))).toBe(true);
      expect(verifyByCurve('电梯!', sign, sm2PublicKeyOf(privateKey))).toBe(false);
    }
  });

  it.each([
    ['r of 0', 0n, 1n],
    ['s of 0', 1n, 0n],
    ['r of the order', SM2_ORDER, 1n],
    ['s of the order', 1n, SM2_ORDER],
    ['r and s that cancel', 5n, SM2_ORDER - 5n],
    ['r and s that make 1', 2n, SM2_ORDER - 1n],
    ['r and s that make the order less one', 1n, SM2_ORDER - 2n],
  ])('refuse %s', (_, r, s) => {
    const { publicKey } = generateSm2KeyPair();
    expect(verifyByCurve('text', scalarHex(r) + scalarHex(s), publicKey)).toBe(false);
  });
});
