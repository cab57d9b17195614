import { openRegistry } from '../../../src/registry/open-registry.ts';
import { fileStorage } from '../../../src/registry/storage/file/file-storage.ts';

/** Publishes without end and says each name that is answered; started, and killed, by `crash.test.ts`. */
const folder = process.argv[2]!;
const storage = fileStorage({ folder, key: Buffer.alloc(32, 7), compactAfter: 20_000 });
const registry = await openRegistry({ storage });
const start = registry.size().businesses;

async function publish(lane: number): Promise<never> {
  for (let i = 0; ; i += 1) {
    const value = `${start}-${lane}-${i}`;
    await registry.publish('save_business', { businessEntity: [{ name: [{ value }] }] }, 'ann');
    process.stdout.write(`${value}\n`);
  }
}

await Promise.all(Array.from({ length: 8 }, (_, lane) => publish(lane)));
