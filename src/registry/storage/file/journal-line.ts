import { hmacSm3 } from '../../../crypto/digest.ts';
import type { Change } from '../../entry.ts';

/** What the chain of seals begins with. */
export const GENESIS = '0'.repeat(64);

const START = '{"seal":"';
const SEAL = /^[0-9a-f]{64}$/;
const REST_AT = START.length + GENESIS.length + 2;

/** The place in the chain after which a journal goes on. */
export interface ChainPlace {
  readonly sequence: number;
  readonly seal: string;
}

/** One message: what it changed, in its place in the chain. */
export interface JournalLine extends ChainPlace {
  readonly changes: readonly Change[];
}

export function sealOf(key: Buffer, previous: string, text: string): string {
  return hmacSm3(key, previous + text).toString('hex');
}

function sealed(
  key: Buffer,
  previous: string,
  content: object,
): { readonly text: string; readonly seal: string } {
  const rest = JSON.stringify(content).slice(1);
  const seal = sealOf(key, previous, rest);
  return { text: `${START}${seal}",${rest}\n`, seal };
}

/** The first line of a journal: after which place it goes on. */
export function writeHead(key: Buffer, { sequence, seal }: ChainPlace): string {
  return sealed(key, 'journal', { after: sequence, head: seal }).text;
}

/** The line of a message, and its place in the chain. */
export function writeLine(
  key: Buffer,
  previous: ChainPlace,
  changes: readonly Change[],
): { readonly text: string; readonly place: ChainPlace } {
  const sequence = previous.sequence + 1;
  const { text, seal } = sealed(key, previous.seal, { sequence, changes });
  return { text, place: { sequence, seal } };
}

/** The content of a line whose seal is right; undefined for any other text. */
function open(key: Buffer, previous: string, text: string): { seal: string; content: unknown } | undefined {
  const seal = text.slice(START.length, REST_AT - 2);
  const rest = text.slice(REST_AT);
  if (text.slice(0, START.length) !== START || text.slice(REST_AT - 2, REST_AT) !== '",') return undefined;
  if (!SEAL.test(seal) || sealOf(key, previous, rest) !== seal) return undefined;
  return { seal, content: JSON.parse(`{${rest}`) };
}

export function readHead(key: Buffer, text: string): ChainPlace | undefined {
  const opened = open(key, 'journal', text);
  if (opened === undefined) return undefined;
  // The seal proves that `writeHead` made it.
  const { after, head } = opened.content as { after: number; head: string };
  return { sequence: after, seal: head };
}

export function readLine(key: Buffer, previous: ChainPlace, text: string): JournalLine | undefined {
  const opened = open(key, previous.seal, text);
  if (opened === undefined) return undefined;
  // The seal proves that `writeLine` made it.
  const content = opened.content as Pick<JournalLine, 'sequence' | 'changes'>;
  return { ...content, seal: opened.seal };
}
