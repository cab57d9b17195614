import { damaged } from './damage.ts';
import { type ChainPlace, type JournalLine, readHead, readLine } from './journal-line.ts';
import { type Line, linesOf } from './lines.ts';

export interface Journal {
  readonly after: ChainPlace;
  readonly lines: readonly JournalLine[];
  /** Of what is whole; what follows was never acknowledged. */
  readonly bytes: number;
  /** Whether the last whole line lacks its end. */
  readonly unended: boolean;
  /** Bytes of a last line that was being written when the process ended. */
  readonly torn: number;
}

const REMEDY =
  'Restore the file from a backup; if there is none, move it aside together with registry.json and put ' +
  'registry.json.previous and registry.journal.previous in their places: what was published since is then lost';

/** Reads a journal: a torn last line is left out, any other damage refused. */
export function readJournal(file: string, bytes: Buffer, key: Buffer): Journal {
  const lines: JournalLine[] = [];
  let after: ChainPlace | undefined;
  for (const line of linesOf(bytes)) {
    const place = { file, line: line.number, offset: line.offset };
    if (after === undefined) {
      after = line.ended ? readHead(key, line.text) : undefined;
      if (after === undefined) throw damaged(place, 'this is no head of a journal under this key', REMEDY);
      continue;
    }
    const read = readLine(key, lines.at(-1) ?? after, line.text);
    if (read !== undefined) lines.push(read);
    else if (isTorn(key, lines.at(-1) ?? after, line))
      return { ...wholeUntil(line.offset), torn: bytes.length - line.offset };
    else throw damaged(place, 'the line does not match its seal', REMEDY);
  }
  if (after === undefined) throw damaged({ file, line: 1, offset: 0 }, 'the file is empty', REMEDY);
  return wholeUntil(bytes.length);

  function wholeUntil(end: number): Journal {
    return { after: after!, lines, bytes: end, unended: end > 0 && bytes[end - 1] !== 0x0a, torn: 0 };
  }
}

/** The beginning of a line. A whole line whose end was changed into something else is damage. */
function isTorn(key: Buffer, previous: ChainPlace, { text, ended }: Line): boolean {
  if (ended) return false;
  const close = text.lastIndexOf('}');
  return readLine(key, previous, text.slice(0, close + 1)) === undefined;
}
