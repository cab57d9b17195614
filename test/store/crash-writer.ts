import { createChain } from '../../src/audit/create-chain.ts';
import { openStore } from '../../src/store/open-store.ts';
import { changeOf, send } from './fixture.ts';

/** Writes exchanges without end and says each one that is answered; started, and killed, by `crash.test.ts`. */
const store = await openStore({ kind: 'sqlite', file: process.argv[2]! });
await store.migrate();
const start = await store.trail.writer();
const ledger = store.ledger(createChain(start));
const first = start.last?.sequence ?? 0;

async function write(lane: number): Promise<never> {
  for (let i = 0; ; i += 1) {
    const id = `${first}-${lane}-${i}`;
    await send(ledger, id, [changeOf(`${id}-a`, { index: { name: id } }), changeOf(`${id}-b`)]);
    process.stdout.write(`${id}\n`);
  }
}

await Promise.all(Array.from({ length: 8 }, (_, lane) => write(lane)));
