import { describe, expect, it } from '@jest/globals';
import { matchPath, readPath } from '../../src/text/path.ts';

describe('readPath', () => {
  it('gives decoded segments without the query', () => {
    expect(readPath('/tonggui/exchange?wsdl=/../x')).toEqual(['tonggui', 'exchange']);
    expect(readPath('/tong%67ui/a_b-1')).toEqual(['tonggui', 'a_b-1']);
    expect(readPath('/a/2026.01.02T03%3A04:05+08:00~1@x')).toEqual(['a', '2026.01.02T03:04:05+08:00~1@x']);
  });

  it.each([
    ['dots', '/tonggui/../admin'],
    ['escaped dots', '/tonggui/%2e%2e/admin'],
    ['escaped slash', '/tonggui/..%2fadmin'],
    ['slash escaped twice', '/tonggui/a%252fb'],
    ['empty segment', '/tonggui//exchange'],
    ['leading double slash', '//tonggui/exchange'],
    ['trailing slash', '/tonggui/exchange/'],
    ['NUL', '/tonggui/a%00b'],
    ['full-width slash', '/tonggui%EF%BC%8Fexchange'],
    ['overlong slash', '/tonggui%c0%afexchange'],
    ['bad escape', '/tonggui/%zz'],
    ['backslash', '/tonggui\\exchange'],
    ['absolute form', 'http://evil/tonggui/exchange'],
    ['asterisk', '*'],
    ['nothing', ''],
    ['129 characters', `/${'a'.repeat(129)}`],
    ['one dot', '/tonggui/./admin'],
    ['escaped blank', '/tonggui/a%20b'],
    ['escaped question mark', '/tonggui/a%3Fb'],
    ['escaped percent sign', '/tonggui/a%25b'],
    ['Chinese', '/tonggui/%E5%8F%B7'],
    ['line feed at the end', '/tonggui%0a'],
  ])('refuses %s (A09)', (_, target) => {
    expect(readPath(target)).toBeUndefined();
  });
});

describe('matchPath', () => {
  it('gives the values of placeholders and matches every other segment exactly', () => {
    expect(matchPath('/{service}/v1/{interFlag}', ['a', 'v1', 'b'])).toEqual({
      service: 'a',
      interFlag: 'b',
    });
    expect(matchPath('/{service}/v1', ['a', 'V1'])).toBeUndefined();
    expect(matchPath('/{service}', ['a', 'b'])).toBeUndefined();
  });
});
