import { copyFileSync, mkdirSync, mkdtempSync, rmSync, statSync, truncateSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from '@jest/globals';
import { verifyLog } from '../../src/audit/verify-log.ts';
import { openStore } from '../../src/store/open-store.ts';
import { ask, startTestGateway } from '../support/gateway.ts';
import { sampleRecord } from '../support/records.ts';

const FILES = ['tonggui.db', 'tonggui.db-wal'];
const folder = mkdtempSync(join(tmpdir(), 'tonggui-torn-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** What a start finds on a copy whose write-ahead log ends at a byte. */
async function findAfterCut(data: string, name: string, bytes: number) {
  const copy = join(folder, name);
  mkdirSync(copy);
  for (const file of FILES) copyFileSync(join(data, file), join(copy, file));
  truncateSync(join(copy, 'tonggui.db-wal'), bytes);
  const store = await openStore({ kind: 'sqlite', file: join(copy, 'tonggui.db') });
  await store.migrate();
  const records = await store.database.selectFrom('record').select('key').orderBy('created_at').execute();
  const seen = await store.database.selectFrom('seen').select('message_id').execute();
  const { damages, rows } = await verifyLog({ rows: store.trail.rows(), checkpoints: [] });
  await store.close();
  return { keys: records.map(({ key }) => key), seen: seen.length, damages, rows };
}

it('D02: a torn tail is cut off; what came before is whole, and its log verifies', async () => {
  const gateway = await startTestGateway({ data: join(folder, 'data') });
  const partner = await gateway.addPartner();
  const sent: string[] = [];
  const sizes = [statSync(join(gateway.data, 'tonggui.db-wal')).size];
  for (let count = 0; count < 12; count += 1) {
    const record = sampleRecord();
    await ask(gateway.exchangeUrl, partner, '120101', '01', [record]);
    sent.push(String(record['equipmentCode']));
    sizes.push(statSync(join(gateway.data, 'tonggui.db-wal')).size);
  }
  const whole = sizes.at(-1)!;
  const random = Array.from({ length: 8 }, () => Math.floor(sizes[0]! + Math.random() * (whole - sizes[0]!)));
  for (const [index, cut] of [...sizes, ...random, whole - 1].entries()) {
    const found = await findAfterCut(gateway.data, `cut-${index}`, cut);
    const complete = sizes.filter((size) => size <= cut).length - 1;
    expect(found.damages).toEqual([]);
    expect(found.keys).toEqual(sent.slice(0, found.keys.length));
    expect(found.keys.length).toBeGreaterThanOrEqual(complete);
    expect(found.seen).toBe(found.keys.length);
  }
  await gateway.stop();
}, 60_000);
