import type { CallResult } from '../../envelope/call-result.ts';
import type { Answer } from '../../envelope/outcome.ts';
import type { Forwardable, ProviderOutcome } from '../../envelope/provider.ts';
import type { Member } from '../../envelope/raw-message.ts';
import { readItemTexts } from '../../text/json.ts';
import { readPage } from '../../text/read-page.ts';
import { TextError } from '../../text/text-error.ts';
import { READ, SUCCESS } from './reply-codes.ts';

export interface ReadLimits {
  /** Levels of nesting in JSON. */
  readonly jsonDepth: number;
}

type Members = ReadonlyMap<string, Member>;

/** Reads `{status, err}` (C.2 to C.4) or the self-describing reply (C.1) of a provider. */
export function readReply(
  { members, status: http }: Exclude<CallResult, { kind: 'failed' }>,
  asked: Forwardable,
  limits: ReadLimits,
): ProviderOutcome {
  const status = members.get('status')?.text;
  if (status === undefined) return failed(`HTTP ${http} with an answer that has no status`);
  if (status !== (asked.kind === 'query' ? READ : SUCCESS))
    return http >= 500
      ? failed(`HTTP ${http} with status ${status.slice(0, 16)}`)
      : { kind: 'refused', message: members.get('err')?.text ?? '', code: status };
  try {
    return { kind: 'done', answer: answerOf(members, asked, limits) };
  } catch (thrown) {
    if (!(thrown instanceof TextError)) throw thrown;
    return failed(`data cannot be read: ${thrown.reason}`);
  }
}

function answerOf(members: Members, asked: Forwardable, { jsonDepth: depth }: ReadLimits): Answer {
  const warnings = warningsOf(members.get('warnings'));
  if (asked.kind !== 'query') return warnings.length > 0 ? { warnings } : {};
  const records = readItemTexts(members.get('data')?.text ?? '[]', { depth });
  return { records, page: readPage(members, asked.paging, records.length) };
}

function warningsOf(member: Member | undefined): readonly string[] {
  if (member === undefined) return [];
  try {
    const value: unknown = JSON.parse(member.text);
    return Array.isArray(value) ? value.map(String) : [];
  } catch {
    return [member.text];
  }
}

function failed(message: string): ProviderOutcome {
  return { kind: 'failed', failure: 'not-understood', message, delivered: 'unknown' };
}
