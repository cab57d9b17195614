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

  it.each([
    '^.*.*.*.*.*=$',
    '^(.*)(.*)(.*)=$',
    '(.*)(.*)=',
    '^\\s*\\d*\\s*\\d*\\s*$',
    '\\d*x',
    '^[a-z]{1,4000}x?[a-z]*!$',
  ])('%s is not tried on texts that it would take too long for', (pattern) => {
    const tolerant = tolerantPattern(pattern);
    for (let length = 1; length < 300_000; length *= 3) {
      const begin = Date.now();
      tolerant.test('1'.repeat(length));
      tolerant.test('a'.repeat(length));
      expect(Date.now() - begin).toBeLessThan(1_500);
    }
  });

  it('is tried on texts of a usual length', () => {
    const email = tolerantPattern('^[\\w.+-]+@[\\w-]+\\.[\\w.-]+$');
    expect(email.test('someone@example.com')).toBe(true);
    expect(email.test('someone.example.com')).toBe(false);
    expect(tolerantPattern('^[一-龥]*$').test(`${'中'.repeat(9_000)}x`)).toBe(false);
  });
});
