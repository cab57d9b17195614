import { rm } from 'node:fs/promises';
import { setTimeout as pause } from 'node:timers/promises';
import { createBackoff } from '../../watching/backoff.ts';
import { type Answered, type AnswerParts, answerFile, type Later } from './answer-file.ts';
import { archiveFile } from './archive-file.ts';
import { type AnswerFile, SHEET_SUFFIXES } from './compose-answers.ts';
import { derivedName, pathOf, showName } from './file-name.ts';
import type { LateWrites } from './late-writes.ts';
import type { Layout } from './layout.ts';
import { isUnchanged, lookAt } from './list-files.ts';
import { fileWeight } from './pace.ts';
import type { Trouble } from './watch-health.ts';
import { writeWhole } from './write-whole.ts';

export interface TakeParts extends AnswerParts {
  readonly late: LateWrites;
  /** Once aborted, nothing is begun anew. */
  readonly stopping: AbortSignal;
  /** Once aborted, nothing is written any more. */
  readonly cut: AbortSignal;
  /** Told why answers cannot be written, and of undefined when they can again. */
  readonly report: (trouble: Trouble | undefined) => void;
}

/** `stopped`: it lies in `working` for the next start. */
export type TakeOutcome = { readonly kind: 'done' } | { readonly kind: 'stopped' } | Later;

/** Takes a claimed file to the exchange once, writes its answers, and only then lets it go. */
export async function takeFile(parts: TakeParts, name: Buffer): Promise<TakeOutcome> {
  const { layout, origin, pace, stopping } = parts;
  const size = (await lookAt(layout.working, name))?.size ?? 0;
  // What is too large is not read.
  const weight = size > origin.settings.fileBytes ? 0 : fileWeight(showName(name), size);
  const answered = await pace.pass(weight, async () =>
    stopping.aborted ? STOPPED : answerFile(parts, name, size),
  );
  // Outside: a disk that is full must not keep other folders' files waiting.
  if (answered.kind !== 'answered') return answered;
  return (await untilKept(parts, () => keep(parts, name, answered))) ? { kind: 'done' } : STOPPED;
}

const STOPPED = { kind: 'stopped' } as const;

/** Answers first: only what is answered is taken away, and only as it was read. */
async function keep(
  { layout, late }: TakeParts,
  name: Buffer,
  { answers, ended, read }: Answered,
): Promise<void> {
  for (const { suffix, bytes } of answers)
    await writeWhole(layout.answers, derivedName('', name, suffix), bytes);
  await forgetOthers(layout, name, answers);
  const there = await lookAt(layout.working, name);
  if (there && !isUnchanged(read, there)) await late.putBack(pathOf(layout.working, name), ended);
  else late.watch(await archiveFile(layout, ended), read, ended);
}

/** An earlier file of the same name may have been answered in another form. */
async function forgetOthers(
  { answers: folder }: Layout,
  name: Buffer,
  answers: readonly AnswerFile[],
): Promise<void> {
  const written = answers.map(({ suffix }) => suffix);
  for (const suffix of SHEET_SUFFIXES.filter((one) => !written.includes(one)))
    await rm(pathOf(folder, derivedName('', name, suffix)), { force: true });
}

/**
 * An answer that was given is not asked for again, but written until it can be. False when the gateway stops before
 * that: the next start asks again, and gets the stored answer.
 */
async function untilKept({ stopping, cut, report }: TakeParts, work: () => Promise<void>): Promise<boolean> {
  const backoff = createBackoff();
  while (!cut.aborted) {
    try {
      await work();
      report(undefined);
      return true;
    } catch (error) {
      if (stopping.aborted) return false;
      report({ what: 'answers cannot be written; files wait', error });
      await pause(backoff.next(), undefined, { signal: stopping, ref: false }).catch(() => {});
    }
  }
  return false;
}
