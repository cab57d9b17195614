const LINE_END = 0x0a;

/** One line of a file, without its end. */
export interface Line {
  readonly text: string;
  /** From 1. */
  readonly number: number;
  readonly offset: number;
  /** The last line of a file may lack its end. */
  readonly ended: boolean;
}

/** The lines of a file, one at a time: a large one need not be a text at once. */
export function* linesOf(bytes: Buffer): Iterable<Line> {
  let offset = 0;
  for (let number = 1; offset < bytes.length; number += 1) {
    const at = bytes.indexOf(LINE_END, offset);
    const end = at < 0 ? bytes.length : at;
    yield { text: bytes.toString('utf8', offset, end), number, offset, ended: at >= 0 };
    offset = end + 1;
  }
}
