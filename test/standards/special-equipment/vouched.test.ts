import { describe, expect, it } from '@jest/globals';
import { encryptPayload } from '../../../src/crypto/payload-cipher.ts';
import type { Application, CipherSettings } from '../../../src/envelope/application.ts';
import { ExchangeError } from '../../../src/envelope/exchange-error.ts';
import type { Outcome } from '../../../src/envelope/outcome.ts';
import type { RawMessage } from '../../../src/envelope/raw-message.ts';
import { cipherOf } from '../../../src/standards/special-equipment/cipher-of.ts';
import { decode } from '../../../src/standards/special-equipment/decode.ts';
import { encode } from '../../../src/standards/special-equipment/encode.ts';
import { interpret } from '../../../src/standards/special-equipment/interpret.ts';
import { applicationOf } from '../../contract/applications.ts';
import { REQUEST, rawMessage } from './raw.ts';

const LIMITS = { busilistBytes: 1000, records: 10, pageSize: 10, jsonDepth: 32 };
const CIPHER: CipherSettings = { algorithm: 'SM4-CBC', key: '07'.repeat(16) };
const application: Application = { ...applicationOf('s2', 'HMAC-SM3'), id: 'APP1', cipher: CIPHER };
const DONE: Outcome = {
  kind: 'done',
  answer: { counts: { created: 1, updated: 0, unchanged: 0, deleted: 0 } },
};

const { appid: _, sign: __, ...REST } = REQUEST;
const vouched = (members: Parameters<typeof rawMessage>[0] = REST): RawMessage => ({
  ...rawMessage({ ...members, busicode: '003' }),
  wire: 'file',
  vouched: 'APP1',
});

function refusalOf(raw: RawMessage): ExchangeError {
  try {
    decode(raw, LIMITS);
  } catch (thrown) {
    return thrown as ExchangeError;
  }
  throw new Error('was accepted');
}

describe('a message whose channel answers for its sender', () => {
  it.each([
    ['names no application', REST],
    ['names it itself', { ...REST, appid: 'APP1' }],
    ['has an empty sign', { ...REST, sign: '' }],
  ])('is proved by that where it %s', (_, members) => {
    expect(decode(vouched(members), LIMITS)).toMatchObject({
      caller: 'APP1',
      proof: { kind: 'vouched' },
      payload: '[{"a":1.50}]',
    });
  });

  it.each([
    ['another application', 'APP2'],
    ['no application', ''],
    ['none that can be', 'APP1\n'],
  ])('is refused where it names %s, and the member is told', (_, appid) => {
    const error = refusalOf(vouched({ ...REST, appid }));
    expect(error.code).toBe('BAD_PARAMETER');
    expect(error.details[0]?.member).toBe('appid');
  });

  it('is held to its sign where it has one, over the application that is vouched for', () => {
    const { proof } = decode(vouched({ ...REST, sign: 'ABCD' }), LIMITS);
    expect(proof).toMatchObject({ kind: 'sign', sign: 'ABCD' });
    expect(proof).toHaveProperty('fields.0', ['appid', 'APP1']);
  });

  it('is not vouched for without a channel that does so', () => {
    const { vouched: _, ...raw } = vouched({ ...REST, appid: 'APP1' });
    expect(decode(raw, LIMITS).proof).toMatchObject({ kind: 'sign', sign: undefined });
    expect(refusalOf({ ...raw, members: vouched().members }).details[0]?.member).toBe('appid');
  });
});

describe('what was agreed on encryption (S2 7.1)', () => {
  const signed = { ...REST, sign: 'ABCD' };

  it('holds for what is signed, not for what is vouched for', () => {
    expect(cipherOf(application, decode(vouched(), LIMITS))).toBeUndefined();
    expect(cipherOf(application, decode(vouched(signed), LIMITS))).toBe(CIPHER);
    expect(cipherOf(application, undefined)).toBe(CIPHER);
  });

  it('leaves records readable where they are vouched for', () => {
    expect(interpret(decode(vouched(), LIMITS), application, LIMITS)).toMatchObject({
      kind: 'add',
      items: [{ text: '{"a":1.50}' }],
    });
    expect(() => interpret(decode(vouched(signed), LIMITS), application, LIMITS)).toThrow(ExchangeError);
    const sealed = { ...signed, busilist: encryptPayload('[{"a":2}]', CIPHER) };
    expect(interpret(decode(vouched(sealed), LIMITS), application, LIMITS)).toMatchObject({
      items: [{ text: '{"a":2}' }],
    });
  });
});

describe('its answer', () => {
  const answerOf = (
    raw: RawMessage,
    outcome: Outcome = DONE,
    known: Application | undefined = application,
  ) => {
    const envelope = decode(raw, LIMITS);
    const reply = encode(outcome, { raw, envelope, ...(known && { application: known }) });
    return new Map(reply.members.map((member) => [member.name, member]));
  };

  it('is no ciphertext, and is signed', () => {
    const members = answerOf(vouched());
    expect(members.get('datalist')).toMatchObject({ kind: 'json' });
    expect(JSON.parse(members.get('datalist')!.text)).toMatchObject({ result: '0001' });
    expect(members.get('sign')!.text).toMatch(/^[0-9A-F]{64}$/);
    expect(answerOf(vouched({ ...REST, sign: 'ABCD' })).get('datalist')).toMatchObject({ kind: 'text' });
  });

  it('names the application that is vouched for where the message named none (S1 Table 8)', () => {
    const s1 = { ...applicationOf('s1', 'HMAC-SM3'), id: 'APP1' };
    expect(answerOf(vouched(), DONE, s1).get('appid')?.text).toBe('APP1');
    const refused: Outcome = { kind: 'refused', error: new ExchangeError('NOT_GRANTED') };
    expect(answerOf(vouched(), refused, s1).get('appid')?.text).toBe('APP1');
  });
});
