import { describe, expect, it } from '@jest/globals';
import { createChain } from '../../src/audit/create-chain.ts';
import { verifyLog } from '../../src/audit/verify-log.ts';
import type { Ledger } from '../../src/envelope/commit.ts';
import { openStore, type Store } from '../../src/store/open-store.ts';
import { describeMissing, findPostgres, sharedPostgres } from '../postgres.ts';
import { change, changeOf, ledgerOf, send } from './fixture.ts';

const bin = findPostgres();
if (bin === undefined) describeMissing();
else describe('several gateways on one PostgreSQL', () => suite(bin));

async function withTwo(
  bin: string,
  use: (stores: readonly [Store, Store], ledgers: readonly [Ledger, Ledger]) => Promise<void>,
): Promise<void> {
  const url = await (await sharedPostgres(bin)).createDatabase();
  const open = () => openStore({ kind: 'postgres', url, poolSize: 4 });
  const stores = [await open(), await open()] as const;
  try {
    await Promise.all(stores.map((store) => store.migrate()));
    await use(stores, [await ledgerOf(stores[0]), await ledgerOf(stores[1])]);
  } finally {
    await Promise.all(stores.map((store) => store.close()));
  }
}

/** A different order in every exchange: whoever locks in the order of arrival would deadlock. */
function shuffled<T>(values: readonly T[], seed: number): readonly T[] {
  return values
    .map((value, index) => ({ value, place: (index * 7919 + seed * 104_729) % 1_009 }))
    .sort((a, b) => a.place - b.place)
    .map(({ value }) => value);
}

function suite(bin: string): void {
  it('gives every key one owner and every message id one exchange, whoever is faster', async () => {
    await withTwo(bin, async ([store], ledgers) => {
      const keys = Array.from({ length: 40 }, (_, i) => `k${i}`);
      const results = await Promise.all(
        Array.from({ length: 200 }, (_, i) => {
          const owner = `app${i % 2}`;
          const changes = shuffled(keys, i).map((key) => changeOf(key, { owner }));
          // Each id comes once to each gateway.
          return send(ledgers[i % 2]!, `m${i >> 1}`, changes, 'caller');
        }),
      );
      const seen = await store.database.selectFrom('seen').selectAll().execute();
      expect(seen).toHaveLength(100);
      expect(results.filter(({ kind }) => kind === 'committed')).toHaveLength(100);
      const created = seen
        .flatMap(({ answer }) => answer.split(','))
        .filter((result) => result === 'created');
      expect(created).toHaveLength(40);
      const rows = await store.database.selectFrom('record').select(['owner', 'version']).execute();
      expect(rows).toHaveLength(40);
      // All keys of an exchange were decided together, so one application won them all.
      expect(new Set(rows.map(({ owner }) => owner)).size).toBe(1);
      expect(rows.every(({ version }) => version === 1)).toBe(true);
    });
  });

  it('loses no update between processes', async () => {
    await withTwo(bin, async ([store], ledgers) => {
      await change(ledgers[0], changeOf('a'));
      const updates = Array.from({ length: 100 }, (_, i) =>
        change(ledgers[i % 2]!, changeOf('a', { kind: 'modify', content: `{"v":${i}}` })),
      );
      expect((await Promise.all(updates)).flat().filter((result) => result === 'updated')).toHaveLength(100);
      const row = await store.database.selectFrom('record').select('version').executeTakeFirstOrThrow();
      expect(row.version).toBe(101);
    });
  });

  it('keeps the rows of a record`s members in step with its content', async () => {
    await withTwo(bin, async ([store], ledgers) => {
      const updates = Array.from({ length: 60 }, (_, i) => {
        const index = { name: `n${i}`, ...(i % 3 === 0 ? { extra: `e${i}` } : {}) };
        return change(ledgers[i % 2]!, changeOf('a', { content: `{"v":${i}}`, index }));
      });
      await Promise.all(updates);
      const { members } = await store.database
        .selectFrom('record')
        .select('members')
        .executeTakeFirstOrThrow();
      const rows = await store.database.selectFrom('record_member').select(['member', 'value']).execute();
      expect(Object.fromEntries(rows.map(({ member, value }) => [member, value]))).toEqual(
        JSON.parse(members),
      );
      expect(rows).toHaveLength(Object.keys(JSON.parse(members)).length);
    });
  });

  it('gives every process a chain of its own, and all of them verify', async () => {
    await withTwo(bin, async ([store], ledgers) => {
      await Promise.all(
        Array.from({ length: 50 }, (_, i) => send(ledgers[i % 2]!, `m${i}`, [changeOf('a')])),
      );
      const report = await verifyLog({ rows: store.trail.rows(), checkpoints: [] });
      expect(report).toMatchObject({ rows: 50, damages: [] });
      expect(report.writers).toHaveLength(2);
    });
  });

  it('writes what comes after a race for its own chain (a writer id used twice) is settled', async () => {
    await withTwo(bin, async ([store, other]) => {
      const one = store.ledger(createChain({ writer: 'w', last: undefined }));
      const two = other.ledger(createChain({ writer: 'w', last: undefined }));
      await Promise.all(Array.from({ length: 20 }, (_, i) => send(i % 2 ? one : two, `m${i}`, [])));
      const report = await verifyLog({ rows: store.trail.rows(), checkpoints: [] });
      expect(report).toMatchObject({ rows: 20, damages: [] });
    });
  });
}
