import { createHash } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { sign, verifySign } from '../../src/crypto/sign-profiles.ts';
import { type SignField, signText } from '../../src/crypto/sign-text.ts';
import { generateSm2KeyPair } from '../../src/crypto/sm2-key.ts';
import { SIGN_PROFILES, type SignProfile, type SignSettings } from '../../src/envelope/application.ts';

const now = new Date('2026-11-22T00:00:00Z');
const secret = '0123456789abcdeffedcba9876543210';
const pair = generateSm2KeyPair();

/** With SM2 the partner here is ourselves, so that one pair signs and verifies. */
function settingsOf(profile: SignProfile, other: Partial<SignSettings> = {}): SignSettings {
  const keys = [{ value: profile === 'SM2' ? pair.publicKey : secret }];
  return { profile, order: 'table', lenientCase: false, keys, ownPrivateKey: pair.privateKey, ...other };
}

function requestOf(busilist: string, random: string): readonly SignField[] {
  return Object.entries({ appid: 'APP1', busicode: '120101', action: '01', busilist, random });
}

const fields = requestOf('[{"NAME":"锅炉","A":1}]', '06a014ee-fb0b-4226-b188-1bd93e24ed32');
const verdict = (given: string, settings: SignSettings, over = fields) =>
  verifySign(over, given, settings, now);

describe.each(SIGN_PROFILES)('the profile %s', (profile) => {
  const settings = settingsOf(profile);

  it('verifies what it signed, in upper-case hex', () => {
    expect(sign(fields, settings)).toMatch(/^[0-9A-F]+$/);
    expect(verdict(sign(fields, settings), settings)).toBe('match');
  });

  it('verifies no sign of another message or in another order', () => {
    const given = sign(fields, settings);
    expect(verdict(given, settings, requestOf('[{"NAME":"锅炉","A":2}]', 'r'))).not.toBe('match');
    expect(verdict(given, { ...settings, order: 'ascii' })).toBe('mismatch');
  });

  it('S02: tells a lower-case sign from a wrong one, and takes it only where that is allowed', () => {
    const lower = sign(fields, settings).toLowerCase();
    expect(verdict(lower, settings)).toBe('case');
    expect(verdict(`A${lower.slice(1)}`, settings)).not.toBe('match');
    expect(verdict(lower, { ...settings, lenientCase: true })).toBe('match');
  });

  it('S03: names a sign that has the shape of another profile', () => {
    for (const other of SIGN_PROFILES.filter((name) => name !== profile)) {
      expect(verdict(sign(fields, settingsOf(other)), settings)).toBe('algorithm');
    }
  });

  it('S04: answers to a sign of any length or form, and never throws', () => {
    const full = sign(fields, settings);
    const others = ['', '0', full.slice(1), `${full}0`, full.slice(2), `${full}00`, 'x'.repeat(full.length)];
    for (const other of others) expect(verdict(other, settings)).toBe('mismatch');
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (other) => {
        expect(['mismatch', 'algorithm']).toContain(verdict(other, settings));
      }),
      { numRuns: profile === 'SM2' ? 10 : 100 },
    );
  });

  it('S02: takes no character that merely folds or truncates to a hex digit', () => {
    const lenient = { ...settings, lenientCase: true };
    const given = sign(fields, settings);
    const wide = [...given].map((digit) => String.fromCharCode(digit.charCodeAt(0) + 0x100)).join('');
    const full = [...given].map((digit) => String.fromCharCode(digit.charCodeAt(0) + 0xfee0)).join('');
    for (const other of [wide, full, `${given.slice(0, -2)}\uFB00`, ` ${given}`, `${given}\n`]) {
      expect(verdict(other, lenient)).toBe('mismatch');
    }
  });

  it('S07: verifies with every key that is still active and with no other', () => {
    const active = settings.keys[0]!.value;
    const other = profile === 'SM2' ? generateSm2KeyPair().publicKey : 'f'.repeat(32);
    const given = sign(fields, settings);
    const withKeys = (...keys: SignSettings['keys']) => verdict(given, { ...settings, keys });
    expect(withKeys({ value: other }, { value: active, notAfter: '2026-11-22T00:00:01Z' })).toBe('match');
    expect(withKeys({ value: other }, { value: active, notAfter: '2026-11-22T00:00:00Z' })).toBe('mismatch');
    expect(withKeys({ value: active, notAfter: 'damaged' })).toBe('mismatch');
    expect(withKeys({ value: other })).toBe('mismatch');
    expect(withKeys()).toBe('mismatch');
  });
});

