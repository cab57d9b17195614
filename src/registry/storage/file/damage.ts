/** Where a file stopped being what was written. */
export interface Place {
  readonly file: string;
  /** From 1. */
  readonly line: number;
  /** Of the beginning of the line, from 0. */
  readonly offset: number;
}

/** What an operator reads when the registry refuses to start: file, place, fault, and what to do. */
export function damaged({ file, line, offset }: Place, fault: string, remedy: string): Error {
  return new Error(`${file} is damaged at line ${line} (byte ${offset}): ${fault}. ${remedy}`);
}
