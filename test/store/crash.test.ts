import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { expect, it } from '@jest/globals';
import { verifyLog } from '../../src/audit/verify-log.ts';
import { openStore } from '../../src/store/open-store.ts';

const loader = resolve('node_modules/tsx/dist/loader.mjs');
const program = resolve('test/store/crash-writer.ts');

/** Runs a writing process, kills it once it has answered some exchanges, and tells which ones. */
function answeredBeforeKill(file: string, enough: number): Promise<readonly string[]> {
  return new Promise((done, failed) => {
    const child = spawn(process.execPath, ['--import', loader, program, file], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    let told = '';
    child.stdout.on('data', (chunk: Buffer) => {
      told += chunk.toString();
      if (told.split('\n').length > enough) child.kill('SIGKILL');
    });
    child.on('error', failed);
    // What follows the last line end was not told in full.
    child.on('close', () => done(told.split('\n').slice(0, -1)));
  });
}

it('keeps every answered exchange, whole, when the process is killed while it writes', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'tg-crash-'));
  const file = join(folder, 'tonggui.db');
  try {
    const answered: string[] = [];
    for (const enough of [7, 150, 401]) answered.push(...(await answeredBeforeKill(file, enough)));
    const store = await openStore({ kind: 'sqlite', file });
    const seen = await store.database.selectFrom('seen').select('message_id').execute();
    const kept = new Set(seen.map((row) => row.message_id));
    expect(answered.filter((id) => !kept.has(id))).toEqual([]);
    const records = await store.database.selectFrom('record').select('key').execute();
    const keys = [...kept].flatMap((id) => [`${id}-a`, `${id}-b`]);
    expect(new Set(records.map(({ key }) => key))).toEqual(new Set(keys));
    const report = await verifyLog({ rows: store.trail.rows(), checkpoints: [] });
    expect(report).toMatchObject({ rows: kept.size, damages: [] });
    await store.close();
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}, 60_000);
