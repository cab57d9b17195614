import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { DatabaseSync } from '@photostructure/sqlite';
import { sql } from 'kysely';
import { verifyLog } from '../../src/audit/verify-log.ts';
import { openStore, type Store } from '../../src/store/open-store.ts';
import { faultOf } from '../../src/store/storage-fault.ts';
import { describeMissing, findPostgres, startPostgres } from '../postgres.ts';
import { change, changeOf, ledgerOf, recordRow, send } from './fixture.ts';

const unavailable = { code: 'STORAGE_UNAVAILABLE', retryAfter: 5 };

async function milliseconds(work: () => Promise<unknown>): Promise<number> {
  const start = Date.now();
  await work();
  return Date.now() - start;
}

async function damagesOf(store: Store): Promise<unknown> {
  return (await verifyLog({ rows: store.trail.rows(), checkpoints: [] })).damages;
}

describe('a SQLite file', () => {
  let folder = '';
  let file = '';
  let store: Store;
  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'tg-faults-'));
    file = join(folder, 'tonggui.db');
    store = await openStore({ kind: 'sqlite', file });
    await store.migrate();
  });
  afterEach(async () => {
    await store.close();
    rmSync(folder, { recursive: true, force: true });
  });

  it('serves one process only, and says so at once', async () => {
    const second = openStore({ kind: 'sqlite', file });
    await expect(second).rejects.toThrow(/another gateway process is using .*tonggui\.db/);
    await store.close();
    store = await openStore({ kind: 'sqlite', file });
  });

  it('can be looked at, but not written, while the gateway runs', async () => {
    await send(await ledgerOf(store), 'm1', [changeOf('a')]);
    const viewer = await openStore({ kind: 'sqlite', file, readOnly: true });
    expect(await damagesOf(viewer)).toEqual([]);
    expect(await recordRow(viewer, 'a')).toBeDefined();
    await expect(sql`delete from audit`.execute(viewer.database)).rejects.toThrow(/readonly/);
    await viewer.close();
  });

  it('refuses writes while the disk is full, still reads, and goes on when there is space', async () => {
    const ledger = await ledgerOf(store);
    await send(ledger, 'm1', [changeOf('a')]);
    await sql`pragma max_page_count = 1`.execute(store.database);
    const large = changeOf('b', { content: 'x'.repeat(500_000) });
    await expect(send(ledger, 'm2', [large])).rejects.toMatchObject(unavailable);
    expect(await ledger.recall('app1', 'm1')).toBeDefined();
    expect(await recordRow(store, 'b')).toBeUndefined();
    await sql`pragma max_page_count = 1000000`.execute(store.database);
    expect(await send(ledger, 'm2', [large])).toEqual({ kind: 'committed' });
    expect(await damagesOf(store)).toEqual([]);
  });

  it('refuses writes while it is read-only', async () => {
    const ledger = await ledgerOf(store);
    await sql`pragma query_only = 1`.execute(store.database);
    await expect(send(ledger, 'm1', [])).rejects.toMatchObject(unavailable);
    await sql`pragma query_only = 0`.execute(store.database);
    expect(await send(ledger, 'm1', [])).toEqual({ kind: 'committed' });
    // The entries that were sealed but never stored have left no gap.
    expect(await damagesOf(store)).toEqual([]);
  });

  it('waits for a short lock and refuses within five seconds under a long one, then goes on', async () => {
    const ledger = await ledgerOf(store);
    const other = new DatabaseSync(file);
    other.exec('begin immediate');
    setTimeout(() => other.exec('rollback'), 300);
    expect(await send(ledger, 'm1', [])).toEqual({ kind: 'committed' });
    other.exec('begin immediate');
    const took = await milliseconds(() => expect(send(ledger, 'm2', [])).rejects.toMatchObject(unavailable));
    expect(took).toBeLessThan(5_000);
    // Known to be locked: the next one need not wait.
    const next = await milliseconds(() => expect(send(ledger, 'm3', [])).rejects.toMatchObject(unavailable));
    expect(next).toBeLessThan(1_000);
    other.close();
    expect(await send(ledger, 'm2', [])).toEqual({ kind: 'committed' });
    expect(await damagesOf(store)).toEqual([]);
  });
});

describe('faultOf', () => {
  it('knows a failed fsync from a full disk', () => {
    const sqlite = (sqliteExtendedCode: number) => Object.assign(new Error(), { sqliteExtendedCode });
    expect([1034, 1290, 778, 13, 5, 1555].map((code) => faultOf(sqlite(code)))).toEqual([
      'fatal',
      'fatal',
      'full',
      'full',
      'busy',
      'other',
    ]);
  });

  it('takes a fault of our own for nobody else`s', () => {
    expect(faultOf(new TypeError('x is not a function'))).toBe('other');
    expect(faultOf(Object.assign(new Error(), { code: 'ECONNREFUSED' }))).toBe('busy');
  });
});

const bin = findPostgres();
if (bin === undefined) describeMissing();
else describe('a PostgreSQL server', () => postgresFaults(bin));

function postgresFaults(bin: string): void {
  it('may stop, hang and come back: exchanges fail within five seconds, then go on', async () => {
    const server = await startPostgres(bin);
    const store = await openStore({ kind: 'postgres', url: await server.createDatabase(), poolSize: 3 });
    try {
      await store.migrate();
      const ledger = await ledgerOf(store);
      await send(ledger, 'm1', [changeOf('a')]);

      await server.stop('immediate');
      const took = await milliseconds(() =>
        expect(send(ledger, 'm2', [])).rejects.toMatchObject(unavailable),
      );
      expect(took).toBeLessThan(5_000);
      await expect(ledger.recall('app1', 'm1')).rejects.toMatchObject(unavailable);
      await server.start();
      expect(await send(ledger, 'm2', [])).toEqual({ kind: 'committed' });

      const resume = await hang(store);
      const hung = await milliseconds(() =>
        expect(send(ledger, 'm3', [])).rejects.toMatchObject(unavailable),
      );
      expect(hung).toBeLessThan(5_000);
      resume();
      // The connection that hung is gone; whether its exchange was kept decides the resend.
      expect(await change(ledger, changeOf('a'))).toEqual(['unchanged']);
      await send(ledger, 'm3', []);
      expect(await ledger.recall('app1', 'm3')).toBeDefined();
      expect(await damagesOf(store)).toEqual([]);
    } finally {
      await store.close();
      await server.remove();
    }
  });

  it('may die under a query: the query fails, the process lives', async () => {
    const server = await startPostgres(bin);
    const store = await openStore({ kind: 'postgres', url: await server.createDatabase(), poolSize: 2 });
    try {
      await store.migrate();
      const asking = sql`select pg_sleep(3)`.execute(store.database);
      const told = expect(asking).rejects.toThrow();
      await new Promise((resolve) => setTimeout(resolve, 200));
      await server.stop('immediate');
      await told;
    } finally {
      await store.close();
      await server.remove();
    }
  });
}

/** Freezes every server process of the store's connections; returns what wakes them. */
async function hang(store: Store): Promise<() => void> {
  const { rows } = await sql<{ pid: number }>`
    select pid from pg_stat_activity where datname = current_database()
  `.execute(store.database);
  for (const { pid } of rows) process.kill(pid, 'SIGSTOP');
  return () => {
    for (const { pid } of rows) process.kill(pid, 'SIGCONT');
  };
}
