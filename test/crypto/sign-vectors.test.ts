import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { sign, verifySign } from '../../src/crypto/sign-profiles.ts';
import { type SignField, signText } from '../../src/crypto/sign-text.ts';
import type { SignOrder, SignProfile, SignSettings } from '../../src/envelope/application.ts';

interface Signed {
  readonly algorithm: SignProfile;
  readonly secret: string;
  readonly appid: string;
  readonly busicode: string;
  readonly random: string;
}

interface SignedRequest extends Signed {
  readonly name: string;
  readonly action: string;
  readonly busilist: string;
  readonly text: string;
  readonly sign: string;
  readonly signAsciiOrder: string;
}

interface SignedResponse extends Signed {
  readonly datalist: string;
  readonly textWithAppidAndBusicode: string;
  readonly signWithAppidAndBusicode: string;
  readonly textDatalistAndRandom: string;
  readonly signDatalistAndRandom: string;
}

/** Made with Python's hashlib and the openssl program, without our code. */
const vectors: { requests: SignedRequest[]; responses: SignedResponse[] } = JSON.parse(
  readFileSync(new URL('../../fixtures/vectors/signatures.json', import.meta.url), 'utf8'),
);

const now = new Date('2026-11-22T00:00:00Z');

function settingsOf({ algorithm, secret }: Signed, order: SignOrder): SignSettings {
  return { profile: algorithm, order, lenientCase: false, keys: [{ value: secret }] };
}

function expectSign(fields: readonly SignField[], settings: SignSettings, expected: string) {
  expect(sign(fields, settings)).toBe(expected);
  expect(verifySign(fields, expected, settings, now)).toBe('match');
  const spoilt = (expected.startsWith('0') ? '1' : '0') + expected.slice(1);
  expect(verifySign(fields, spoilt, settings, now)).toBe('mismatch');
}

describe.each(vectors.requests)('a request signed elsewhere: $name, $algorithm', (request) => {
  const { appid, busicode, action, busilist, random } = request;
  const fields = Object.entries({ appid, busicode, action, busilist, random });

  it('has the same text and sign in the order of Table 5', () => {
    expect(signText(fields, 'table', request.secret)).toBe(request.text);
    expectSign(fields, settingsOf(request, 'table'), request.sign);
  });

  it('has the same sign in ASCII order', () => {
    expectSign(fields, settingsOf(request, 'ascii'), request.signAsciiOrder);
  });
});

describe.each(vectors.responses)('a response signed elsewhere: $algorithm', (response) => {
  const { appid, busicode, datalist, random } = response;

  it('has the same text and sign with appid and busicode (S1)', () => {
    const fields = Object.entries({ appid, busicode, datalist, random });
    expect(signText(fields, 'table', response.secret)).toBe(response.textWithAppidAndBusicode);
    expectSign(fields, settingsOf(response, 'table'), response.signWithAppidAndBusicode);
  });

  it('has the same text and sign without them (S2)', () => {
    const fields = Object.entries({ datalist, random });
    expect(signText(fields, 'table', response.secret)).toBe(response.textDatalistAndRandom);
    expectSign(fields, settingsOf(response, 'table'), response.signDatalistAndRandom);
  });
});
