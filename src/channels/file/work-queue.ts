import { rename } from 'node:fs/promises';
import type { ExchangeError } from '../../envelope/exchange-error.ts';
import { pathOf, showName } from './file-name.ts';
import type { Layout } from './layout.ts';
import { type FoundFile, isUnchanged, lookAt } from './list-files.ts';
import { type TakeOutcome, type TakeParts, takeFile } from './take-file.ts';
import type { Throttle } from './throttle.ts';
import type { HealthWatch, Trouble } from './watch-health.ts';

/** A file that may be taken, where it was found. */
export interface Queued {
  readonly file: FoundFile;
  readonly place: 'incoming' | 'working';
}

/** Works through files, some at a time, each name once at a time. */
export interface WorkQueue {
  /** What is to be taken, the oldest first, in place of what was left of the last look. */
  fill(files: readonly Queued[]): void;
  /** Resolves once nothing is under way; nothing begins once it stops. */
  ended(): Promise<void>;
}

export interface QueueParts extends Omit<TakeParts, 'report'> {
  readonly throttle: Throttle;
  readonly note: HealthWatch['note'];
}

export function createWorkQueue(parts: QueueParts): WorkQueue {
  const { throttle, note, stopping } = parts;
  const underWay = new Map<string, Promise<void>>();
  let queue: Queued[] = [];
  const turnOf = ({ file }: Queued) => throttle.askedAt(file.key) ?? file.mtimeMs;
  const advance = (): void => {
    while (!stopping.aborted && queue.length > 0 && throttle.hasPlace(underWay.size)) {
      const next = queue.shift()!;
      const { key } = next.file;
      if (underWay.has(key) || !throttle.isDue(key)) continue;
      const taken = takeQueued(parts, next).finally(() => {
        underWay.delete(key);
        advance();
      });
      underWay.set(key, taken);
    }
  };
  return {
    fill(files) {
      queue = files.toSorted((one, other) => turnOf(one) - turnOf(other));
      const there = new Set(files.map(({ file }) => file.key));
      const gone = throttle.forget((key) => there.has(key) || underWay.has(key));
      for (const key of gone) note(`file ${key}`, undefined);
      advance();
    },
    ended: async () => {
      while (underWay.size > 0) await Promise.all(underWay.values());
    },
  };
}

async function takeQueued(parts: QueueParts, { file, place }: Queued): Promise<void> {
  const { layout, throttle, note, stopping } = parts;
  const { key, name } = file;
  const report = (trouble: Trouble | undefined) =>
    note(`file ${key}`, trouble && { ...trouble, file: showName(name) });
  try {
    if (place === 'incoming' && !(await claim(layout, file))) return;
    settle(parts, key, await takeFile({ ...parts, report }, name), report);
  } catch (error) {
    // Somebody took it away.
    if (Object(error).code === 'ENOENT' || stopping.aborted) return;
    throttle.blocked(key, false);
    report({ what: 'a file cannot be taken; it waits', error });
  }
}

function settle(
  { throttle, origin }: QueueParts,
  key: string,
  outcome: TakeOutcome,
  report: (trouble: Trouble | undefined) => void,
): void {
  if (outcome.kind === 'stopped') return;
  if (outcome.kind === 'later') {
    const { error } = outcome;
    throttle.blocked(key, concernsAll(error, origin.settings.application !== undefined), error.retryAfter);
    report({ what: 'the gateway takes nothing; files wait', error });
  } else {
    throttle.passed(key);
    report(undefined);
  }
}

/** Whether files of other senders would fare alike. */
function concernsAll({ code, facts }: ExchangeError, vouched: boolean): boolean {
  return vouched || facts.kind === 'failure' || code === 'OVERLOADED';
}

/** False where it is not as it was when it was found, so that it is left for another look. */
async function claim({ incoming, working }: Layout, file: FoundFile): Promise<boolean> {
  if (!isUnchanged(file, await lookAt(incoming, file.name))) return false;
  // Here nobody else moves files in, so there is none of this name that would be lost.
  if (await lookAt(working, file.name)) return false;
  await rename(pathOf(incoming, file.name), pathOf(working, file.name));
  return true;
}
