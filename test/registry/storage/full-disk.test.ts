import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { openRegistry } from '../../../src/registry/open-registry.ts';
import { fileStorage } from '../../../src/registry/storage/file/file-storage.ts';
import { KEY, registeredNames } from '../fixture.ts';

const loader = resolve('node_modules/tsx/dist/loader.mjs');
const program = resolve('test/registry/storage/full-disk-publisher.ts');

interface Told {
  readonly answered: readonly string[];
  readonly refused: readonly string[];
  readonly seen: readonly string[];
}

let folder = '';

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tg-registry-full-'));
});

afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

/** Under the operating system's own limit of a file's size; the signal that goes with it must not end the process. */
async function publishUnderLimit(...more: readonly string[]): Promise<Told> {
  const limited = `trap '' XFSZ; ulimit -f 64; exec "$0" --import "$@"`;
  const args = ['-c', limited, process.execPath, loader, program, folder, ...more];
  const env = { ...process.env, TSX_DISABLE_CACHE: '1' };
  return JSON.parse((await promisify(execFile)('bash', args, { env })).stdout) as Told;
}

async function kept(): Promise<readonly string[]> {
  const registry = await openRegistry({ storage: fileStorage({ folder, key: KEY, expected: true }) });
  const names = await registeredNames(registry, 'ann');
  await registry.close();
  return [...names].sort();
}

it('refuses what the disk does not take, undoes it, and goes on with what fits', async () => {
  const told = await publishUnderLimit();
  expect(told.refused).toEqual(['E_fatalError']);
  expect(told.answered.length).toBeGreaterThan(10);
  expect(told.answered).toContain('short');
  // Nobody sees what was refused, now or later.
  expect([...told.seen].sort()).toEqual([...told.answered].sort());
  expect(await kept()).toEqual([...told.answered].sort());
}, 60_000);

it('writes no document that holds what was undone meanwhile', async () => {
  const told = await publishUnderLimit('30000');
  expect(told).toEqual({
    answered: ['first', 'second', 'fifth'],
    refused: ['E_fatalError'],
    seen: ['fifth'],
  });
  expect(await kept()).toEqual(['fifth']);
}, 60_000);
