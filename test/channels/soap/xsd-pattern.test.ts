import { describe, expect, it } from '@jest/globals';
import { xsdPattern } from '../../../src/channels/soap/xsd-pattern.ts';

describe('a pattern in XML Schema', () => {
  it.each([
    ['^\\d{17}[0-9X]$', '[0-9]{17}[0-9X]'],
    ['^[\\w.-]+$', '[A-Za-z0-9_.-]+'],
    ['^(?:a|b)\\/c$', '(a|b)/c'],
    ['abc', '[\\s\\S]*abc[\\s\\S]*'],
    ['^a', 'a[\\s\\S]*'],
    ['a|b', '[\\s\\S]*(a|b)[\\s\\S]*'],
    ['^\\$\\$$', '$$'],
    ['^[a-z0-9]{2,}$', '[a-z0-9]{2,}'],
    ['^[^,\\s]*$', '[^,\\s]*'],
    ['^[\\u4e00-\\u9fa5]+$', '[一-龥]+'],
    ['^\\u0020\\ud800$', undefined],
    ['^(?=a)b$', undefined],
    ['^a+?$', undefined],
    ['^a$|^b$', undefined],
    ['^(a)\\1$', undefined],
    ['\\bword', undefined],
    ['^[\\w-.]$', undefined],
    ['^[a-z-9]$', undefined],
    ['^a{,5}$', undefined],
    ['^.{0,4000}$', undefined],
    ['^[$', undefined],
  ])('%s is %s', (pattern, expected) => {
    expect(xsdPattern(pattern)).toBe(expected);
  });
});
