import type { Entry } from '../../entry.ts';
import { damaged, type Place } from './damage.ts';
import { BLOCK, endOf, FORMAT, SEALS } from './document.ts';
import { type ChainPlace, sealOf } from './journal-line.ts';
import { type Line, linesOf } from './lines.ts';

export interface Document extends ChainPlace {
  readonly entries: readonly Entry[];
}

const HEAD = new RegExp(
  `^{"format":"${FORMAT}","sequence":(\\d{1,15}),"head":"([0-9a-f]{64})","entries":\\[$`,
);
const SEAL_LINE = /^"([0-9a-f]{64})",?$/;
const REMEDY =
  'Move the file aside and put registry.json.previous in its place; nothing is lost as long as registry.journal and ' +
  'registry.journal.previous are whole';

/** Reads the document, or refuses it with the place of what is wrong. */
export function readDocument(file: string, bytes: Buffer, key: Buffer): Document {
  const lines = [...linesOf(bytes)];
  const refuse = (line: Line | undefined, fault: string) => damaged(placeOf(file, line), fault, REMEDY);
  const head = HEAD.exec(lines[0]?.text ?? '');
  if (lines.length === 0) throw refuse(undefined, 'the file is empty');
  if (head === null) throw refuse(lines[0], `this is no document of format ${FORMAT}`);
  const sealsAt = lines.findLastIndex(({ text }) => text === SEALS);
  const seals = sealsOf(lines, sealsAt, refuse);
  const entries = entriesOf(lines.slice(1, sealsAt), { key, seals, head: `${head[0]}\n`, refuse });
  const tail = lines.slice(sealsAt, -1).map(({ text }) => `${text}\n`);
  const end = lines.at(-1)!;
  if (!end.ended || end.text !== endOf(sealOf(key, `${head[0]}\n`, tail.join('')))) {
    throw refuse(end, 'the seals and the head do not match the seal over them');
  }
  return { sequence: Number(head[1]), seal: head[2]!, entries };
}

type Refuse = (line: Line | undefined, fault: string) => Error;

function placeOf(file: string, line: Line | undefined): Place {
  return { file, line: line?.number ?? 1, offset: line?.offset ?? 0 };
}

function sealsOf(lines: readonly Line[], sealsAt: number, refuse: Refuse): readonly string[] {
  if (sealsAt < 0)
    throw refuse(lines.findLast(({ ended }) => ended) ?? lines[0], 'the document ends after this line');
  return lines.slice(sealsAt + 1, -1).map((line) => {
    const seal = SEAL_LINE.exec(line.text)?.[1];
    if (seal === undefined) throw refuse(line, 'a seal was expected');
    return seal;
  });
}

interface Sealed {
  readonly key: Buffer;
  readonly seals: readonly string[];
  readonly head: string;
  readonly refuse: Refuse;
}

function entriesOf(lines: readonly Line[], { key, seals, head, refuse }: Sealed): readonly Entry[] {
  if (Math.ceil(lines.length / BLOCK) !== seals.length) {
    throw refuse(lines.at(-1), `${lines.length} entries do not belong to ${seals.length} seals`);
  }
  return seals.flatMap((seal, index) => {
    const block = lines.slice(index * BLOCK, (index + 1) * BLOCK);
    const text = block.map((line) => `${line.text}\n`).join('');
    if (sealOf(key, seals[index - 1] ?? head, text) !== seal) throw notSealed(block, refuse);
    return block.map((line) => parse(line)!);
  });
}

/** The seal proves that `writeDocument` made it. */
function parse({ text }: Line): Entry | undefined {
  try {
    return JSON.parse(text.endsWith(',') ? text.slice(0, -1) : text) as Entry;
  } catch {
    return undefined;
  }
}

function notSealed(block: readonly Line[], refuse: Refuse): Error {
  const broken = block.find((line) => parse(line) === undefined);
  if (broken !== undefined) return refuse(broken, 'this is no entry');
  const last = block.at(-1)?.number;
  return refuse(block[0], `the entries from here to line ${last} do not match their seal under this key`);
}
