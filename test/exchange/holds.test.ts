import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { openStore } from '../../src/store/open-store.ts';
import { ask, startTestGateway, type TestGateway } from '../support/gateway.ts';
import { answerIsSigned, type Partner } from '../support/partner.ts';
import { sampleRecord } from '../support/records.ts';

const WRONG = { sign: 'AB'.repeat(32) };
const DAY = 86_400;

const read = (gateway: TestGateway, partner: Partner, busicode = '120101', changed = {}) =>
  ask(gateway.exchangeUrl, partner, busicode, '04', [], changed);
async function failThreeTimes(gateway: TestGateway, partner: Partner, busicode = '120101') {
  for (const turn of [1, 2, 3]) {
    const answer = await read(gateway, partner, busicode, WRONG);
    expect(answer.datalist['code']).toBe('SIGN_MISMATCH');
    expect(answer.datalist['message'].includes('标记传输失败')).toBe(turn === 3);
  }
}

/** S1 1.17 (8.4), S2 7.4. */
describe('three failures', () => {
  let gateway: TestGateway;
  beforeAll(async () => {
    gateway = await startTestGateway();
  });
  afterAll(() => gateway.stop());

  it('mark the transfer as failed: even a right sign is refused for 24 hours, signed, and told when', async () => {
    const partner = await gateway.addPartner();
    await failThreeTimes(gateway, partner);
    const held = await read(gateway, partner);
    expect(held.datalist).toMatchObject({ result: '0000', code: 'HELD' });
    expect(answerIsSigned(partner, held.members)).toBe(true);
    const seconds = Number(held.headers.get('retry-after'));
    expect(seconds).toBeGreaterThan(DAY - 60);
    expect(seconds).toBeLessThanOrEqual(DAY);
  });

  it('concern one business code of one application; success in between starts the count anew', async () => {
    const partner = await gateway.addPartner();
    await read(gateway, partner, '120102', WRONG);
    await read(gateway, partner, '120102', WRONG);
    expect((await read(gateway, partner, '120102')).datalist['result']).toBe('0001');
    await failThreeTimes(gateway, partner);
    expect((await read(gateway, partner)).datalist['code']).toBe('HELD');
    expect((await read(gateway, partner, '120102')).datalist['result']).toBe('0001');
    expect((await read(gateway, await gateway.addPartner())).datalist['result']).toBe('0001');
  });

  it('are those of who calls, not of what is sent: refused records and wrong dates do not count', async () => {
    const partner = await gateway.addPartner();
    const send = (list: unknown) => ask(gateway.exchangeUrl, partner, '120101', '01', list);
    for (let turn = 0; turn < 4; turn += 1) expect((await send([{}])).datalist['code']).toBe('RULES_FAILED');
    expect((await send([sampleRecord()])).datalist['result']).toBe('0001');
  });

  it('are listed for operators, who may release them, both of it audited', async () => {
    const partner = await gateway.addPartner();
    await failThreeTimes(gateway, partner);
    const { body } = await gateway.admin('GET', '/api/holds');
    const hold = body.holds.find(({ caller }: { caller: string }) => caller === partner.appid);
    expect(hold).toMatchObject({ peer: '127.0.0.1', business: '120101', failures: 3 });
    const { caller, peer, business } = hold;
    await gateway.admin('POST', '/api/holds/release', { caller, peer, business });
    expect((await read(gateway, partner)).datalist['result']).toBe('0001');
    const events = (await gateway.admin('GET', `/api/log?caller=${caller}`)).body.entries.map(
      ({ event }: { event: string }) => event,
    );
    expect(events).toEqual(expect.arrayContaining(['HOLD_SET', 'HOLD_RELEASED']));
  });
});

describe('a hold over a restart', () => {
  const data = mkdtempSync(join(tmpdir(), 'tonggui-held-'));
  const running: TestGateway[] = [];
  const start = async () => {
    const gateway = await startTestGateway({ data });
    running.push(gateway);
    return gateway;
  };
  const stop = async () => {
    for (const gateway of running.splice(0)) await gateway.stop();
  };
  afterEach(stop);
  afterAll(() => rmSync(data, { recursive: true, force: true }));

  async function endHold({ appid }: Partner): Promise<void> {
    const store = await openStore({ kind: 'sqlite', file: join(data, 'tonggui.db') });
    const past = new Date(Date.now() - 1000).toISOString();
    await store.database
      .updateTable('failure')
      .set({ held_until: past })
      .where('caller', '=', appid)
      .execute();
    await store.close();
  }

  it('stays, and is verified anew once its time has come', async () => {
    const first = await start();
    const partner = await first.addPartner();
    await failThreeTimes(first, partner);
    await stop();
    expect((await read(await start(), partner)).datalist['code']).toBe('HELD');
    await stop();
    await endHold(partner);
    const third = await start();
    expect((await read(third, partner)).datalist['result']).toBe('0001');
    await failThreeTimes(third, partner);
    expect((await read(third, partner)).datalist['code']).toBe('HELD');
  });
});
