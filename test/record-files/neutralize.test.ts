import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { neutralize, restore } from '../../src/record-files/neutralize.ts';

/** Texts that begin as formulas do, far more often than chance would have it. */
const risky = fc
  .tuple(fc.string({ unit: fc.constantFrom(..."'=+-@\t\r\n\0＝＋－＠19. a") }), fc.string())
  .map(([beginning, rest]) => beginning + rest);

describe('neutralize', () => {
  it.each([
    ['a formula', "=cmd|' /C calc'!A0"],
    ['a formula with a plus', '+1+cmd'],
    ['a formula with a minus', '-1+cmd'],
    ['a function', '@SUM(1)'],
    ['a TAB', '\t=1'],
    ['a carriage return', '\r=1'],
    ['a line feed', '\n=1'],
    ['NUL', '\0=1'],
    ['a full-width equals sign', '＝1'],
    ['a full-width plus', '＋1'],
    ['a full-width minus', '－1'],
    ['a full-width at', '＠SUM(1)'],
    ['a formula that is already neutral', "'=1"],
    ['a formula behind several apostrophes', "'''=1"],
    ['a phone number with its country', '+8613800000000'],
    ['a negative number with an exponent', '-1e5'],
    ['a negative number with more behind it', '-5\n'],
    ['a lone minus', '-'],
  ])('puts an apostrophe before %s', (_what, text) => {
    expect(neutralize(text)).toBe(`'${text}`);
    expect(restore(neutralize(text))).toBe(text);
  });

  it.each(['', '0', '0101', '-5', '-0.50', "'", "'quoted'", 'a=b', '320101199001011234', '中文'])(
    'leaves %j as it is',
    (text) => {
      expect(neutralize(text)).toBe(text);
      expect(restore(text)).toBe(text);
    },
  );

  it('is undone by restore, whatever the text', () => {
    fc.assert(
      fc.property(fc.oneof(risky, fc.string({ unit: 'binary' })), (text) => {
        expect(restore(neutralize(text))).toBe(text);
      }),
      { numRuns: 2000 },
    );
  });

  it('leaves no dangerous beginning but that of a plain negative number', () => {
    fc.assert(
      fc.property(risky, (text) => {
        expect(neutralize(text)).toMatch(/^(?:-\d+(?:\.\d+)?$|[^=+\-@\t\r\n\0＝＋－＠]|$)/);
      }),
      { numRuns: 2000 },
    );
  });
});

describe('restore', () => {
  it('takes the apostrophe that a person put before a negative number to make it a text', () => {
    expect(restore("'-5")).toBe('-5');
  });

  it('takes one apostrophe only', () => {
    expect(restore("''=1")).toBe("'=1");
  });
});
