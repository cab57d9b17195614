import { describe, expect, it } from '@jest/globals';
import {
  PURPOSES,
  S1_TYPES,
  S2_CODES,
  s1RuleSet,
  s2RuleSet,
} from '../../../src/standards/special-equipment/business-codes.ts';

describe('business codes', () => {
  it('makes an S1 code of a purpose (Table 6) and a type (Table 7)', () => {
    expect(s1RuleSet('120208')).toBe('0208');
  });

  it.each(['900101', '110500', '900900'])('takes %s: 90, 0500 and 0900 are usable', (code) => {
    expect(s1RuleSet(code)).toBe(code.slice(2));
  });

  it('takes a type that partners define themselves under purpose 90 alone (1.2.4)', () => {
    expect(s1RuleSet('900990')).toBe('0990');
    for (const code of ['120990', '310990', '90099', '90099X', '900200'])
      expect(s1RuleSet(code)).toBeUndefined();
  });

  it.each([
    '100101',
    '200101',
    '300101',
    '120100',
    '120200',
    '120300',
    '120400',
    '990101',
    '120212',
    '001',
    '',
  ])('refuses %s: a group header, or in no table', (code) => expect(s1RuleSet(code)).toBeUndefined());

  it('knows 8 usable purposes and 22 usable types of S1, and 11 codes of S2', () => {
    const usable = (codes: typeof PURPOSES) => Object.values(codes).filter(({ group }) => !group).length;
    expect([usable(PURPOSES), usable(S1_TYPES), usable(S2_CODES)]).toEqual([8, 22, 11]);
    expect(s2RuleSet('011')).toBe('011');
    expect(s2RuleSet('012')).toBeUndefined();
  });
});
