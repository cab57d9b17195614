import { createHmac } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { decryptPayload, encryptPayload } from '../../src/crypto/payload-cipher.ts';
import { encryptSm4Cbc } from '../../src/crypto/sm4.ts';
import type { CipherSettings } from '../../src/envelope/application.ts';
import { ExchangeError } from '../../src/envelope/exchange-error.ts';

const key = '0123456789abcdeffedcba9876543210';
const algorithms = ['SM4-CBC', 'SM4-CBC-HMAC-SM3'] as const;

function refusal(text: string, settings: CipherSettings): ExchangeError {
  try {
    decryptPayload(text, settings);
  } catch (thrown) {
    if (thrown instanceof ExchangeError) return thrown;
    throw thrown;
  }
  throw new Error('not refused');
}

describe.each(algorithms)('%s', (algorithm) => {
  const settings: CipherSettings = { algorithm, key };

  it('decrypts what it encrypted, whatever it is', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        const sent = encryptPayload(text, settings);
        expect(sent).toMatch(/^(?:[0-9A-F]{32})+$/);
        expect(decryptPayload(sent, settings)).toBe(text);
        expect(decryptPayload(sent.toLowerCase(), settings)).toBe(text);
      }),
    );
  });

  it('keeps a byte order mark, which is part of the text', () => {
    expect(decryptPayload(encryptPayload('\uFEFF[]', settings), settings)).toBe('\uFEFF[]');
  });

  it('never encrypts alike twice', () => {
    expect(encryptPayload('[]', settings)).not.toBe(encryptPayload('[]', settings));
  });

  it.each([
    '',
    '00',
    'xyz',
    '[{"plain":"json"}]',
    '0'.repeat(32),
    '0'.repeat(64),
    '0'.repeat(96),
    '0'.repeat(128),
  ])('refuses %j with one uniform error', (text) => {
    const error = refusal(text, settings);
    expect([error.code, error.message, error.cause]).toEqual(['BAD_PAYLOAD', '业务数据解密失败', undefined]);
  });

  it('refuses invalid UTF-8 and a wrong padding with the same error', () => {
    const iv = Buffer.alloc(16);
    const wrap = (body: Buffer) => Buffer.concat([iv, body]).toString('hex');
    const notUtf8 = encryptSm4Cbc(Buffer.from(key, 'hex'), iv, Buffer.from([0xff, 0xfe]));
    expect(refusal(wrap(notUtf8), settings).message).toBe('业务数据解密失败');
    const otherKey = encryptPayload('[]', { algorithm, key: 'f'.repeat(32) });
    expect(refusal(otherKey, settings).message).toBe('业务数据解密失败');
  });

  it('takes no key but 32 hex digits', () => {
    expect(() => encryptPayload('[]', { algorithm, key: '0123456789abcdef' })).toThrow('32 hex digits');
  });
});

it('SM4-CBC uses the key as it stands, so that any SM4 library reads it', () => {
  const sent = Buffer.from(encryptPayload('[{"A":"值"}]', { algorithm: 'SM4-CBC', key }), 'hex');
  const expected = encryptSm4Cbc(Buffer.from(key, 'hex'), sent.subarray(0, 16), '[{"A":"值"}]');
  expect(sent.subarray(16)).toEqual(expected);
});

it('SM4-CBC-HMAC-SM3 is what its description says', () => {
  const derive = (label: string) => createHmac('sm3', Buffer.from(key, 'hex')).update(label).digest();
  const sent = Buffer.from(encryptPayload('[]', { algorithm: 'SM4-CBC-HMAC-SM3', key }), 'hex');
  const [iv, body, mac] = [sent.subarray(0, 16), sent.subarray(16, -32), sent.subarray(-32)];
  const encryptionKey = derive('tonggui payload encryption').subarray(0, 16);
  expect(body).toEqual(encryptSm4Cbc(encryptionKey, iv, '[]'));
  const authenticationKey = derive('tonggui payload authentication');
  expect(mac).toEqual(createHmac('sm3', authenticationKey).update(sent.subarray(0, -32)).digest());
});

it('SM4-CBC-HMAC-SM3 refuses any changed digit', () => {
  const settings: CipherSettings = { algorithm: 'SM4-CBC-HMAC-SM3', key };
  const sent = encryptPayload('[{"A":1}]', settings);
  for (let at = 0; at < sent.length; at += 1) {
    const digit = sent[at] === '0' ? '1' : '0';
    expect(refusal(sent.slice(0, at) + digit + sent.slice(at + 1), settings).code).toBe('BAD_PAYLOAD');
  }
});
