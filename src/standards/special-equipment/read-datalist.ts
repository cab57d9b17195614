import type { Answer } from '../../envelope/outcome.ts';
import type { Forwardable, ProviderOutcome } from '../../envelope/provider.ts';
import type { Member } from '../../envelope/raw-message.ts';
import { readItemTexts, readMembers } from '../../text/json.ts';
import { readPage } from '../../text/read-page.ts';
import { TextError } from '../../text/text-error.ts';
import { FAILURE, SUCCESS } from './reply-codes.ts';

export interface ReadLimits {
  /** Levels of nesting in JSON. */
  readonly jsonDepth: number;
}

/** Reads A.2.3's datalist, proved to be the provider's: its records stand as it wrote them. */
export function readDatalist(text: string, asked: Forwardable, { jsonDepth }: ReadLimits): ProviderOutcome {
  try {
    const members = readMembers(text, { depth: jsonDepth });
    const lookup = (name: string) => members.get(name)?.text;
    if (lookup('result') === FAILURE)
      return { kind: 'refused', message: lookup('message') ?? '', code: lookup('code') };
    if (lookup('result') !== SUCCESS) return notUnderstood('datalist has no result that the text knows');
    return { kind: 'done', answer: answerOf(members, asked, jsonDepth) };
  } catch (thrown) {
    if (!(thrown instanceof TextError)) throw thrown;
    return notUnderstood(`datalist cannot be read: ${thrown.reason}`);
  }
}

function answerOf(members: ReadonlyMap<string, Member>, asked: Forwardable, depth: number): Answer {
  const message = members.get('message')?.text;
  if (asked.kind !== 'query') return message === undefined ? {} : { message };
  const records = readItemTexts(members.get('busilist')?.text ?? '[]', { depth });
  return { records, page: readPage(members, asked.paging, records.length) };
}

/** A proved answer that cannot be read; a change may have been made all the same. */
export function notUnderstood(message: string): ProviderOutcome {
  return { kind: 'failed', failure: 'not-understood', message, delivered: 'unknown' };
}
