import type { ErrorCode } from '../../envelope/error-code.ts';
import type { ErrorDetail, ExchangeError } from '../../envelope/exchange-error.ts';
import type { RawReply } from '../../envelope/raw-message.ts';
import { LONGEST_TEXT } from './columns.ts';

/** What an answer means for its row: a result to write back, or that it must be asked again. */
export type Verdict = Settled | { readonly kind: 'later'; readonly error: ExchangeError };

export interface Settled {
  readonly kind: 'settled';
  /** `0` or the standard's code. */
  readonly result: string;
  readonly error: string;
}

export const ACCEPTED = '0';

/** Refusals that say nothing about the row; so do all that concern the application (kind `authentication`). */
const LATER: ReadonlySet<ErrorCode> = new Set(['STORAGE_UNAVAILABLE', 'OVERLOADED', 'RATE_LIMITED']);

/**
 * Reads an answer. Of the standard's own members `status`, `err` and `warnings` are written back if they are there;
 * of the error's details all, or those of the record at `index` where the message had several: that row is told its own
 * faults, also one that the text tells already, by a position that no row can see.
 */
export function readVerdict(
  { error, members }: Pick<RawReply, 'error' | 'members'>,
  index?: number,
): Verdict {
  const texts = new Map(members.map(({ name, text }) => [name, text]));
  if (!error) return settle(ACCEPTED, listed(texts.get('warnings')));
  if (error.facts.kind === 'authentication' || LATER.has(error.code)) return { kind: 'later', error };
  const said = texts.get('err') || error.message;
  const faults = (index === undefined ? untoldIn(said, error.details) : faultsAt(index, error.details)).map(
    ({ member, message }) => (member === undefined ? message : `${member}：${message}`),
  );
  return settle(texts.get('status') ?? error.code, [said, ...faults].join('；'));
}

/** The text tells the first fault, and may tell what all have in common: neither is told twice. */
function untoldIn(said: string, details: readonly ErrorDetail[]): readonly ErrorDetail[] {
  const told = details.find(({ message }) => said.includes(message));
  return details.filter(
    (detail) => detail !== told && (detail.member !== undefined || !said.includes(detail.message)),
  );
}

function faultsAt(index: number, details: readonly ErrorDetail[]): readonly ErrorDetail[] {
  return details.filter((detail) => detail.index === index);
}

function settle(result: string, error: string): Settled {
  return { kind: 'settled', result, error: error.slice(0, LONGEST_TEXT) };
}

/** A JSON array of texts as one text. */
function listed(json = '[]'): string {
  const entries: unknown = JSON.parse(json);
  return Array.isArray(entries) ? entries.map(String).join('；') : '';
}
