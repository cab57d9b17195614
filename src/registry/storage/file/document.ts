import type { FileHandle } from 'node:fs/promises';
import { setImmediate } from 'node:timers/promises';
import type { Entry } from '../../entry.ts';
import { type ChainPlace, sealOf } from './journal-line.ts';

/** Entries that share a seal: few enough to name the place of damage, and not to hold up whoever asks meanwhile. */
export const BLOCK = 128;

/** Characters. */
const SYNC_EVERY = 500_000;

export const FORMAT = 'tonggui-registry-1';
export const SEALS = '],"seals":[';

export const headOf = ({ sequence, seal }: ChainPlace): string =>
  `{"format":"${FORMAT}","sequence":${sequence},"head":"${seal}","entries":[`;

export const endOf = (seal: string): string => `],"seal":"${seal}"}`;

/**
 * Writes the registry as one JSON document, an entry a line: a head, the entries, a seal for each block of them
 * (chained), and one over the head and all seals. Gives way to other work between blocks.
 */
export async function writeDocument(
  handle: FileHandle,
  key: Buffer,
  place: ChainPlace,
  entries: readonly Entry[],
): Promise<void> {
  const head = `${headOf(place)}\n`;
  const seals: string[] = [];
  let unsynced = 0;
  await handle.appendFile(head);
  for (let at = 0; at < entries.length; at += BLOCK) {
    const texts = entries.slice(at, at + BLOCK).map((entry) => JSON.stringify(entry));
    const block = `${texts.join(',\n')}${at + BLOCK < entries.length ? ',' : ''}\n`;
    seals.push(sealOf(key, seals.at(-1) ?? head, block));
    await handle.appendFile(block);
    // A little at a time: the journal's syncs must not wait for the whole of it.
    unsynced += block.length;
    if (unsynced > SYNC_EVERY) {
      await handle.datasync();
      unsynced = 0;
    }
    await setImmediate();
  }
  const listed = seals.map((seal) => `"${seal}"`).join(',\n');
  const tail = `${SEALS}\n${listed}${listed === '' ? '' : '\n'}`;
  await handle.appendFile(`${tail}${endOf(sealOf(key, head, tail))}\n`);
}
