import { decodeEscapes } from './escape-text.ts';
import type { PartShape } from './walk-part.ts';

/** CT_Rst (ECMA-376 Part 1, 18.4.8): a text, or runs of it; how it is pronounced (`rPh`) is no part of it. */
export function richText(take: (piece: string) => void): PartShape {
  const text: PartShape = { end: (found) => take(decodeEscapes(found)) };
  return {
    within: new Map([
      ['t', text],
      ['r', { within: new Map([['t', text]]) }],
    ]),
  };
}
