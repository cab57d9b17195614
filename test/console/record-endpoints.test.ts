import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startTestGateway, type TestGateway } from '../support/gateway.ts';
import type { Partner } from '../support/partner.ts';
import { sampleRecord } from '../support/records.ts';
import { type RecordClient, recordClient, xmlOf } from './record-client.ts';

const KIND = 's1/0208';
const samples = (count: number) => Array.from({ length: count }, () => sampleRecord(KIND));

/** S1 8.1: 网页录入或者导入, through a whole gateway. */
describe('files of records in the console', () => {
  let gateway: TestGateway;
  let partner: Partner;
  let client: RecordClient;
  beforeAll(async () => {
    gateway = await startTestGateway();
    partner = await gateway.addPartner();
    client = recordClient(gateway);
  }, 60_000);
  afterAll(() => gateway?.stop());

  const application = () => partner.appid;
  const lastEntry = async (query = '') => {
    const { body } = await gateway.admin('GET', `/api/log?caller=${partner.appid}&size=1${query}`);
    return (body as { entries: Record<string, unknown>[] }).entries[0]!;
  };

  it('are taken like a signed message, and audited with the wire form and who acted', async () => {
    const { status, body } = await client.importFile(
      { application: application() },
      '登记.xml',
      xmlOf(samples(3)),
    );
    expect(status).toBe(200);
    expect(body).toMatchObject({ outcome: 'accepted', faults: [] });
    expect(body.message).toContain('新增3条');
    const entry = await lastEntry();
    expect(entry).toMatchObject({
      event: 'EXCHANGE_ACCEPTED',
      wire: 'console',
      caller: partner.appid,
      business: '110208',
      action: '01',
      records: 3,
      peer: '127.0.0.1',
    });
    expect(String(entry['detail'])).toContain('command line');
  });

  it('are the same message when they come again under the same id', async () => {
    const [messageId, file] = [randomUUID(), xmlOf(samples(2))];
    const choice = { application: application(), messageId };
    const first = await client.importFile(choice, 'a.xml', file);
    const again = await client.importFile(choice, 'a.xml', file);
    expect(again.body).toMatchObject({ outcome: 'accepted', message: first.body.message });
    expect((await lastEntry())['event']).toBe('EXCHANGE_REPEATED');
  });
});
