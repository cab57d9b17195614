import type { ErrorCode } from '../../envelope/error-code.ts';
import type { ExchangeError } from '../../envelope/exchange-error.ts';
import type { RawReply } from '../../envelope/raw-message.ts';
import { LONGEST_TEXT } from './columns.ts';

/** What an answer means for its row: a result to write back, or that it must be asked again. */
export type Verdict =
  | { readonly kind: 'settled'; readonly result: string; readonly error: string }
  | { readonly kind: 'later'; readonly error: ExchangeError };

export const ACCEPTED = '0';

/** Refusals that say nothing about the row; so do all that concern the application (kind `authentication`). */
const LATER: ReadonlySet<ErrorCode> = new Set(['STORAGE_UNAVAILABLE', 'OVERLOADED', 'RATE_LIMITED']);

/** Reads an answer; of the standard's own members `status`, `err` and `warnings` are written back if they are there. */
export function readVerdict(reply: RawReply): Verdict {
  const { error } = reply;
  if (error && (error.facts.kind === 'authentication' || LATER.has(error.code)))
    return { kind: 'later', error };
  const texts = new Map(reply.members.map(({ name, text }) => [name, text]));
  if (!error) return settled(ACCEPTED, texts.get('warnings') ?? '');
  return settled(texts.get('status') ?? error.code, explain(texts.get('err') || error.message, error));
}

function settled(result: string, error: string): Verdict {
  return { kind: 'settled', result, error: error.slice(0, LONGEST_TEXT) };
}

/** The details of one record, which the row is. */
function explain(said: string, { details }: ExchangeError): string {
  const faults = details
    .map(({ member, message }) => (member === undefined ? message : `${member}：${message}`))
    .filter((fault) => !said.includes(fault));
  return [said, ...faults].join('；');
}
