import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { chooseBackend } from '../../src/crypto/choose-backend.ts';
import { nativeBackend } from '../../src/crypto/native-backend.ts';
import { portableBackend } from '../../src/crypto/portable-backend.ts';
import type { SmBackend } from '../../src/crypto/sm-backend.ts';

const hex = (text: string) => Buffer.from(text, 'hex');
const bytes = (length: number) =>
  fc.uint8Array({ minLength: length, maxLength: length }).map((array) => Buffer.from(array));
const anyBytes = fc.uint8Array({ maxLength: 200 }).map((array) => Buffer.from(array));

describe.each([nativeBackend, portableBackend])('the $name backend', (backend) => {
  it('gives the examples of GM/T 0004', () => {
    expect(backend.sm3('abc').toString('hex')).toBe(
      '66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0',
    );
    expect(backend.sm3('abcd'.repeat(16)).toString('hex')).toBe(
      'debe9ff92275b8a138604889c18e5a4d6fdb70e5387e5765293dcba39c0c5732',
    );
  });

  it('gives the example of GM/T 0002, with a block of padding', () => {
    const key = hex('0123456789abcdeffedcba9876543210');
    const sealed = backend.sm4Encrypt({ mode: 'ecb', key }, key);
    expect(sealed.toString('hex')).toMatch(/^681edf34d206965e86b3e94f536e4246[0-9a-f]{32}$/);
  });

  it('refuses what is no whole number of blocks, or padded wrongly', () => {
    const key = { mode: 'ecb', key: Buffer.alloc(16) } as const;
    const padded = backend.sm4Encrypt(key, Buffer.alloc(15));
    expect(backend.sm4Decrypt(key, padded)).toEqual(Buffer.alloc(15));
    expect(() => backend.sm4Decrypt(key, Buffer.alloc(0))).toThrow();
    expect(() => backend.sm4Decrypt(key, padded.subarray(1))).toThrow();
    for (const end of [0, 17, 255]) {
      const block = Buffer.alloc(16, 3).fill(end, 15);
      const wrong = backend.sm4Encrypt(key, block).subarray(0, 16);
      expect(() => backend.sm4Decrypt(key, wrong)).toThrow();
    }
  });

  it('refuses a key or an IV of another length', () => {
    const [short, full] = [Buffer.alloc(15), Buffer.alloc(16)];
    expect(() => backend.sm4Encrypt({ mode: 'ecb', key: short }, full)).toThrow();
    expect(() => backend.sm4Encrypt({ mode: 'cbc', key: full, iv: short }, full)).toThrow();
    expect(() => backend.sm4Encrypt({ mode: 'cbc', key: full }, full)).toThrow();
  });
});

describe('both backends', () => {
  it('compute the same SM3 and HMAC-SM3', () => {
    fc.assert(
      fc.property(anyBytes, anyBytes, (key, data) => {
        expect(portableBackend.sm3(data)).toEqual(nativeBackend.sm3(data));
        expect(portableBackend.hmacSm3(key, data)).toEqual(nativeBackend.hmacSm3(key, data));
      }),
    );
  });

  it('take a text as its UTF-8', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        for (const backend of [nativeBackend, portableBackend]) {
          expect(backend.sm3(text)).toEqual(nativeBackend.sm3(Buffer.from(text)));
        }
      }),
    );
  });

  it('encrypt alike by SM4, and each decrypts what the other encrypted', () => {
    const keys = fc.record({ mode: fc.constantFrom('ecb', 'cbc'), key: bytes(16), iv: bytes(16) });
    fc.assert(
      fc.property(keys, anyBytes, ({ mode, key, iv }, data) => {
        const sm4Key = mode === 'cbc' ? { mode, key, iv } : { mode, key };
        const sealed = nativeBackend.sm4Encrypt(sm4Key, data);
        expect(portableBackend.sm4Encrypt(sm4Key, data)).toEqual(sealed);
        expect(portableBackend.sm4Decrypt(sm4Key, sealed)).toEqual(data);
        expect(nativeBackend.sm4Decrypt(sm4Key, sealed)).toEqual(data);
      }),
    );
  });
});

describe('the choice of a backend', () => {
  const broken = (part: Partial<SmBackend>): SmBackend => ({ ...nativeBackend, ...part });
  const throws = () => {
    throw new Error('unsupported');
  };

  it('is native where OpenSSL has SM3 and SM4', () => {
    expect(chooseBackend().name).toBe('native');
  });

  it('falls back when SM3 or SM4 is missing, or gives something else', () => {
    const lacking = [
      broken({ sm3: throws }),
      broken({ sm4Encrypt: throws }),
      broken({ sm3: () => Buffer.alloc(32) }),
    ];
    for (const native of lacking) expect(chooseBackend(native)).toBe(portableBackend);
  });
});
