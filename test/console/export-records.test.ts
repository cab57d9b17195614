import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Core, openCore } from '../../src/assembly/core.ts';
import { createOperationalLog } from '../../src/assembly/operational-log.ts';
import { createRecordGate } from '../../src/assembly/record-gate.ts';
import { mountServices } from '../../src/assembly/services.ts';
import { configSchema } from '../../src/config/schema.ts';
import { exchangeFile } from '../../src/console/records/exchange-file.ts';
import { EXPORT_MOST, exportRecords } from '../../src/console/records/export-records.ts';
import type { RecordGate } from '../../src/console/records/record-gate.ts';
import type { Application } from '../../src/envelope/application.ts';
import { readRecordFile } from '../../src/record-files/read-record-file.ts';
import { sampleRecord } from '../support/records.ts';
import { xmlOf } from './record-client.ts';

const OPERATOR = { actor: undefined, peer: '127.0.0.1' };
const NOTHING = { committed: () => undefined, ended: () => undefined, failed: () => undefined };

/** Over a whole core: what it can give out page by page is no mere number here. */
describe('an export', () => {
  const data = mkdtempSync(join(tmpdir(), 'tonggui-export-'));
  const log = createOperationalLog({ level: 'error' });
  let core: Core;
  let gate: RecordGate;
  let application: Application;
  const question = () => ({
    operation: 'exchange',
    members: { busicode: '110208', action: '04' },
    messageId: randomUUID(),
    criteria: {},
    format: 'csv' as const,
  });

  beforeAll(async () => {
    const config = configSchema.parse({ data, log: { level: 'error' } });
    core = await openCore(config, log, NOTHING);
    const { standards, rules, exchange, applications } = core;
    gate = createRecordGate({
      standards,
      services: mountServices(config, standards, () => 'http://here'),
      rules,
      exchange,
    });
    const settings = { id: 'WEB', name: '网页', standard: 's1', sign: {}, grants: ['*:*:*'] };
    application = (await applications.add({ ...settings, quota: { records: 2 } })).application;
    for (let turn = 0; turn < 3; turn += 1) {
      const bytes = xmlOf([sampleRecord('s1/0208'), sampleRecord('s1/0208')]);
      await exchangeFile(gate, application, OPERATOR, {
        file: { name: 'a.xml', mediaType: '', bytes },
        operation: 'exchange',
        members: { busicode: '110208', action: '01' },
        messageId: randomUUID(),
      });
    }
  }, 30_000);
  afterAll(async () => {
    await core?.close();
    await log.close();
    rmSync(data, { recursive: true, force: true });
  });

  it('ends at its limit and says that there are more; by default at 20,000', async () => {
    const told = await exportRecords(gate, application, OPERATOR, question(), 4);
    expect(told).toMatchObject({ outcome: 'accepted', records: 4, more: true });
    const bytes = Buffer.from(told.file!.content, 'base64');
    expect((await readRecordFile({ name: 'a.csv', mediaType: '', bytes })).records).toHaveLength(4);
    expect(EXPORT_MOST).toBe(20_000);
  });

  it('is whole where there are no more than its limit', async () => {
    expect(await exportRecords(gate, application, OPERATOR, question(), 6)).toMatchObject({
      records: 6,
      more: false,
    });
  });

  it('is none where a later page is refused', async () => {
    let pages = 0;
    const failing: RecordGate = {
      ...gate,
      exchange: async (raw) => {
        pages += 1;
        if (pages === 2) await core.applications.setEnabled('WEB', false);
        return gate.exchange(raw);
      },
    };
    const told = await exportRecords(failing, application, OPERATOR, question());
    expect(told).toMatchObject({ outcome: 'refused', code: 'APPLICATION_DISABLED', records: 0 });
    expect(told).not.toHaveProperty('file');
  });
});
