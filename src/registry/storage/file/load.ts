import { join } from 'node:path';
import { readGuarded } from './guarded.ts';
import type { ChainPlace, JournalLine } from './journal-line.ts';
import { type Document, readDocument } from './read-document.ts';
import { type Journal, readJournal } from './read-journal.ts';

/** The files of a registry in its folder. */
export interface Paths {
  readonly folder: string;
  readonly document: string;
  readonly journal: string;
  readonly previousDocument: string;
  readonly previousJournal: string;
}

export function pathsIn(folder: string): Paths {
  return {
    folder,
    document: join(folder, 'registry.json'),
    journal: join(folder, 'registry.journal'),
    previousDocument: join(folder, 'registry.json.previous'),
    previousJournal: join(folder, 'registry.journal.previous'),
  };
}

export interface Loaded {
  readonly document: Document;
  /** What was published after the document was written. */
  readonly lines: readonly JournalLine[];
  readonly journal: Journal;
  readonly end: ChainPlace;
}

/**
 * Reads what is stored; undefined where there never was a registry. `expected` says that there was: an empty one in its
 * place would forget who provides what.
 */
export async function load(paths: Paths, key: Buffer, expected: boolean): Promise<Loaded | undefined> {
  const bytes = await readGuarded(paths.document);
  const journalBytes = await readGuarded(paths.journal);
  if (bytes === undefined) {
    if (!expected && (await isBeginning(paths, journalBytes, key))) return undefined;
    throw new Error(
      `${paths.document} is missing although there was a registry: restore it, or put ${paths.previousDocument} in its place`,
    );
  }
  const document = readDocument(paths.document, bytes, key);
  if (journalBytes === undefined) {
    throw new Error(`${paths.journal} is missing: restore it together with ${paths.document}`);
  }
  const journal = readJournal(paths.journal, journalBytes, key);
  const earlier = await earlierLines(paths, key, document, journal);
  return follow(paths, document, journal, earlier);
}

/** Nothing, or what a first start left that was cut short: the journal is made before the document. */
async function isBeginning(paths: Paths, journal: Buffer | undefined, key: Buffer): Promise<boolean> {
  if ((await readGuarded(paths.previousDocument)) !== undefined) return false;
  if (journal === undefined) return true;
  const { after, lines } = readJournal(paths.journal, journal, key);
  return after.sequence === 0 && lines.length === 0;
}

/** What stands between a document that was put back and the journal; nothing in the ordinary case. */
async function earlierLines(
  paths: Paths,
  key: Buffer,
  document: Document,
  { after }: Journal,
): Promise<Pick<Journal, 'after' | 'lines'>> {
  if (after.sequence <= document.sequence) return { after, lines: [] };
  const bytes = await readGuarded(paths.previousJournal);
  if (bytes === undefined) throw gap(paths, document.sequence, after.sequence);
  const { after: start, lines } = readJournal(paths.previousJournal, bytes, key);
  return { after: start, lines: lines.filter(({ sequence }) => sequence <= after.sequence) };
}

/** The lines that follow the document, once the chain from it to the end of the journal is whole. */
function follow(
  paths: Paths,
  document: Document,
  journal: Journal,
  earlier: Pick<Journal, 'after' | 'lines'>,
): Loaded {
  const chain: readonly ChainPlace[] = [earlier.after, ...earlier.lines, ...journal.lines];
  const meeting = earlier.lines.at(-1) ?? earlier.after;
  if (!samePlace(meeting, journal.after)) {
    throw gap(paths, meeting.sequence, journal.after.sequence);
  }
  if (!chain.some((place) => samePlace(place, document))) {
    throw new Error(
      `${paths.document} (up to message ${document.sequence}) and ${paths.journal} (from ${journal.after.sequence} to ` +
        `${chain.at(-1)?.sequence}) do not belong together: restore both from the same backup`,
    );
  }
  const lines = [...earlier.lines, ...journal.lines].filter(({ sequence }) => sequence > document.sequence);
  return { document, lines, journal, end: chain.at(-1) ?? document };
}

const samePlace = (one: ChainPlace, other: ChainPlace): boolean =>
  one.sequence === other.sequence && one.seal === other.seal;

function gap({ document, journal }: Paths, from: number, to: number): Error {
  return new Error(
    `messages ${from + 1} to ${to} stand neither in ${document} nor in ${journal}: restore both from the same backup`,
  );
}
