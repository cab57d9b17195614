import { describe, expect, it } from '@jest/globals';
import { joinPath, matchPath, readPath, splitPath } from '../../src/text/path.ts';

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

describe('splitPath', () => {
  it('gives segments whatever they hold, each decoded once', () => {
    expect(splitPath('/a/%E5%8F%B7/x%2Fy/%2525/%zz?q')).toEqual(['a', '号', 'x/y', '%25', '%zz']);
  });

  it.each(['//a', '/a//b', '/a/', '/a/./b', '/a/../b', '/a/%2e%2E/b', 'http://evil/a', '*', ''])(
    'knows no path that is empty or walks: %s',
    (target) => {
      expect(splitPath(target)).toBeUndefined();
    },
  );
});

describe('joinPath', () => {
  it('gives a path of which the segments are read again', () => {
    const segments = ['a:b@c', '号', 'x/y', '%25', 'a?b', '\0', 'x'.repeat(200)];
    expect(splitPath(joinPath(segments))).toEqual(segments);
    expect(joinPath(['a:b@c', 'x/y'])).toBe('/a:b@c/x%2Fy');
  });
});
