import type { CallFailure } from '../envelope/call-result.ts';
import type { ErrorCode } from '../envelope/error-code.ts';
import { ExchangeError } from '../envelope/exchange-error.ts';
import type { Answer } from '../envelope/outcome.ts';
import type { AskedProvider, Provider } from '../envelope/provider.ts';

/** Characters of a provider's own words that are passed on. */
const WORDS = 500;

const FAILURES = {
  unreachable: 'PROVIDER_UNREACHABLE',
  timeout: 'PROVIDER_TIMEOUT',
  broken: 'PROVIDER_BROKEN',
  'too-large': 'PROVIDER_BROKEN',
  redirected: 'PROVIDER_BROKEN',
  'not-understood': 'PROVIDER_BROKEN',
} as const satisfies Record<CallFailure, ErrorCode>;

/** Characters below which a part of a header is a word such as `Bearer`. */
const SHORTEST_SECRET = 8;

/** A provider's code as it may stand in the audit log: a word or a short number, and nobody's own. */
const CODE = /^(?:[A-Za-z][\w.:-]{0,63}|-?\d{1,10})$/;

export interface Telling {
  /** Something may have been changed. */
  readonly changes: boolean;
  /** Makes a provider's words fit for this caller. */
  mask(words: string): string;
}

/** The answer, or the refusal that stands for it; where a change may have been made all the same, it says so. */
export function readOutcome(
  outcome: AskedProvider['outcome'],
  provider: Provider,
  { changes, mask }: Telling,
): Answer {
  switch (outcome.kind) {
    case 'done':
      return outcome.answer;
    case 'refused':
      throw new ExchangeError('PROVIDER_REFUSED', {
        message: `数据提供方（${provider.name}）拒绝了请求：${wordsOf(outcome.message, provider, mask)}`,
        reason: codeOf(outcome.code ?? '', provider),
      });
    case 'untrusted':
      throw failure('PROVIDER_SIGN', provider, outcome.verdict, changes);
    case 'open':
      throw new ExchangeError('PROVIDER_OPEN', { retryAfter: outcome.retryAfter });
    case 'failed':
      throw failure(
        FAILURES[outcome.failure],
        provider,
        `${outcome.failure}: ${outcome.message}`,
        changes && outcome.delivered === 'unknown',
      );
  }
}

/** A provider of our standards knows a message by its id again; what a description imports may act twice. */
const UNKNOWN = {
  standard: '；请求可能已被处理，结果未知，请以相同的请求标识重发，不会重复处理',
  imported: '；请求可能已被处理，结果未知，请先查询确认，再决定是否重发',
} as const;

function failure(code: ErrorCode, { name, kind }: Provider, reason: string, unknown: boolean): ExchangeError {
  const { facts } = new ExchangeError(code);
  const advice = unknown ? UNKNOWN[kind === 'standard' ? kind : 'imported'] : '';
  return new ExchangeError(code, { message: `${facts.message}（${name}）${advice}`, reason });
}

/** Without control characters, in one line, and not too many. */
function wordsOf(message: string, provider: Provider, mask: Telling['mask']): string {
  const line = message
    .slice(0, 4 * WORDS)
    .replace(/[\u0000-\u001f\u007f-\u009f]+/g, ' ')
    .trim();
  return [...mask(withoutSecrets(line, provider))].slice(0, WORDS).join('') || '未说明原因';
}

function codeOf(code: string, provider: Provider): string {
  return CODE.test(code) && withoutSecrets(code, provider) === code ? code : 'PROVIDER_REFUSED';
}

/** A provider may quote what it was asked with; what lets the gateway in there is for nobody else. */
function withoutSecrets(text: string, { headers = {}, account }: Provider): string {
  const shared = Object.values(headers).flatMap((value) => [value, ...value.split(/[\s,;=]+/)]);
  const keys = account?.sign.keys.map(({ value }) => value) ?? [];
  return [...shared, ...keys, account?.cipher?.key ?? '']
    .filter((secret) => secret.length >= SHORTEST_SECRET)
    .reduce((rest, secret) => rest.replaceAll(secret, '***'), text);
}
