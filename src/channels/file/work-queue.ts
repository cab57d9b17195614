import { rename } from 'node:fs/promises';
import type { Later } from './answer-file.ts';
import { pathOf, showName } from './file-name.ts';
import type { Layout } from './layout.ts';
import { type FoundFile, isUnchanged, lookAt } from './list-files.ts';
import { type TakeOutcome, type TakeParts, takeFile } from './take-file.ts';
import type { Concern, Throttle } from './throttle.ts';
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
  /** Nothing passes a file that keeps its turn: neither while it waits nor while it is asked for again. */
  const isBarred = ({ file: { key } }: Queued) =>
    [...underWay.keys()].some(throttle.keepsTurn) || (throttle.keepsTurn(key) && !throttle.isDue(key));
  const advance = (): void => {
    while (!stopping.aborted && queue.length > 0 && throttle.hasPlace(underWay.size)) {
      if (isBarred(queue[0]!)) return;
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
    throttle.blocked(key, 'itself');
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
    const { application } = origin.settings;
    throttle.blocked(key, concernOf(outcome, application !== undefined), error.retryAfter);
    report({ what: whatWaits(outcome, application), error });
  } else {
    throttle.passed(key);
    report(undefined);
  }
}

/** One sender's files keep their order; only a defect is as a rule one file's own, and must not hold up the rest. */
function concernOf(later: Later, vouched: boolean): Concern {
  if (later.error.code === 'INTERNAL') return 'all';
  if (vouched) return 'all behind it';
  return isOfAll(later) ? 'all' : 'itself';
}

function whatWaits(later: Later, application: string | undefined): string {
  if (isOfAll(later)) return 'the gateway takes nothing; files wait';
  if (application !== undefined) return `the gateway takes nothing of ${application}; files wait`;
  return `files of ${later.sender ?? 'one sender'} wait; those of others pass`;
}

/** Whether files of any other sender would fare alike. */
function isOfAll({ error: { code, facts } }: Later): boolean {
  return facts.kind === 'failure' || code === 'OVERLOADED';
}

/** False where it is not as it was when it was found, so that it is left for another look. */
async function claim({ incoming, working }: Layout, file: FoundFile): Promise<boolean> {
  if (!isUnchanged(file, await lookAt(incoming, file.name))) return false;
  // Here nobody else moves files in, so there is none of this name that would be lost.
  if (await lookAt(working, file.name)) return false;
  await rename(pathOf(incoming, file.name), pathOf(working, file.name));
  return true;
}
