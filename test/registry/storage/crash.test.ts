import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { expect, it } from '@jest/globals';
import { openRegistry } from '../../../src/registry/open-registry.ts';
import { fileStorage } from '../../../src/registry/storage/file/file-storage.ts';
import { KEY, registeredNames } from '../fixture.ts';

const loader = resolve('node_modules/tsx/dist/loader.mjs');
const program = resolve('test/registry/storage/crash-publisher.ts');

/** Runs a publishing process, kills it once so many were answered, and tells which ones. */
function answeredBeforeKill(folder: string, enough: number): Promise<readonly string[]> {
  return new Promise((done, failed) => {
    const child = spawn(process.execPath, ['--import', loader, program, folder], {
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

it('keeps every acknowledged entry once when the process is killed while it publishes', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'tg-registry-crash-'));
  try {
    const answered: string[] = [];
    for (const enough of [3, 120, 301, 555]) answered.push(...(await answeredBeforeKill(folder, enough)));
    const registry = await openRegistry({
      storage: fileStorage({ folder, key: KEY, expected: true }),
      maxRows: 10_000,
    });
    const names = await registeredNames(registry, 'ann');
    await registry.close();
    expect(new Set(names).size).toBe(names.length);
    const kept = new Set(names);
    expect(answered.filter((name) => !kept.has(name))).toEqual([]);
    // What was on its way may be there too: one for each of the eight lanes.
    expect(names.length - answered.length).toBeLessThanOrEqual(4 * 8);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}, 60_000);
