import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Registry } from '../../../src/registry/messages.ts';
import { openRegistry } from '../../../src/registry/open-registry.ts';
import { databaseStorage } from '../../../src/registry/storage/database/database-storage.ts';
import { fileStorage } from '../../../src/registry/storage/file/file-storage.ts';
import { openStore } from '../../../src/store/open-store.ts';
import { KEY } from '../fixture.ts';
import { everything, isConsistent, type Step, send, someSteps } from '../random-messages.ts';

async function inFolder(use: (folder: string) => Promise<void>): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'tg-registry-any-'));
  try {
    await use(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

it('whatever is published, a registry tells the same after its next start', async () => {
  const compactAfter = fc.constantFrom(1, 3_000, 1_000_000);
  await fc.assert(
    fc.asyncProperty(fc.array(someSteps, { minLength: 1, maxLength: 3 }), compactAfter, (batches, bytes) =>
      inFolder(async (folder) => {
        const storage = fileStorage({ folder, key: KEY, compactAfter: bytes });
        let before: unknown;
        for (const steps of [...batches, [] as readonly Step[]]) {
          const registry = await openRegistry({ storage });
          if (before !== undefined) expect(await everything(registry)).toEqual(before);
          for (const step of steps) await send(registry, step);
          expect(isConsistent(registry)).toBe(true);
          before = await everything(registry);
          await registry.close();
        }
      }),
    ),
    { numRuns: 25 },
  );
}, 60_000);

it('whatever two processes publish, both and a third tell the same', async () => {
  await fc.assert(
    fc.asyncProperty(someSteps, someSteps, (ours, theirs) =>
      inFolder(async (folder) => {
        const store = await openStore({ kind: 'sqlite', file: join(folder, 'shared.db') });
        await store.migrate();
        const joined: Registry[] = [];
        const another = async () => {
          const storage = databaseStorage({ database: store.database, pollEvery: 60_000 });
          const registry = await openRegistry({ storage });
          joined.push(registry);
          return registry;
        };
        const [one, two] = [await another(), await another()];
        const all = async (registry: Registry, steps: readonly Step[]) => {
          for (const step of steps) await send(registry, step);
        };
        await Promise.all([all(one, ours), all(two, theirs)]);
        // Whoever writes learns what was written before, even when it then changes nothing.
        for (const registry of joined) await registry.register({});
        const told = await everything(one);
        expect(isConsistent(one)).toBe(true);
        expect(await everything(two)).toEqual(told);
        expect(await everything(await another())).toEqual(told);
        for (const registry of joined) await registry.close();
        await store.close();
      }),
    ),
    { numRuns: 15 },
  );
}, 60_000);
