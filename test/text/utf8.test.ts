import { Buffer } from 'node:buffer';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { TextError } from '../../src/text/text-error.ts';
import { decodeUtf8 } from '../../src/text/utf8.ts';

function faultOf(bytes: Uint8Array): TextError {
  try {
    decodeUtf8(bytes);
  } catch (error) {
    if (error instanceof TextError) return error;
  }
  throw new Error('the bytes were accepted');
}

describe('decodeUtf8', () => {
  it('decodes what TextDecoder decodes and refuses what it refuses', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 12 }), (bytes) => {
        let expected: string | undefined;
        try {
          expected = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
        } catch {
          expected = undefined;
        }
        if (expected === undefined) expect(() => decodeUtf8(bytes)).toThrow(TextError);
        else expect(decodeUtf8(bytes)).toBe(expected);
      }),
      { numRuns: 2000 },
    );
  });

  it('gives back every text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        expect(decodeUtf8(Buffer.from(`a${text}`))).toBe(`a${text}`);
      }),
    );
  });

  it('strips one leading byte order mark and no second one', () => {
    expect(decodeUtf8(Buffer.from('\ufeff{}'))).toBe('{}');
    expect(decodeUtf8(Buffer.from('\ufeff\ufeff{}'))).toBe('\ufeff{}');
  });

  it.each([
    ['overlong slash', [0xc0, 0xaf]],
    ['encoded surrogate', [0xed, 0xa0, 0x80]],
    ['beyond U+10FFFF', [0xf4, 0x90, 0x80, 0x80]],
    ['cut short', [0xe4, 0xb8]],
    ['GBK', [0xd6, 0xd0]],
    ['UTF-16', [0xff, 0xfe, 0x7b, 0x00]],
  ])('refuses %s', (_, bytes) => {
    expect(() => decodeUtf8(Uint8Array.from(bytes))).toThrow('not UTF-8');
  });

  it('tells line and column of the first bad byte, past replacement characters that were really sent', () => {
    const bytes = Buffer.concat([Buffer.from('一\n二\ufffd'), Buffer.from([0xff, 0x41])]);
    expect(faultOf(bytes)).toMatchObject({ offset: 4, line: 2, column: 3 });
  });
});
