import { expect } from '@jest/globals';
import type { ErrorCode } from '../../../src/envelope/error-code.ts';
import type { Fault } from '../../support/fault-proxy.ts';
import { type Answer, ask, exchange } from '../../support/gateway.ts';
import { answerIsSigned, type Partner, signedMessage } from '../../support/partner.ts';
import { sampleRecord } from '../../support/records.ts';
import type { Scene } from './driver.ts';
import type { Mediation, Way } from './open-mediation.ts';

/** What a caller is told when its provider fails, and what the audit log keeps of it. */
export interface Expected {
  readonly code: ErrorCode;
  /** For an application whose statuses carry meaning. */
  readonly status: number;
  /** Of the call to the provider. */
  readonly outcome: string;
  /** What the entry's reason begins with; the outcome unless told. */
  readonly reason?: string;
  /** HTTP status that the proxy answered with; 0 where there was none. */
  readonly answered?: number;
  /** A whole body came back, so that there is a digest of it. */
  readonly whole?: boolean;
}

const UNKNOWN = /结果未知，请以相同的请求标识重发/;

/**
 * A change whose answer is lost: refused, signed, told as unknown, and nothing kept of it. The same message again
 * reaches the provider under the same id, which has it once; then its answer is kept here.
 */
export async function checkLostChange(
  { platform, provider }: Pick<Mediation, 'platform' | 'provider'>,
  way: Way,
  fault: Fault,
  expected: Expected,
): Promise<void> {
  const caller = await platform.addPartner();
  const message = signedMessage(caller, way.business, '01', [sampleRecord()]);
  const stored = provider.inside.count();
  const before = platform.inside.count();
  way.proxy.once(fault);
  const refused = await exchange(platform.url, message);
  checkRefusal(refused, caller, expected);
  expect(refused.status).toBe(200);
  expect(refused.datalist['message']).toMatch(UNKNOWN);
  expect(platform.inside.count()).toEqual({ ...before, attempts: before.attempts + 1 });
  checkEntry(platform, way, expected);

  const done = await exchange(platform.url, message);
  expect(done.datalist).toMatchObject({ result: '0001' });
  expect(answerIsSigned(caller, done.members)).toBe(true);
  const [lost, resent] = way.proxy.requests.slice(-2);
  expect(idOf(resent!.body)).toBe(idOf(lost!.body));
  expect(idOf(resent!.body)).not.toBe(message.random);
  expect(provider.inside.count()).toMatchObject({ records: stored.records + 1, seen: stored.seen + 1 });

  const asked = way.proxy.requests.length;
  expect((await exchange(platform.url, message)).text).toBe(done.text);
  expect(way.proxy.requests).toHaveLength(asked);
  expect(platform.inside.count()).toEqual({
    records: before.records,
    seen: before.seen + 1,
    attempts: before.attempts + 3,
  });
}

/** A query without an answer: refused with its status where statuses carry meaning, with nothing unknown about it. */
export async function checkLostQuery(
  { platform }: Pick<Mediation, 'platform'>,
  way: Way,
  fault: Fault,
  expected: Expected,
): Promise<void> {
  const caller = await platform.addPartner({ httpStatus: 'semantic' });
  const before = platform.inside.count();
  way.proxy.once(fault);
  const refused = await ask(platform.url, caller, way.business, '04', []);
  checkRefusal(refused, caller, expected);
  expect(refused.status).toBe(expected.status);
  expect(refused.datalist['message']).not.toMatch(UNKNOWN);
  expect(platform.inside.count()).toEqual({ ...before, attempts: before.attempts + 1 });
  checkEntry(platform, way, expected);
}

/** The standard's own refusal, signed for the caller, without a word of what the provider sent. */
export function checkRefusal(answer: Answer, caller: Partner, { code }: Pick<Expected, 'code'>): void {
  expect(answer.datalist).toMatchObject({ result: '0000', code });
  expect(answerIsSigned(caller, answer.members)).toBe(true);
  expect(Object.keys(answer.datalist).sort()).toEqual(['code', 'message', 'result']);
}

/** The entry names the call to the provider: how it went, a digest of what came, nothing of its body. */
export function checkEntry(platform: Scene, way: Way, expected: Expected): void {
  const { code, outcome, reason = outcome, answered = 200, whole = false } = expected;
  const [entry] = platform.inside.lastAttempts(1);
  expect(entry).toMatchObject({
    event: 'EXCHANGE_REFUSED',
    code,
    reason: expect.stringMatching(new RegExp(`^${reason}`)),
  });
  const { legs } = JSON.parse(String(entry!['detail'])) as { legs: readonly object[] };
  expect(legs).toEqual([
    {
      provider: way.service,
      endpoint: expect.stringMatching(`^${way.proxy.origin}/`),
      wire: way.wire,
      milliseconds: expect.any(Number),
      outcome,
      ...(answered > 0 && { status: answered }),
      ...(whole && { bytes: expect.any(Number), digest: expect.stringMatching(/^[0-9a-f]{64}$/) }),
    },
  ]);
}

/** The id under which a provider was asked, in JSON or in XML. */
function idOf(body: string): string | undefined {
  return /"random":"([^"]*)"|:random>([^<]*)</.exec(body)?.slice(1).find(Boolean);
}
