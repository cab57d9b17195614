import type { ErrorCode } from '../../envelope/error-code.ts';
import type { ErrorDetail, ExchangeError } from '../../envelope/exchange-error.ts';
import type { RawReply } from '../../envelope/raw-message.ts';
import { LONGEST_TEXT } from './columns.ts';
import { plainFault } from './row-faults.ts';

/** What an answer means for its row: a result to write back, or that it must be asked again. */
export type Verdict = Settled | { readonly kind: 'later'; readonly error: ExchangeError };

export interface Settled {
  readonly kind: 'settled';
  /** `0` or the standard's code. */
  readonly result: string;
  readonly error: string;
  /** The same for a column that can hold no such text: ASCII, in English. */
  readonly plainly: string;
}

export const ACCEPTED = '0';

/** A column that can hold no Chinese may be a short one too. */
const LONGEST_PLAIN = 200;

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
  if (!error) {
    const warnings = warningsAt(index, texts.get('warnings'));
    return settle(ACCEPTED, warnings.join('；'), warnings.length === 0 ? '' : `warnings: ${warnings.length}`);
  }
  if (error.facts.kind === 'authentication' || LATER.has(error.code)) return { kind: 'later', error };
  const said = texts.get('err') || error.message;
  const faults = (index === undefined ? untoldIn(said, error.details) : faultsAt(index, error.details)).map(
    ({ member, message }) => (member === undefined ? message : `${member}：${message}`),
  );
  const all = index === undefined ? error.details : faultsAt(index, error.details);
  return settle(texts.get('status') ?? error.code, [said, ...faults].join('；'), plainly(error, all));
}

/** Code and meaning, or what the channel itself found, and of each fault the member and the rule. */
function plainly({ code, facts, reason }: ExchangeError, details: readonly ErrorDetail[]): string {
  const places = details.map(({ member, rule }) => [member, rule].filter(Boolean).join(' ')).filter(Boolean);
  const text = [`${code}: ${plainFault(reason) ?? facts.meaning}`, ...places].join('; ');
  return text.replace(/[^\x20-\x7e]/gu, '?');
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

function settle(result: string, error: string, plainly: string): Settled {
  return {
    kind: 'settled',
    result,
    error: error.slice(0, LONGEST_TEXT),
    plainly: plainly.slice(0, LONGEST_PLAIN),
  };
}

/** How a warning tells which records of a message it means. */
const PLACES = /（第(\d+)条(?:等(\d+)条)?）$/;

/**
 * Warnings, a JSON array of texts; those for the record at `index` where the message had several, without the number of
 * a record, which no row can see. Of several records only the first is known by its number.
 */
function warningsAt(index: number | undefined, json = '[]'): readonly string[] {
  const entries: unknown = JSON.parse(json);
  const told = Array.isArray(entries) ? entries.map(String) : [];
  if (index === undefined) return told;
  return told.flatMap((warning) => {
    const [places, first, count] = PLACES.exec(warning) ?? [];
    if (places === undefined) return [warning];
    const text = warning.slice(0, -places.length);
    if (index === Number(first) - 1) return [text];
    return count === undefined || index < Number(first) ? [] : [`${text}（本批共${count}条）`];
  });
}
