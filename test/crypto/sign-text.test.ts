import { expect, it } from '@jest/globals';
import { signText } from '../../src/crypto/sign-text.ts';

const fields = [
  ['b', '2'],
  ['a', ''],
  ['B', '1'],
  ['aa', '3'],
] as const;

it('keeps the given order, writes an empty value as k= and ends with the key', () => {
  expect(signText(fields, 'table', 'SECRET')).toBe('b=2&a=&B=1&aa=3&key=SECRET');
});

it('puts names in ascending order, capitals first, the key still last', () => {
  expect(signText(fields, 'ascii', 'SECRET')).toBe('B=1&a=&aa=3&b=2&key=SECRET');
  expect(fields[0][0]).toBe('b');
});

it('has no key part without a shared secret', () => {
  expect(signText(fields, 'table', undefined)).toBe('b=2&a=&B=1&aa=3');
});

it('cannot tell an ampersand in a value from one between values: the reason for strict patterns', () => {
  const honest = signText(
    [
      ['busicode', '001'],
      ['action', '04'],
      ['x', '1'],
    ],
    'table',
    'S',
  );
  const injected = signText(
    [
      ['busicode', '001&action=04'],
      ['x', '1'],
    ],
    'table',
    'S',
  );
  expect(injected).toBe(honest);
});
