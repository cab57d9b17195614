import { randomBytes } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { createSealer } from '../../src/crypto/seal.ts';

const sealer = createSealer(randomBytes(32));
const refusal = /damaged, or was sealed under another key/;

describe('a sealed text', () => {
  it('opens again, whatever it is, for its own context', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.string(), (text, context) => {
        expect(sealer.open(sealer.seal(text, context), context)).toBe(text);
      }),
    );
  });

  it('never looks the same twice and shows nothing of the text', () => {
    const [one, two] = [sealer.seal('secret', 'app'), sealer.seal('secret', 'app')];
    expect(one).toMatch(/^sm4v1\.[\w-]+$/);
    expect(one).not.toBe(two);
    expect(Buffer.from(one.slice(6), 'base64url').includes('secret')).toBe(false);
  });

  it('does not open once any character of it is changed, dropped or added', () => {
    const sealed = sealer.seal('{"key":"0123"}', 'APP1');
    fc.assert(
      fc.property(fc.nat(sealed.length - 1), fc.string({ maxLength: 2 }), (at, other) => {
        const changed = sealed.slice(0, at) + other + sealed.slice(at + 1);
        fc.pre(changed !== sealed);
        expect(() => sealer.open(changed, 'APP1')).toThrow(refusal);
      }),
    );
  });

  it('does not open for another context, nor under another key', () => {
    const sealed = sealer.seal('secret', 'APP1');
    expect(() => sealer.open(sealed, 'APP2')).toThrow(refusal);
    expect(() => createSealer(randomBytes(32)).open(sealed, 'APP1')).toThrow(refusal);
  });

  it('is refused with the same words when it was never one', () => {
    for (const text of ['', 'sm4v1.', 'plain', `sm4v1.${'A'.repeat(64)}`]) {
      expect(() => sealer.open(text, 'APP1')).toThrow(refusal);
    }
  });
});

it('takes no key of another length', () => {
  expect(() => createSealer(randomBytes(16))).toThrow('32 bytes');
});
