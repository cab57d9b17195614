import { TextError } from './text-error.ts';
import { decodeUtf8 } from './utf8.ts';
import { readXmlDeclaration } from './xml-declaration.ts';
import type { XmlFault } from './xml-fault.ts';

export interface DecodedXml {
  readonly text: string;
  readonly encoding: 'utf-8' | 'utf-16';
}

type Utf16 = 'utf-16le' | 'utf-16be';

const DECLARED: Readonly<Record<DecodedXml['encoding'], readonly string[]>> = {
  'utf-8': ['utf-8', 'utf8'],
  'utf-16': ['utf-16'],
};

/**
 * Decodes the bytes of an XML document: UTF-8 (one BOM at most), or UTF-16 told by its BOM (WS-I BP R4001).
 * A declaration that names another encoding, UTF-32 and undecodable bytes throw TextError.
 */
export function decodeXml(bytes: Uint8Array): DecodedXml {
  const utf16 = utf16Of(bytes);
  const decoded: DecodedXml =
    utf16 === undefined
      ? { text: decodeUtf8(bytes), encoding: 'utf-8' }
      : { text: decodeUtf16(bytes, utf16), encoding: 'utf-16' };
  const declared = readXmlDeclaration(decoded.text).encoding;
  if (declared !== undefined && !DECLARED[decoded.encoding].includes(declared)) {
    refuse(decoded.text, 'encoding differs from its declaration');
  }
  return decoded;
}

function utf16Of(bytes: Uint8Array): Utf16 | undefined {
  const [a, b, c, d] = bytes;
  const utf32 = (a === 0xff && b === 0xfe && c === 0 && d === 0) || (a === 0 && b === 0);
  if (utf32) refuse('', 'encoding not supported');
  if (a === 0xff && b === 0xfe) return 'utf-16le';
  return a === 0xfe && b === 0xff ? 'utf-16be' : undefined;
}

function decodeUtf16(bytes: Uint8Array, encoding: Utf16): string {
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes);
  } catch {
    refuse('', 'not UTF-16');
  }
}

function refuse(text: string, fault: XmlFault): never {
  throw TextError.at(text, 0, fault);
}
