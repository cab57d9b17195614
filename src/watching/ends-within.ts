import { setTimeout as pause } from 'node:timers/promises';

/** Whether work ends within so many milliseconds; it goes on where it does not. */
export async function endsWithin(work: Promise<void>, milliseconds: number): Promise<boolean> {
  const patience = new AbortController();
  const over = pause(milliseconds, false, { signal: patience.signal }).catch(() => false);
  const ended = await Promise.race([work.then(() => true), over]);
  patience.abort();
  return ended;
}
