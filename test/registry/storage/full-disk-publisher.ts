import { setImmediate, setTimeout } from 'node:timers/promises';
import { openRegistry } from '../../../src/registry/open-registry.ts';
import { fileStorage } from '../../../src/registry/storage/file/file-storage.ts';
import { UddiError } from '../../../src/registry/uddi-error.ts';

/**
 * Publishes until the journal may not grow any more; prints what was answered and refused, for `full-disk.test.ts`. Ends
 * as a crash does, so that the journal stays as it is.
 */
const [, , folder = '', compactAfter] = process.argv;
const key = Buffer.alloc(32, 7);
const registry = await openRegistry({
  storage: fileStorage({ folder, key, compactAfter: Number(compactAfter ?? 1e9) }),
});
const answered: string[] = [];
const refused = new Set<string>();
const known = () => registry.inquire('find_business', { name: [{ value: '%' }] }).businessInfos;

async function publish(value: string, bytes: number): Promise<void> {
  const businessKey = known()[0]?.businessKey;
  // In the second case one business changes over and over, so that the document stays short.
  const entity = compactAfter === undefined || businessKey === undefined ? {} : { businessKey };
  const businessEntity = [{ ...entity, name: [{ value }], description: [{ value: 'x'.repeat(bytes) }] }];
  try {
    await registry.publish('save_business', { businessEntity }, 'ann');
    answered.push(value);
  } catch (thrown) {
    refused.add(thrown instanceof UddiError ? thrown.code : String(thrown));
  }
}

async function growTooLong(): Promise<void> {
  for (let i = 0; i < 40; i += 1)
    await Promise.all([`a${i}`, `b${i}`, `c${i}`].map((name) => publish(name, 1_000)));
  // What is short still has room.
  await publish('short', 1);
}

async function failWhileCompacting(): Promise<void> {
  await publish('first', 20_000);
  const second = publish('second', 20_000);
  await setImmediate();
  // Decided while the second is written; the copy that it makes due holds them, and then they fail.
  await Promise.all([second, publish('third', 20_000), publish('fourth', 20_000)]);
  await setTimeout(200);
  await publish('fifth', 1);
}

await (compactAfter === undefined ? growTooLong() : failWhileCompacting());
const seen = known().map(({ name }) => name[0]!.value);
process.stdout.write(JSON.stringify({ answered, refused: [...refused], seen }), () => process.exit(0));
