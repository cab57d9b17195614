import { randomUUID } from 'node:crypto';
import type { ChannelParts } from '../../envelope/channel.ts';
import type { ExchangeError } from '../../envelope/exchange-error.ts';
import type { Exchange } from '../../envelope/raw-message.ts';
import { recognizeFormat } from '../../record-files/recognize-format.ts';
import type { FileFormat } from '../../record-files/record-file.ts';
import type { FileMessage } from '../../record-files/record-message.ts';
import type { Ended } from './archive-file.ts';
import { type Asked, askExchange, isForLater } from './ask-exchange.ts';
import { type AnswerFile, composeAnswers } from './compose-answers.ts';
import { fileMessage, type Origin } from './file-message.ts';
import { pathOf, showName } from './file-name.ts';
import type { Layout } from './layout.ts';
import type { FileState } from './list-files.ts';
import type { Pace } from './pace.ts';
import { ChangingError, readClaimed } from './read-claimed.ts';

export interface AnswerParts extends Pick<ChannelParts, 'exchange' | 'onFailure' | 'isEnabled'> {
  readonly origin: Origin;
  readonly layout: Layout;
  readonly pace: Pace;
}

/** The gateway takes nothing of this sender at present. */
export interface Later {
  readonly kind: 'later';
  /** The id of an application that the file names, where it is known. */
  readonly sender?: string;
  readonly error: ExchangeError;
}

/** What is left of a file once it is answered, to be written. */
export interface Answered {
  readonly kind: 'answered';
  readonly answers: readonly AnswerFile[];
  readonly ended: Ended;
  /** As it was when it was read. */
  readonly read: FileState;
}

/** Reads a claimed file of at most so many bytes, asks and composes: all that takes memory by the size of the file. */
export async function answerFile(
  { origin, layout, pace, exchange, onFailure, isEnabled }: AnswerParts,
  name: Buffer,
  size: number,
): Promise<Answered | Later> {
  const { fileBytes, application } = origin.settings;
  const content = await readClaimed(pathOf(layout.working, name), fileBytes);
  if (!content.fault && content.size > size) throw new ChangingError('it grew before it was read');
  const paced: Exchange = async (raw) => {
    await pace.turn();
    return exchange(raw);
  };
  const asked = await askExchange(paced, async (again) => {
    await pace.turn();
    return fileMessage(origin, name, content, again ? randomUUID() : '');
  });
  const { error } = asked.reply;
  if (error && isForLater(error, application !== undefined))
    return { kind: 'later', error, ...senderOf(asked.message, isEnabled) };
  await pace.turn();
  const answers = await composeAnswers(asked, formatOf(name, content.bytes), onFailure);
  return {
    kind: 'answered',
    answers,
    ended: endOf(name, asked),
    read: { size: content.size, mtimeMs: content.mtimeMs },
  };
}

/** A name that no application has is not told. */
function senderOf({ form, raw }: FileMessage, isEnabled: AnswerParts['isEnabled']): Pick<Later, 'sender'> {
  const sender = form?.caller === undefined ? undefined : raw.members.get(form.caller)?.text;
  return sender === undefined || isEnabled?.(sender) === undefined ? {} : { sender };
}

function endOf(name: Buffer, { message: { raw }, reply }: Asked): Ended {
  return { name, result: reply.error ? 'refused' : 'accepted', id: raw.id, at: raw.receivedAt };
}

/** What is none of the forms is answered as text. */
function formatOf(name: Buffer, bytes: Buffer): FileFormat {
  try {
    return recognizeFormat(showName(name), bytes);
  } catch {
    return 'txt';
  }
}
