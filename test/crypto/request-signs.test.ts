import { describe, expect, it } from '@jest/globals';
import { signRequest } from '../../src/crypto/sign-request.ts';
import { verifyAnswer } from '../../src/crypto/verify-answer.ts';
import type { SignSettings } from '../../src/envelope/application.ts';
import type { Member } from '../../src/envelope/raw-message.ts';
import { ANSWER_SIGNED, REQUEST_SIGNED } from '../../src/standards/special-equipment/members.ts';

const settings: SignSettings = {
  profile: 'HMAC-SM3',
  order: 'table',
  lenientCase: false,
  keys: [{ value: 'cdcJeaXje3q6GKnp' }],
};

function textMembers(texts: Readonly<Record<string, string>>): Map<string, Member> {
  return new Map(Object.entries(texts).map(([name, text]) => [name, { kind: 'text', text }]));
}

const request = textMembers({
  appid: 'APP5563',
  busicode: '004',
  action: '03',
  busilist: '[{"FIELD1":"value"}]',
  random: '21cd0f1e-a877-407e-ac63-730498663a30',
});

describe('the sign of a request', () => {
  it('equals a sign made without our code', () => {
    const signed = signRequest(request, REQUEST_SIGNED, settings);
    expect(signed.get('sign')?.text).toBe('C1142D338B2D8D48453333D8393CB293CF65D928A7D6BDEC0178FF5E56D6AF4B');
    expect([...signed.keys()].at(-1)).toBe('sign');
  });

  it('covers JSON without its insignificant white space', () => {
    const spaced = new Map(request).set('busilist', { kind: 'json', text: '[ {"FIELD1" : "value"}\n]' });
    const one = signRequest(spaced, REQUEST_SIGNED, settings).get('sign');
    expect(one).toEqual(signRequest(request, REQUEST_SIGNED, settings).get('sign'));
  });
});

describe('the sign of an answer', () => {
  const good = {
    appid: 'APP5563',
    busicode: '004',
    datalist: '{"result":"0001"}',
    random: request.get('random')!.text,
  };
  const answer = (texts: Readonly<Record<string, string>> = good) =>
    signRequest(textMembers(texts), ANSWER_SIGNED.s1, settings);
  const verify = (members: ReadonlyMap<string, Member>) =>
    verifyAnswer(request, members, ANSWER_SIGNED.s1, settings);

  it('proves a genuine answer', () => {
    expect(verify(answer())).toBe('genuine');
  });

  it('fails when one character was changed', () => {
    expect(verify(new Map(answer()).set('datalist', { kind: 'text', text: '{"result":"0000"}' }))).toBe(
      'sign-mismatch',
    );
  });

  it('does not let the answer to another request pass', () => {
    expect(verify(answer({ ...good, random: 'another' }))).toBe('not-echoed');
    expect(verify(answer({ ...good, appid: 'APP1' }))).toBe('not-echoed');
  });

  it('is missed when it is not there', () => {
    expect(verify(textMembers(good))).toBe('sign-missing');
  });
});