describe('S07: a key', () => {
  it.each(SIGN_PROFILES.filter((profile) => profile !== 'SM2'))(
    'that is empty signs and verifies nothing: %s',
    (profile) => {
      const settings = settingsOf(profile, { keys: [{ value: '' }] });
      expect(() => sign(fields, settings)).toThrow('a shared secret is');
      expect(() => verdict('00', settings)).toThrow('a shared secret is');
    },
  );

  it.each(SIGN_PROFILES)('must be there to sign: %s', (profile) => {
    const settings = settingsOf(profile, { keys: [], ownPrivateKey: undefined });
    expect(() => sign(fields, settings)).toThrow(/no (signing key|SM2 private key)/);
  });

  it('comes first to sign an answer with', () => {
    const newest = { value: 'f'.repeat(32) };
    const rotated = settingsOf('MD5', { keys: [newest, { value: secret }] });
    expect(sign(fields, rotated)).toBe(sign(fields, settingsOf('MD5', { keys: [newest] })));
  });
});

describe('S08: an MD5 sign', () => {
  it('cannot be lengthened, because the secret comes last', () => {
    const text = Buffer.from(signText(fields, 'table', secret));
    const zeros = Buffer.alloc((119 - (text.length % 64)) % 64);
    const bits = Buffer.alloc(8);
    bits.writeBigUInt64LE(BigInt(text.length) * 8n);
    // What anyone can compute from the captured sign alone, by continuing the hash.
    const padded = Buffer.concat([text, Buffer.from([0x80]), zeros, bits, Buffer.from('&random=fresh')]);
    expect((padded.length - 13) % 64).toBe(0);
    const lengthened = createHash('md5').update(padded).digest('hex').toUpperCase();
    for (const random of ['fresh', '06a014ee-fb0b-4226-b188-1bd93e24ed32&random=fresh']) {
      expect(verdict(lengthened, settingsOf('MD5'), requestOf('[{"NAME":"锅炉","A":1}]', random))).toBe(
        'mismatch',
      );
    }
  });
});

describe('S09: two captured messages, spliced at a block of 16 bytes', () => {
  const paid = requestOf('[{"AMOUNT":"1"}]', '11111111-1111-4111-8111-111111111111');
  const later = requestOf('[{"AMOUNT":"2"}]', '22222222-2222-4222-8222-222222222222');
  const text = signText(paid, 'table', secret);
  const cut = Math.ceil((text.indexOf('&random=') + 8) / 16) * 16;
  const kept = cut - text.indexOf('&random=') - 8;
  const fresh =
    '11111111-1111-4111-8111-111111111111'.slice(0, kept) +
    '22222222-2222-4222-8222-222222222222'.slice(kept);
  const forged = requestOf('[{"AMOUNT":"1"}]', fresh);
  const splice = (settings: SignSettings) =>
    sign(paid, settings).slice(0, cut * 2) + sign(later, settings).slice(cut * 2);

  it('make a valid SM4 sign of a message that was never signed: a weakness of the standards, not a feature', () => {
    expect(kept).toBeGreaterThan(0);
    expect(kept).toBeLessThan(36);
    expect(verdict(splice(settingsOf('SM4')), settingsOf('SM4'), forged)).toBe('match');
  });

  it.each(['MD5', 'SM4-SM3', 'HMAC-SM3', 'SM2'] as const)(
    'make nothing with %s: the reason to recommend it',
    (profile) => {
      const settings = settingsOf(profile);
      for (let at = 0; at <= 128; at += 32) {
        const given = sign(paid, settings).slice(0, at) + sign(later, settings).slice(at);
        expect(verdict(given, settings, forged)).toBe('mismatch');
      }
    },
  );
});
