import { constants } from 'node:fs';
import { openGuarded } from './guarded.ts';
import { JournalWriter } from './journal-writer.ts';
import type { Journal } from './read-journal.ts';

/** Opens a journal that was read, to go on after its last whole line; tells `onNotice` when one was cut off. */
export async function openJournal(
  file: string,
  journal: Journal,
  onNotice: ((text: string) => void) | undefined,
): Promise<JournalWriter> {
  const handle = await openGuarded(file, constants.O_RDWR);
  if (handle === undefined) throw new Error(`${file} vanished while it was read`);
  if (journal.torn > 0) {
    onNotice?.(`${file}: cut off ${journal.torn} bytes of a message that was never acknowledged`);
    await handle.truncate(journal.bytes);
  }
  if (journal.unended) await handle.write('\n', journal.bytes);
  if (journal.torn > 0 || journal.unended) await handle.datasync();
  return new JournalWriter(handle, journal.bytes + (journal.unended ? 1 : 0));
}
