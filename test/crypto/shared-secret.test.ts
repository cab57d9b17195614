import { expect, it } from '@jest/globals';
import { parseSharedSecret } from '../../src/crypto/shared-secret.ts';

it('reads 32 hex digits as 16 bytes, in either letter case', () => {
  const bytes = Buffer.from('0123456789abcdeffedcba9876543210', 'hex');
  expect(parseSharedSecret('0123456789abcdeffedcba9876543210')).toEqual(bytes);
  expect(parseSharedSecret('0123456789ABCDEFFEDCBA9876543210')).toEqual(bytes);
});

it('reads exactly 16 ASCII characters as their bytes', () => {
  expect(parseSharedSecret('0123456789abcdef')).toEqual(Buffer.from('0123456789abcdef'));
  expect(parseSharedSecret('p@ss&word=16chr!')).toEqual(Buffer.from('p@ss&word=16chr!'));
});

it.each([
  ['', 'empty'],
  ['0123456789abcde', '15 characters'],
  ['0123456789abcdef0', '17 characters'],
  ['z123456789abcdef0123456789abcdef', '32 characters that are not hex'],
  ['0123456789abcde\n', 'a line end'],
  ['0123456789 bcdef', 'a blank'],
  ['密钥密钥密钥密钥密钥密钥密钥密钥', '16 characters that are not ASCII'],
])('refuses %j (%s) in both languages without repeating it', (text) => {
  const message =
    'a shared secret is 32 hex digits or exactly 16 visible ASCII characters (密钥须为32位十六进制数或16个可见ASCII字符)';
  expect(() => parseSharedSecret(text)).toThrow(new Error(message));
});
