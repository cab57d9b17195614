import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { TAXONOMY } from '../../src/providers/taxonomy-keys.ts';
import { describeMissing, findPostgres, sharedPostgres } from '../postgres.ts';
import { ask, exchange, post, startTestGateway, type TestGateway } from '../support/gateway.ts';
import { answerIsSigned, type Partner, signedMessage } from '../support/partner.ts';
import { addPublisher, linkGateway, publishService, startPlatform } from '../support/platform.ts';
import { sampleRecord } from '../support/records.ts';
import { elementText, SOAP_NAMESPACES, soapEnvelope } from '../support/soap.ts';

const bin = findPostgres();
if (bin === undefined) describeMissing();
else describe('two gateways on one PostgreSQL', () => suite(bin));

function suite(bin: string): void {
  const folders = [0, 1].map(() => mkdtempSync(join(tmpdir(), 'tonggui-two-')));
  const variable = `TG_TEST_SEAL_${process.pid}`;
  let gateways: readonly [TestGateway, TestGateway];
  let partner: Partner;

  async function start(url: string, data: string): Promise<TestGateway> {
    const database = { kind: 'postgres', url, poolSize: 5 };
    return startPlatform({ data, database, seal: { environment: variable } });
  }
  beforeAll(async () => {
    process.env[variable] = randomBytes(32).toString('hex');
    const url = await (await sharedPostgres(bin)).createDatabase();
    // One after the other would hide a race of the two for the first tables.
    gateways = await Promise.all([start(url, folders[0]!), start(url, folders[1]!)]);
    partner = await gateways[0].addPartner();
    await known(partner);
  });
  afterAll(async () => {
    await Promise.all(gateways.map((gateway) => gateway.stop()));
    for (const folder of folders) rmSync(folder, { recursive: true, force: true });
    delete process.env[variable];
  });

  const at = (index: number) => gateways[index % 2]!.exchangeUrl;
  const send = (index: number, action: string, list: unknown, from = partner) =>
    ask(at(index), from, '120101', action, list);
  /** What the other gateway must know within two seconds. */
  async function soon(reached: () => Promise<boolean>): Promise<void> {
    const begin = performance.now();
    while (!(await reached())) {
      if (performance.now() - begin > 2000) throw new Error('not known within two seconds');
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
  const known = (from: Partner) =>
    soon(async () => (await send(1, '04', [], from)).datalist['result'] === '0001');

  it('an application that one adds or disables is known to the other within two seconds', async () => {
    const fresh = await gateways[0].addPartner();
    await soon(async () => {
      const { body } = await gateways[1].admin('GET', '/api/applications');
      return body.applications.some(({ id }: { id: string }) => id === fresh.appid);
    });
    await gateways[1].admin('POST', `/api/applications/${fresh.appid}/disable`);
    await soon(async () => (await send(0, '04', [], fresh)).datalist['code'] === 'APPLICATION_DISABLED');
  });

  it('an application that one adds may send to the other at once', async () => {
    for (let round = 0; round < 5; round += 1) {
      const fresh = await gateways[0].addPartner();
      expect((await send(1, '04', [], fresh)).datalist['result']).toBe('0001');
    }
  });

  it('a key that one rotates is taken by the other at once, so that nobody is held for using it', async () => {
    const old = await gateways[0].addPartner();
    await send(1, '04', [], old);
    const path = `/api/applications/${old.appid}/rotate`;
    const { body } = await gateways[0].admin('POST', path, { overlapHours: 1 });
    const fresh = { ...old, secret: body.issued.secret as string };
    for (let turn = 0; turn < 4; turn += 1)
      expect((await send(1, '04', [], fresh)).datalist['result']).toBe('0001');
    expect(answerIsSigned(old, (await send(1, '04', [], old)).members)).toBe(true);
  });

  it('one message sent to both at the same moment is written once and answered alike', async () => {
    for (let round = 0; round < 5; round += 1) {
      const message = signedMessage(partner, '120101', '01', [sampleRecord()]);
      const answers = await Promise.all(
        Array.from({ length: 8 }, (_, index) => exchange(at(index), message)),
      );
      expect(new Set(answers.map(({ text }) => text)).size).toBe(1);
      expect(answers[0]!.datalist['counts']).toMatchObject({ created: 1 });
    }
  });

  it('one random for two contents lets one of them win, whichever gateway it came to', async () => {
    const { random } = signedMessage(partner, '120101', '01', []);
    const answers = await Promise.all(
      [0, 1].map((index) => ask(at(index), partner, '120101', '01', [sampleRecord()], { random })),
    );
    const results = answers.map(({ datalist }) => datalist['code'] ?? datalist['result']).sort();
    expect(results).toEqual(['0001', 'RANDOM_REUSED']);
  });

  it('a hold that failures at one gateway set is in force at the other, and its release too', async () => {
    const own = await gateways[0].addPartner();
    await known(own);
    for (let turn = 0; turn < 3; turn += 1)
      await ask(at(0), own, '120101', '04', [], { sign: 'AB'.repeat(32) });
    await soon(async () => (await send(1, '04', [], own)).datalist['code'] === 'HELD');
    const tuple = { caller: own.appid, peer: '127.0.0.1', business: '120101' };
    expect((await gateways[1].admin('POST', '/api/holds/release', tuple)).status).toBe(200);
    await soon(async () => (await send(0, '04', [], own)).datalist['result'] === '0001');
  });

  it('failures are counted together, three in all', async () => {
    const own = await gateways[0].addPartner();
    await known(own);
    for (const index of [0, 1, 0]) await ask(at(index), own, '120101', '04', [], { sign: 'AB'.repeat(32) });
    expect((await send(0, '04', [], own)).datalist['code']).toBe('HELD');
  });

  it('what is written by one is read, changed and deleted by the other, by REST and by SOAP', async () => {
    const record = sampleRecord('s1/0101', { safetyManagerPhone: '13812345678' });
    const key = [{ equipmentCode: record['equipmentCode'] }];
    expect((await send(0, '01', [record])).datalist['counts']).toMatchObject({ created: 1 });
    expect((await send(1, '04', key)).datalist['busilist'][0].safetyManagerPhone).toBe('138****5678');
    const newer = { ...record, updateTime: '2026-01-01 00:00:00' };
    expect((await send(1, '02', [newer])).datalist['counts']).toMatchObject({ updated: 1 });
    expect((await send(0, '01', [record])).datalist['code']).toBe('RECORD_STALE');
    const other = await gateways[0].addPartner();
    expect((await send(0, '01', [newer], other)).datalist['code']).toBe('SECOND_SOURCE');
    const envelope = soapEnvelope('soap12', signedMessage(partner, '120101', '03', key));
    const answer = await post(at(1), envelope, { 'content-type': SOAP_NAMESPACES.soap12.type });
    expect(elementText(answer.text, 'datalist')).toContain('"deleted":1');
    expect((await send(0, '04', key)).datalist['total']).toBe(0);
  });

  it('2,000 records and 200 exchanges at the same moment are taken by both together', async () => {
    const own = await gateways[0].addPartner();
    await known(own);
    const batch = Array.from({ length: 2000 }, () => sampleRecord());
    expect((await send(0, '01', batch, own)).datalist['counts']).toMatchObject({ created: 2000 });
    const answers = await Promise.all(
      Array.from({ length: 200 }, (_, index) => send(index, '01', [sampleRecord()], own)),
    );
    expect(answers.filter(({ datalist }) => datalist['result'] === '0001')).toHaveLength(200);
    expect((await send(1, '04', [{ pagesize: 1 }])).datalist['total']).toBeGreaterThanOrEqual(2200);
  });

  it('the interface log of an application holds what came to either, newest first', async () => {
    const own = await gateways[0].addPartner();
    await known(own);
    const record = sampleRecord();
    await send(0, '01', [record], own);
    await send(1, '01', [{}], own);
    const { busilist } = (await send(0, '04', [{ queryType: 'log', action: '01' }], own)).datalist;
    expect(busilist).toMatchObject([{ code: 'RULES_FAILED' }, { result: '0001', records: 1 }]);
  });

  it('share the registry and the providers: registered at one, asked through the other', async () => {
    const provider = await startTestGateway();
    try {
      const id = await linkGateway(gateways[0], provider, {
        categories: [{ tModelKey: TAXONOMY.type, keyName: '类型', keyValue: '0102' }],
      });
      const record = sampleRecord('s1/0102');
      const add = () => ask(at(1), partner, '120102', '01', [record]);
      await soon(async () => (await gateways[1].admin('GET', `/api/interfaces/${id}`)).status === 200);
      expect((await add()).datalist['result']).toBe('0001');
      const found = await ask(provider.exchangeUrl, await provider.addPartner(), '120102', '04', []);
      expect(found.datalist['total']).toBe(1);
      // The other gateway publishes too, and both hold the same.
      const publisher = await addPublisher(gateways[1]);
      const key = await publishService(publisher, ['http://10.1.2.3/'], []);
      await soon(async () => {
        const asked = addPublisher(gateways[0]).then((one) =>
          one.publish('get_serviceDetail', { serviceKey: [key] }),
        );
        return asked.then(
          () => true,
          () => false,
        );
      });
      const sizes = await Promise.all(
        gateways.map(async (one) => (await one.admin('GET', '/api/overview')).body.registry),
      );
      expect(sizes[0]).toEqual(sizes[1]);
    } finally {
      await provider.stop();
    }
  });
}
