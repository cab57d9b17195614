import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import smCrypto from 'sm-crypto';
import { signSm2, verifySm2 } from '../../src/crypto/sm2.ts';
import { multiplyNatively, multiplyPortably } from '../../src/crypto/sm2-curve.ts';
import { sm2Digest } from '../../src/crypto/sm2-digest.ts';
import {
  generateSm2KeyPair,
  parseSm2PrivateKey,
  parseSm2PublicKey,
  sm2PublicKeyOf,
} from '../../src/crypto/sm2-key.ts';

/** GB/T 32918.5-2017, annex A.2. */
const EXAMPLE = {
  text: 'message digest',
  privateKey: '3945208f7b2144b13f36e38ac6d39f95889393692860b51a42fb81ef4df7c5b8',
  publicKey:
    '0409f9df311e5421a150dd7d161e4bc5c672179fad1833fc076bb08ff356f35020' +
    'ccea490ce26775a52dc6ea718cc1aa600aed05fbf35e084a6632f6072da9ad13',
  e: 0xf0b43e94ba45accaace692ed534382eb17e6ab5a19ce7b31f4486fdfc0d28640n,
  nonce: 0x59276e27d506861a16680f3ad9c02dccef3cc1fa3cdbe4ce6d54b80deac1bc21n,
  sign:
    'F5A03B0648D2C4630EEAC513E1BB81A15944DA3827D5B74143AC7EACEEE720B3' +
    'B1B6AA29DF212FD8763182BC0D421CA1BB9038FD1F7F42D4840B69C485BBC1AA',
} as const;

describe('the example of GB/T 32918.5', () => {
  it('gives the published digest, public key and signature', () => {
    expect(sm2PublicKeyOf(EXAMPLE.privateKey)).toBe(EXAMPLE.publicKey);
    expect(sm2Digest(EXAMPLE.text, EXAMPLE.publicKey)).toBe(EXAMPLE.e);
    expect(signSm2(EXAMPLE.text, EXAMPLE.privateKey, () => EXAMPLE.nonce)).toBe(EXAMPLE.sign);
  });

  it('verifies in either letter case, and not for another text', () => {
    expect(verifySm2(EXAMPLE.text, EXAMPLE.sign, EXAMPLE.publicKey)).toBe(true);
    expect(verifySm2(EXAMPLE.text, EXAMPLE.sign.toLowerCase(), EXAMPLE.publicKey.toUpperCase())).toBe(true);
    expect(verifySm2('message digesT', EXAMPLE.sign, EXAMPLE.publicKey)).toBe(false);
  });
});

describe('SM2 signatures', () => {
  it('are verified by sm-crypto, and ours verifies those of sm-crypto', () => {
    const { privateKey, publicKey } = generateSm2KeyPair();
    const ours = signSm2('数据 & = 😀', privateKey);
    expect(ours).toMatch(/^[0-9A-F]{128}$/);
    expect(smCrypto.sm2.doVerifySignature('数据 & = 😀', ours, publicKey, { hash: true })).toBe(true);
    const theirs = smCrypto.sm2.doSignature('数据', privateKey, { hash: true });
    expect(verifySm2('数据', theirs, publicKey)).toBe(true);
    expect(verifySm2('数据', theirs, generateSm2KeyPair().publicKey)).toBe(false);
  });

  it('never use a nonce twice', () => {
    const signs = Array.from({ length: 20 }, () => signSm2('same', EXAMPLE.privateKey).slice(0, 64));
    expect(new Set(signs).size).toBe(20);
  });

  it.each([
    ['', 'empty'],
    ['00', 'short'],
    ['0'.repeat(128), 'zero'],
    ['F'.repeat(128), 'beyond the order'],
    [`${EXAMPLE.sign}00`, 'long'],
    [`${EXAMPLE.sign.slice(0, 64)}00${EXAMPLE.sign.slice(64)}`, 'long by zeros that change no number'],
    [`Z${EXAMPLE.sign.slice(1)}`, 'not hex'],
    [`\u0141${EXAMPLE.sign.slice(1)}`, 'not ASCII'],
  ])('refuse %j (%s)', (sign) => {
    expect(verifySm2(EXAMPLE.text, sign, EXAMPLE.publicKey)).toBe(false);
  });

  it('refuse a public key off the curve', () => {
    const off = `${EXAMPLE.publicKey.slice(0, -1)}4`;
    expect(verifySm2(EXAMPLE.text, EXAMPLE.sign, off)).toBe(false);
    expect(() => parseSm2PublicKey(off)).toThrow(/SM2公钥/);
  });
});

