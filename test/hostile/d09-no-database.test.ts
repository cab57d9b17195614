import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { DatabaseSync } from '@photostructure/sqlite';
import { describeMissing, findPostgres, startPostgres } from '../postgres.ts';
import { exchange, startTestGateway, type TestGateway } from '../support/gateway.ts';
import { type Message, type Partner, signedMessage } from '../support/partner.ts';
import { sampleRecord } from '../support/records.ts';

/** Milliseconds: the gateway gives up after 4.5 s; the rest is air for a busy machine. */
const PATIENCE = 15_000;

async function expectUnavailable(url: string, message: Message): Promise<void> {
  const begin = Date.now();
  const refused = await exchange(url, message);
  expect(Date.now() - begin).toBeLessThan(PATIENCE);
  expect(refused.status).toBe(503);
  expect(refused.datalist).toMatchObject({ result: '0000', code: 'STORAGE_UNAVAILABLE' });
  expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
}

async function expectCreatedOnce(url: string, message: Message): Promise<void> {
  const answer = await exchange(url, message);
  expect(answer.datalist).toMatchObject({ result: '0001', counts: { created: 1 } });
  expect((await exchange(url, message)).text).toBe(answer.text);
}

describe('D09: a SQLite file that someone else has locked', () => {
  let gateway: TestGateway;
  let partner: Partner;
  beforeAll(async () => {
    gateway = await startTestGateway();
    partner = await gateway.addPartner();
  });
  afterAll(() => gateway.stop());

  it('gets 503 within five seconds, and the exchange goes on when it is free', async () => {
    const other = new DatabaseSync(join(gateway.data, 'tonggui.db'));
    other.exec('begin immediate');
    const message = signedMessage(partner, '120101', '01', [sampleRecord()]);
    await expectUnavailable(gateway.exchangeUrl, message);
    expect((await fetch(`${gateway.gateway.adminUrl}/health/live`)).status).toBe(200);
    other.exec('rollback');
    other.close();
    await expectCreatedOnce(gateway.exchangeUrl, message);
  }, 40_000);
});

function postgresSuite(bin: string): void {
  it('gets 503 while it is down, says so in the health check, and the exchange goes on by itself', async () => {
    const server = await startPostgres(bin);
    const database = { kind: 'postgres', url: await server.createDatabase() };
    const gateway = await startTestGateway({ database });
    const ready = async () => (await fetch(`${gateway.gateway.adminUrl}/health/ready`)).status;
    try {
      const partner = await gateway.addPartner();
      const message = signedMessage(partner, '120101', '01', [sampleRecord()]);
      expect(await ready()).toBe(200);
      await server.stop('immediate');
      await expectUnavailable(gateway.exchangeUrl, message);
      expect(await ready()).toBe(503);
      await server.start();
      await expectCreatedOnce(gateway.exchangeUrl, message);
      expect(await ready()).toBe(200);
    } finally {
      await gateway.stop();
      await server.remove();
    }
  }, 60_000);
}

const bin = findPostgres();
if (bin === undefined) describeMissing();
else describe('D09: a PostgreSQL server that stops', () => postgresSuite(bin));
