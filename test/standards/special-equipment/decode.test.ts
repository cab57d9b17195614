import { describe, expect, it } from '@jest/globals';
import type { ExchangeError } from '../../../src/envelope/exchange-error.ts';
import { decode } from '../../../src/standards/special-equipment/decode.ts';
import { json, REQUEST, rawMessage } from './raw.ts';

const LIMITS = { busilistBytes: 100 };

function refusal(members: Parameters<typeof rawMessage>[0]): ExchangeError {
  try {
    decode(rawMessage(members), LIMITS);
  } catch (thrown) {
    return thrown as ExchangeError;
  }
  throw new Error('was accepted');
}

describe('decoding Table 5', () => {
  it('signs an array as its source without insignificant white space, lexemes kept', () => {
    const { proof, payload } = decode(rawMessage(REQUEST), LIMITS);
    expect(payload).toBe('[{"a":1.50}]');
    expect(proof).toEqual({
      kind: 'sign',
      sign: 'ABCD',
      fields: [
        ['appid', 'APP1'],
        ['busicode', '120101'],
        ['action', '01'],
        ['busilist', '[{"a":1.50}]'],
        ['random', 'r-1'],
      ],
    });
  });

  it('signs a text verbatim', () => {
    const { payload } = decode(rawMessage({ ...REQUEST, busilist: ' [ {"a": 1} ] ' }), LIMITS);
    expect(payload).toBe(' [ {"a": 1} ] ');
  });

  it.each([
    ['an ampersand in a member (S05)', { ...REQUEST, busicode: '001&action=04' }, 'busicode'],
    ['a line break in appid', { ...REQUEST, appid: 'APP1\n' }, 'appid'],
    ['a number where a text belongs', { ...REQUEST, action: json('1') }, 'action'],
    ['an unknown action', { ...REQUEST, action: '05' }, 'action'],
    ['busilist as an object (J10)', { ...REQUEST, busilist: json('{"a":1}') }, 'busilist'],
    ['busilist as null (J10)', { ...REQUEST, busilist: json('null') }, 'busilist'],
    ['a member that no table knows', { ...REQUEST, extra: '1' }, 'extra'],
  ])('refuses %s and names the member', (_, members, member) => {
    const error = refusal(members);
    expect(error.code).toBe('BAD_PARAMETER');
    expect(error.details[0]?.member).toBe(member);
  });

  it.each(['appid', 'busicode', 'action', 'busilist', 'random'])('refuses a message without %s', (name) => {
    const members = Object.fromEntries(Object.entries(REQUEST).filter(([member]) => member !== name));
    expect(refusal(members).details[0]?.member).toBe(name);
  });

  it('leaves a missing, empty or structured sign to the verification (S01)', () => {
    for (const sign of ['', json('["A"]'), json('null')]) {
      expect(decode(rawMessage({ ...REQUEST, sign }), LIMITS).proof).toMatchObject({ sign: undefined });
    }
  });

  it('refuses a payload over the limit, counted in bytes', () => {
    expect(refusal({ ...REQUEST, busilist: `["${'中'.repeat(40)}"]` }).code).toBe('TOO_LARGE');
  });
});