describe('SM2 keys', () => {
  it('take a public key without its 04', () => {
    expect(parseSm2PublicKey(EXAMPLE.publicKey.slice(2).toUpperCase())).toBe(EXAMPLE.publicKey);
  });

  it.each(['', '0'.repeat(64), 'f'.repeat(64), '12', 'x'.repeat(64)])(
    'refuse the private key %j without repeating it',
    (text) => {
      expect(() => parseSm2PrivateKey(text)).toThrow(/^an SM2 private key is 64 hex digits within/);
    },
  );

  it('are the same by OpenSSL and by sm-crypto', () => {
    const { privateKey, publicKey } = generateSm2KeyPair();
    expect(multiplyNatively(privateKey)).toBe(publicKey);
    expect(multiplyPortably(privateKey)).toBe(publicKey);
  });
});

/** Some systems have no openssl program, or one without SM2. */
function offersSm2(): boolean {
  const listed = spawnSync('openssl', ['ecparam', '-list_curves'], { encoding: 'utf8' });
  return listed.status === 0 && listed.stdout.includes('SM2');
}

(offersSm2() ? describe : describe.skip)('the openssl program', () => {
  const folder = mkdtempSync(join(tmpdir(), 'sm2-'));
  const file = (name: string) => join(folder, name);
  const openssl = (...args: string[]) => execFileSync('openssl', args, { stdio: 'pipe' });
  const options = ['-rawin', '-digest', 'sm3', '-pkeyopt', 'distid:1234567812345678'];
  afterAll(() => rmSync(folder, { recursive: true }));

  /** DER of two positive integers of at most 32 bytes. */
  function derOf(sign: string): Buffer {
    const integer = (hex: string) => {
      const digits = hex.replace(/^(00)+/, '');
      const bytes = Buffer.from(/^[89A-F]/.test(digits) ? `00${digits}` : digits, 'hex');
      return Buffer.concat([Buffer.from([2, bytes.length]), bytes]);
    };
    const body = Buffer.concat([integer(sign.slice(0, 64)), integer(sign.slice(64))]);
    return Buffer.concat([Buffer.from([0x30, body.length]), body]);
  }

  it('accepts our signature, and its own is accepted by us', () => {
    openssl('genpkey', '-algorithm', 'SM2', '-out', file('key.pem'));
    const text = openssl('pkey', '-in', file('key.pem'), '-noout', '-text').toString();
    const hexAfter = (title: string) =>
      (new RegExp(`${title}:\\s*((?:[0-9a-f]{2}:?\\s*)+)`).exec(text)?.[1] ?? '').replace(/[^0-9a-f]/g, '');
    const privateKey = hexAfter('priv').slice(-64).padStart(64, '0');
    writeFileSync(file('text'), '一数一源');

    writeFileSync(file('ours.der'), derOf(signSm2('一数一源', privateKey)));
    const verified = openssl(
      ...['pkeyutl', '-verify', '-inkey', file('key.pem'), '-in', file('text'), '-sigfile', file('ours.der')],
      ...options,
    );
    expect(verified.toString()).toContain('Signature Verified Successfully');

    openssl(
      ...['pkeyutl', '-sign', '-inkey', file('key.pem'), '-in', file('text'), '-out', file('theirs.der')],
      ...options,
    );
    const parsed = openssl('asn1parse', '-inform', 'DER', '-in', file('theirs.der')).toString();
    const [r, s] = [...parsed.matchAll(/INTEGER\s+:([0-9A-F]+)/g)].map((match) =>
      match[1]?.padStart(64, '0'),
    );
    expect(verifySm2('一数一源', `${r}${s}`, hexAfter('pub'))).toBe(true);
  });
});
