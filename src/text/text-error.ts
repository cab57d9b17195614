/** A place in a text: `offset` counts UTF-16 units from 0, `line` and `column` count from 1. */
export interface TextPlace {
  readonly offset: number;
  readonly line: number;
  readonly column: number;
}

/** A text that is not what it must be: an English reason and the place, never a value from the text. */
export class TextError extends Error implements TextPlace {
  readonly reason: string;
  readonly offset: number;
  readonly line: number;
  readonly column: number;
  /** Which element of a list is at fault, from 0. */
  readonly index: number | undefined;

  constructor(reason: string, place: TextPlace, index?: number) {
    super(`${reason} (line ${place.line}, column ${place.column})`);
    this.name = 'TextError';
    this.reason = reason;
    this.offset = place.offset;
    this.line = place.line;
    this.column = place.column;
    this.index = index;
  }

  /** The error at an offset of `text`. */
  static at(text: string, offset: number, reason: string, index?: number): TextError {
    return new TextError(reason, placeOf(text, offset), index);
  }
}

function placeOf(text: string, offset: number): TextPlace {
  let line = 1;
  let lineStart = 0;
  for (let end = text.indexOf('\n'); end !== -1 && end < offset; end = text.indexOf('\n', end + 1)) {
    line += 1;
    lineStart = end + 1;
  }
  return { offset, line, column: offset - lineStart + 1 };
}
