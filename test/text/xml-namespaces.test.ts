import { describe, expect, it } from '@jest/globals';
import { declaredNamespaces } from '../../src/text/xml-namespaces.ts';
import { readXml } from '../../src/text/xml-reader.ts';

function declaredBy(source: string): [string, string][] {
  return [...declaredNamespaces(source, readXml(source))];
}

describe('the namespaces that an element declares', () => {
  it.each<[string, string, [string, string][]]>([
    ['none', '<a/>', []],
    [
      'a default and prefixes',
      `<a xmlns="urn:d" xmlns:x='urn:x' b="1"/>`,
      [
        ['', 'urn:d'],
        ['x', 'urn:x'],
      ],
    ],
    [
      'after a declaration and a comment',
      '<?xml version="1.0"?><!-- <b xmlns="no"> -->\r\n<a\r\n\txmlns = "urn:d"\n/>',
      [['', 'urn:d']],
    ],
    [
      'beside values that look like it',
      `<a b=' xmlns:n="no" > ' xmlns:x="urn:x"><b xmlns:y="urn:y"/></a>`,
      [['x', 'urn:x']],
    ],
    ['with references', '<a xmlns:x="urn:a&amp;b&#x4e2d;&#20013;"/>', [['x', 'urn:a&b中中']]],
    ['that take the default away', '<a xmlns=""/>', [['', '']]],
    ['after astral characters', '<!-- \u{20000} --><a xmlns:x="urn:x"/>', [['x', 'urn:x']]],
  ])('%s', (_, source, expected) => {
    expect(declaredBy(source)).toEqual(expected);
  });

  it('are read at the place of an element within others', () => {
    const source = '<a xmlns:x="urn:x">\u{20000}text<b xmlns:y="urn:y">t</b></a>';
    expect([...declaredNamespaces(source, readXml(source).children[0]!)]).toEqual([['y', 'urn:y']]);
  });
});
