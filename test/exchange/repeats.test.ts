import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ask, exchange, startTestGateway, type TestGateway } from '../support/gateway.ts';
import { answerIsSigned, type Partner, signedMessage } from '../support/partner.ts';
import { sampleRecord } from '../support/records.ts';

/** S1 Table 5 (random is unique a request), A.2.1 (on failure the requester sends again); reading n. */
describe('the same message twice', () => {
  const data = mkdtempSync(join(tmpdir(), 'tonggui-repeats-'));
  let gateway: TestGateway;
  let partner: Partner;
  beforeAll(async () => {
    gateway = await startTestGateway({ data });
    partner = await gateway.addPartner();
  });
  afterAll(async () => {
    await gateway.stop();
    rmSync(data, { recursive: true, force: true });
  });

  const signed = (action: string, list: unknown, changed = {}) =>
    signedMessage(partner, '120101', action, list, changed);
  const send = (message: ReturnType<typeof signed>) => exchange(gateway.exchangeUrl, message);
  const versionsOf = async (record: Record<string, unknown>) =>
    (await ask(gateway.exchangeUrl, partner, '120101', '04', [{ equipmentCode: record['equipmentCode'] }]))
      .datalist;

  it('gets the stored answer to the letter and writes nothing', async () => {
    const record = sampleRecord();
    const message = signed('01', [record]);
    const first = await send(message);
    await send(signed('02', [{ ...record, equipmentName: '改', updateTime: '2026-01-01 00:00:00' }]));
    const again = await send(message);
    expect(again.text).toBe(first.text);
    expect((await versionsOf(record))['busilist'][0].equipmentName).toBe('改');
    const log = await send(signed('04', [{ queryType: 'log', random: message.random }]));
    expect(log.datalist['busilist']).toMatchObject([{ repeated: true }, { result: '0001' }]);
  });

  it('is known after a restart', async () => {
    const message = signed('01', [sampleRecord()]);
    const first = await send(message);
    await gateway.stop();
    gateway = await startTestGateway({ data });
    expect((await send(message)).text).toBe(first.text);
  });

  it('is written once when it comes twenty times at the same moment, each time answered alike', async () => {
    const message = signed('01', [sampleRecord(), sampleRecord()]);
    const answers = await Promise.all(Array.from({ length: 20 }, () => send(message)));
    expect(new Set(answers.map(({ text }) => text)).size).toBe(1);
    expect(answers[0]!.datalist['counts']).toMatchObject({ created: 2 });
  });

  it('is refused with other content under its random, signed, and the first content stays', async () => {
    const [record, other] = [sampleRecord(), sampleRecord()];
    const { random } = signed('01', []);
    await send(signed('01', [record], { random }));
    const refused = await send(signed('01', [other], { random }));
    expect(refused.datalist).toMatchObject({ result: '0000', code: 'RANDOM_REUSED' });
    expect(refused.members['random']).toBe(random);
    expect(answerIsSigned(partner, refused.members)).toBe(true);
    expect((await versionsOf(other))['total']).toBe(0);
    expect((await versionsOf(record))['total']).toBe(1);
  });

  it('is refused when it is a query, which may always be asked anew', async () => {
    const message = signed('04', []);
    expect((await send(message)).datalist['result']).toBe('0001');
    expect((await send(message)).datalist['code']).toBe('RANDOM_REUSED');
    expect((await send(signed('04', []))).datalist['result']).toBe('0001');
  });

  it('may be sent again once it was refused, under the same random', async () => {
    const record = sampleRecord();
    const { random } = signed('01', []);
    expect((await send(signed('01', [{ ...record, regionCode: '' }], { random }))).datalist['code']).toBe(
      'RULES_FAILED',
    );
    expect((await send(signed('01', [record], { random }))).datalist['counts']).toMatchObject({ created: 1 });
  });

  it('does not burn a random by a wrong sign, nor another application by the same one', async () => {
    const { random } = signed('01', []);
    const forged = await send(signed('01', [sampleRecord()], { random, sign: 'AB'.repeat(32) }));
    expect(forged.datalist['code']).toBe('SIGN_MISMATCH');
    const other = await gateway.addPartner();
    const byOther = signedMessage(other, '120101', '01', [sampleRecord()], { random });
    expect((await send(byOther)).datalist['counts']).toMatchObject({ created: 1 });
    expect((await send(signed('01', [sampleRecord()], { random }))).datalist['counts']).toMatchObject({
      created: 1,
    });
  });
});
