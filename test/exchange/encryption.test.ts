import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { post, startTestGateway, type TestGateway } from '../support/gateway.ts';
import { answerIsSigned, type Partner, signedMessage } from '../support/partner.ts';
import { sampleRecord } from '../support/records.ts';

/** S2 7.1, written from the document: IV and ciphertext in hex, upper case; the sign covers what is sent. */
describe('payloads under SM4-CBC', () => {
  const key = randomBytes(16);
  let gateway: TestGateway;
  let partner: Partner;
  beforeAll(async () => {
    gateway = await startTestGateway();
    const cipher = { algorithm: 'SM4-CBC', key: key.toString('hex') };
    partner = await gateway.addPartner({ standard: 's2', profile: 'SM4', cipher });
  });
  afterAll(() => gateway.stop());

  const seal = (text: string) => {
    const iv = randomBytes(16);
    const cipher = createCipheriv('sm4-cbc', key, iv);
    return Buffer.concat([iv, cipher.update(text), cipher.final()])
      .toString('hex')
      .toUpperCase();
  };
  const open = (hex: string) => {
    const sealed = Buffer.from(hex, 'hex');
    const cipher = createDecipheriv('sm4-cbc', key, sealed.subarray(0, 16));
    return Buffer.concat([cipher.update(sealed.subarray(16)), cipher.final()]).toString();
  };
  const send = (action: string, payload: string) =>
    post(gateway.exchangeUrl, JSON.stringify(signedMessage(partner, '003', action, payload)));

  it('opens what is sent and seals what is answered, each time with a fresh IV', async () => {
    const record = sampleRecord('s2/003');
    const added = JSON.parse((await send('01', seal(JSON.stringify([record])))).text);
    expect(JSON.parse(open(added.datalist))).toMatchObject({ result: '0001', counts: { created: 1 } });
    expect(answerIsSigned(partner, added)).toBe(true);
    const [first, second] = await Promise.all([send('04', seal('[]')), send('04', seal('[]'))]);
    expect(JSON.parse(open(JSON.parse(first.text).datalist)).total).toBe(1);
    expect(JSON.parse(first.text).datalist.slice(0, 32)).not.toBe(
      JSON.parse(second.text).datalist.slice(0, 32),
    );
  });

  it.each([
    ['plain JSON', '[]'],
    ['a ciphertext that was cut', 'AB'.repeat(20)],
    ['a ciphertext under another key', randomBytes(48).toString('hex').toUpperCase()],
  ])('refuses %s alike', async (_, payload) => {
    const answer = JSON.parse((await send('04', payload)).text);
    expect(JSON.parse(open(answer.datalist))).toMatchObject({ result: '0000', code: 'BAD_PAYLOAD' });
  });
});
