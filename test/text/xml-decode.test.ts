import { describe, expect, it } from '@jest/globals';
import { decodeXml } from '../../src/text/xml-decode.ts';
import type { XmlFault } from '../../src/text/xml-fault.ts';

const declared = (encoding: string) => `<?xml version="1.0" encoding="${encoding}"?><a>国😀</a>`;
const utf16le = (text: string) => Buffer.from(`\ufeff${text}`, 'utf16le');
const utf16be = (text: string) => utf16le(text).swap16();

describe('decodeXml', () => {
  it.each([
    ['UTF-8', Buffer.from(declared('UTF-8')), 'utf-8'],
    ['UTF-8 in small letters', Buffer.from(declared('utf-8')), 'utf-8'],
    ['UTF-8 with a byte order mark', Buffer.from(`\ufeff${declared('UTF-8')}`), 'utf-8'],
    ['undeclared UTF-8', Buffer.from('<a>国😀</a>'), 'utf-8'],
    ['UTF-16LE', utf16le(declared('UTF-16')), 'utf-16'],
    ['UTF-16BE', utf16be(declared('utf-16')), 'utf-16'],
    ['undeclared UTF-16', utf16be('<a>国😀</a>'), 'utf-16'],
  ])('decodes %s', (_what, bytes, encoding) => {
    const decoded = decodeXml(bytes);
    expect(decoded.encoding).toBe(encoding);
    expect(decoded.text).toMatch(/^<.*<a>国😀<\/a>$|^<a>国😀<\/a>$/);
  });

  it.each<[string, Buffer, XmlFault]>([
    ['GBK declared', Buffer.from(declared('GBK')), 'encoding differs from its declaration'],
    ['UTF-16 declared for UTF-8', Buffer.from(declared('UTF-16')), 'encoding differs from its declaration'],
    ['UTF-8 declared for UTF-16', utf16le(declared('UTF-8')), 'encoding differs from its declaration'],
    ['UTF-7 declared', Buffer.from(declared('UTF-7')), 'encoding differs from its declaration'],
    ['overlong UTF-8', Buffer.from([0x3c, 0xc0, 0xaf]), 'not UTF-8'],
    ['a surrogate in UTF-8', Buffer.from([0x3c, 0xed, 0xa0, 0x80]), 'not UTF-8'],
    ['half a UTF-16 unit', Buffer.concat([utf16le('<a/>'), Buffer.from([0x20])]), 'not UTF-16'],
    ['a lone surrogate in UTF-16', utf16le('<a>\ud800</a>'), 'not UTF-16'],
    ['UTF-32LE', Buffer.from([0xff, 0xfe, 0, 0, 0x3c, 0, 0, 0]), 'encoding not supported'],
    ['UTF-32BE', Buffer.from([0, 0, 0xfe, 0xff, 0, 0, 0, 0x3c]), 'encoding not supported'],
    [
      'a torn declaration',
      Buffer.from('<?xml version="1.0" encoding=GBK?><a/>'),
      'malformed XML declaration',
    ],
  ])('refuses %s', (_what, bytes, fault) => {
    expect(() => decodeXml(bytes)).toThrow(fault);
  });
});
