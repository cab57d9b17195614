import { randomUUID } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { setTimeout as pause } from 'node:timers/promises';
import type { ChannelParts } from '../../envelope/channel.ts';
import type { ExchangeError } from '../../envelope/exchange-error.ts';
import { recognizeFormat } from '../../record-files/recognize-format.ts';
import type { FileFormat } from '../../record-files/record-file.ts';
import { createBackoff } from '../../watching/backoff.ts';
import { archiveFile } from './archive-file.ts';
import { type Asked, askExchange, isForLater } from './ask-exchange.ts';
import { type AnswerFile, composeAnswers, SHEET_SUFFIXES } from './compose-answers.ts';
import { fileMessage, type Origin } from './file-message.ts';
import { derivedName, pathOf, showName } from './file-name.ts';
import type { Layout } from './layout.ts';
import { readClaimed } from './read-claimed.ts';
import type { Trouble } from './watch-health.ts';
import { writeWhole } from './write-whole.ts';

export interface TakeParts extends Pick<ChannelParts, 'exchange' | 'onFailure'> {
  readonly origin: Origin;
  readonly layout: Layout;
  /** Once aborted, nothing is begun anew. */
  readonly stopping: AbortSignal;
  /** Once aborted, nothing is written any more. */
  readonly cut: AbortSignal;
  /** Told why answers cannot be written, and of undefined when they can again. */
  readonly report: (trouble: Trouble | undefined) => void;
}

/** `stopped`: it lies in `working` for the next start. */
export type TakeOutcome =
  | { readonly kind: 'done' }
  | { readonly kind: 'stopped' }
  | { readonly kind: 'later'; readonly error: ExchangeError };

/** Takes a claimed file to the exchange once, writes its answers, and only then lets it go. */
export async function takeFile(parts: TakeParts, name: Buffer): Promise<TakeOutcome> {
  const { origin, layout, exchange, onFailure } = parts;
  const { fileBytes, application } = origin.settings;
  const content = await readClaimed(pathOf(layout.working, name), fileBytes);
  const asked = await askExchange(exchange, (again) =>
    fileMessage(origin, name, content, again ? randomUUID() : ''),
  );
  const { error } = asked.reply;
  if (error && isForLater(error, application !== undefined)) return { kind: 'later', error };
  const answers = await composeAnswers(asked, formatOf(name, content.bytes), onFailure);
  return (await untilKept(parts, () => keep(parts, name, asked, answers)))
    ? { kind: 'done' }
    : { kind: 'stopped' };
}

/** What is none of the forms is answered as text. */
function formatOf(name: Buffer, bytes: Buffer): FileFormat {
  try {
    return recognizeFormat(showName(name), bytes);
  } catch {
    return 'txt';
  }
}

/** Answers first: only what is answered is taken away. */
async function keep(
  { layout }: TakeParts,
  name: Buffer,
  { message, reply }: Asked,
  answers: readonly AnswerFile[],
): Promise<void> {
  for (const { suffix, bytes } of answers)
    await writeWhole(layout.answers, derivedName('', name, suffix), bytes);
  await forgetOthers(layout, name, answers);
  const result = reply.error ? 'refused' : 'accepted';
  await archiveFile(layout, { name, result, id: message.raw.id, at: message.raw.receivedAt });
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
