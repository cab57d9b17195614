import { expect } from '@jest/globals';
import { ask } from '../../support/gateway.ts';
import type { Partner } from '../../support/partner.ts';
import type { Expectation } from './hostile-case.ts';
import type { Inside, Written } from './look-inside.ts';
import type { HostileAnswer } from './send-bytes.ts';

/** R1 and R2: an accepted exchange and its audit entry once; of a refused one nothing but its entry. */
export function checkWritten(before: Written, inside: Inside, expected: Expectation): void {
  const { code, reason, audit = 1, records = 0, entry } = expected;
  const accepted = code === undefined && audit === 1;
  expect(inside.count()).toEqual({
    records: before.records + records,
    seen: before.seen + (accepted ? 1 : 0),
    attempts: before.attempts + audit,
  });
  if (audit === 0) return;
  const [last] = inside.lastAttempts(1);
  expect(last).toMatchObject({
    event: accepted ? 'EXCHANGE_ACCEPTED' : 'EXCHANGE_REFUSED',
    code: code ?? null,
    ...(reason !== undefined && { reason }),
    ...entry,
  });
  expect(last).toMatchObject({
    peer: expect.any(String),
    body_digest: expect.stringMatching(/^[0-9a-f]{64}$/),
  });
}

/** Whatever looks like the inside of the program: frames of a stack, modules, SQL, paths. */
const INSIDE = /\n\s+at |node_modules|\.ts:\d|\.js:\d|SQLITE_|sqlite|kysely|saxes|select \* /i;

/** R3: no secret, no personal number, nothing of the program's inside. */
export function checkSilence(text: string, canaries: readonly string[]): void {
  expect(text).not.toMatch(INSIDE);
  expect(canaries.filter((canary) => text.includes(canary))).toEqual([]);
}

/** R4: the process is there, and a good exchange gets through. */
export async function checkAlive(url: string, good: Partner): Promise<void> {
  const answer = await ask(url, good, '120101', '04', [{ equipmentCode: 'NONE' }]);
  expect(answer.datalist).toMatchObject({ result: '0001', total: 0 });
}

/** The answer that a case asks for. */
export function checkAnswer(answer: HostileAnswer, expected: Expectation): void {
  const { status, code, contains = [], notContains = [], headers = {}, soapFault, bare } = expected;
  expect({ status: answer.status, text: answer.text.slice(0, 2000) }).toEqual({
    status,
    text: expect.any(String),
  });
  for (const text of contains) expect(answer.text).toContain(text);
  for (const text of notContains) expect(answer.text).not.toContain(text);
  for (const [name, value] of Object.entries(headers))
    expect(answer.headers[name]).toMatch(new RegExp(value));
  if (soapFault !== undefined) expect(faultOf(answer.text)).toBe(soapFault);
  else expect(answer.text).not.toContain('Fault>');
  const quiet = soapFault === 'VersionMismatch' || soapFault === 'MustUnderstand';
  if (code !== undefined && !quiet && !bare) expect(answer.text).toContain(code);
}

function faultOf(xml: string): string | undefined {
  return /<faultcode>\w+:(\w+)<|<soap:Code><soap:Value>\w+:(\w+)</.exec(xml)?.slice(1).find(Boolean);
}
