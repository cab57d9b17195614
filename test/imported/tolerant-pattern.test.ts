import { describe, expect, it } from '@jest/globals';
import { tolerantPattern } from '../../src/imported/tolerant-pattern.ts';

describe('a pattern of a foreign description', () => {
  it.each([
    ['^\\d{4}$', '0101', '101'],
    ['^(?:a|b)[)+]$', 'a+', 'c+'],
    ['^[\\w-]+$', 'a-b', 'a b'],
    ['^(\\d{3}){1,2}$', '123456', '12345'],
  ])('%s is checked', (pattern, good, bad) => {
    expect(tolerantPattern(pattern).test(good)).toBe(true);
    expect(tolerantPattern(pattern).test(bad)).toBe(false);
  });

  it.each(['^(a+)+$', '^((a*)b?)*$', '^(a|a)*$', '^(a|b|ab){2,}c$', '(x+x+)+y', '[', '\\p{IsBasicLatin}'])(
    '%s is left to the provider, and holds nobody up',
    (pattern) => {
      const begin = Date.now();
      expect(tolerantPattern(pattern).test(`${'a'.repeat(900)}!`)).toBe(true);
      expect(Date.now() - begin).toBeLessThan(200);
    },
  );

  it('is not tried on texts so long that even a plain one could take too long', () => {
    expect(tolerantPattern('^.*.*.*=$').test('a'.repeat(100_000))).toBe(true);
  });
});
