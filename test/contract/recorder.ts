import type { ExchangeError } from '../../src/envelope/exchange-error.ts';
import type { Exchange, RawMessage, ReplyMember } from '../../src/envelope/raw-message.ts';

/** A core that keeps what it was asked, and answers each message with its own text. */
export interface Recorder {
  readonly exchange: Exchange;
  readonly messages: RawMessage[];
  /** Answers every message with this error from now on. */
  error: ExchangeError | undefined;
  /** Every message waits for this before it is answered. */
  gate: Promise<void>;
}

/** Where the text of a message stands. */
export type Carried = (raw: RawMessage) => string | undefined;

/** The members of an answer that say a text. */
export type Answering = (text: string) => readonly ReplyMember[];

export const textOf: Carried = (raw) => raw.members.get('text')?.text;
const answering: Answering = (text) => [{ name: 'answer', kind: 'text', text }];

export function createRecorder(carried: Carried = textOf, answer: Answering = answering): Recorder {
  const messages: RawMessage[] = [];
  const recorder: Recorder = {
    messages,
    error: undefined,
    gate: Promise.resolve(),
    exchange: async (raw) => {
      messages.push(raw);
      await recorder.gate;
      const error = recorder.error ?? raw.unreadable;
      return { members: answer(error?.message ?? carried(raw) ?? ''), ...(error && { error }) };
    },
  };
  return recorder;
}
