import { expect, it } from '@jest/globals';
import { randomSecret, randomSetupCode } from '../../src/crypto/random-secret.ts';
import { parseSharedSecret } from '../../src/crypto/shared-secret.ts';

it('draws secrets that are valid shared secrets, never the same', () => {
  const secrets = Array.from({ length: 100 }, randomSecret);
  expect(new Set(secrets).size).toBe(100);
  for (const secret of secrets) {
    expect(secret).toMatch(/^[0-9A-F]{32}$/);
    expect(parseSharedSecret(secret)).toHaveLength(16);
  }
});

it('draws set-up codes in groups, without letters that look alike', () => {
  const codes = Array.from({ length: 100 }, randomSetupCode);
  expect(new Set(codes).size).toBe(100);
  for (const code of codes) expect(code).toMatch(/^([0-9A-HJKMNP-TV-Z]{5}-){3}[0-9A-HJKMNP-TV-Z]{5}$/);
});
