import { copyFileSync, cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, describe, expect, it } from '@jest/globals';
import { DatabaseSync } from '@photostructure/sqlite';
import { exchange } from '../support/gateway.ts';
import { signedMessage } from '../support/partner.ts';
import { sampleRecord } from '../support/records.ts';
import { runTonggui, startChild } from './support/child-gateway.ts';
import { sendLoad } from './support/send-load.ts';

const folder = mkdtempSync(join(tmpdir(), 'tonggui-stop-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function keysIn(file: string): ReadonlySet<string> {
  const database = new DatabaseSync(file, { readOnly: true });
  const rows = database.prepare('select key from record').all() as { key: string }[];
  database.close();
  return new Set(rows.map(({ key }) => key));
}

describe('D12', () => {
  it('SIGTERM under load: what runs is answered, exit 0, the log verifies, the one file holds all', async () => {
    const data = join(folder, 'load');
    const gateway = await startChild(data);
    const load = sendLoad(gateway.url, await gateway.addPartner('STOPPED'), 8);
    while (load.book.length < 100) await pause(2);
    expect(await gateway.end('SIGTERM')).toBe(0);
    const answered = (await load.stop()).filter(({ answer }) => answer !== undefined);
    copyFileSync(join(data, 'tonggui.db'), join(folder, 'alone.db'));
    const kept = keysIn(join(folder, 'alone.db'));
    expect(answered.filter(({ key }) => !kept.has(key))).toEqual([]);
    expect(kept.size).toBe(answered.length);
    expect(await runTonggui(['verify-log', '--data', data])).toMatchObject({ code: 0 });
  }, 30_000);

  it('a restored backup: ids after it are unknown, so what is sent again is written once more', async () => {
    const data = join(folder, 'live');
    const first = await startChild(data);
    const partner = await first.addPartner('RESTORED');
    const early = signedMessage(partner, '120101', '01', [sampleRecord()]);
    const earlyAnswer = await exchange(first.url, early);
    expect(await first.end('SIGTERM')).toBe(0);
    const backup = join(folder, 'backup');
    cpSync(data, backup, { recursive: true });

    const second = await startChild(data);
    const late = signedMessage(partner, '120101', '01', [sampleRecord()]);
    expect((await exchange(second.url, late)).datalist).toMatchObject({ counts: { created: 1 } });
    await second.end('SIGTERM');

    const restored = await startChild(backup);
    expect((await exchange(restored.url, early)).text).toBe(earlyAnswer.text);
    expect((await exchange(restored.url, late)).datalist).toMatchObject({ counts: { created: 1 } });
    expect(await restored.end('SIGTERM')).toBe(0);
    expect(await runTonggui(['verify-log', '--data', backup])).toMatchObject({ code: 0 });
  }, 30_000);
});
