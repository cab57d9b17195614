import { createWriteStream, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { DatabaseSync } from '@photostructure/sqlite';
import { createChain } from '../../src/audit/create-chain.ts';
import { type CheckpointerOptions, createCheckpointer } from '../../src/audit/create-checkpointer.ts';
import { exportLog } from '../../src/audit/export-log.ts';
import { readCheckpoints, verifyExport } from '../../src/audit/verify-export.ts';
import { type LogReport, verifyLog } from '../../src/audit/verify-log.ts';
import { hmacSm3 } from '../../src/crypto/digest.ts';
import type { Ledger } from '../../src/envelope/commit.ts';
import { openStore, type Store } from '../../src/store/open-store.ts';
import { entryOf } from '../store/fixture.ts';

const key = Buffer.alloc(16, 7);
const sign = (text: string) => hmacSm3(key, text).toString('hex');
const verify = (text: string, signature: string) => sign(text) === signature;

let folder = '';
let file = '';
let store: Store;
let writer = '';

function exportTo(name: string): Promise<void> {
  return exportLog(store.trail, createWriteStream(join(folder, name)));
}

function checkpointer(every: Partial<CheckpointerOptions> = {}) {
  return createCheckpointer({
    writer,
    head: () => store.trail.head(writer),
    sign,
    keep: (checkpoint) => store.trail.keepCheckpoint(checkpoint),
    file: join(folder, 'checkpoints.log'),
    ...every,
  });
}

async function write(ledger: Ledger, count: number): Promise<void> {
  for (let i = 0; i < count; i += 1) {
    const entry = entryOf({ business: '020801', detail: `{"entry":${i}}` });
    await ledger.commit({ changes: [], settle: () => ({ answer: undefined, entry }) });
  }
}

/** What someone with a SQL shell would do, while the gateway is off guard. */
function tamper(...statements: readonly string[]): void {
  const database = new DatabaseSync(file);
  for (const statement of statements) database.exec(statement);
  database.close();
}

async function verifyDatabase(): Promise<LogReport> {
  return verifyLog({ rows: store.trail.rows(), checkpoints: await store.trail.checkpoints(), verify });
}

async function damages(): Promise<unknown> {
  return (await verifyDatabase()).damages;
}

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'tg-audit-'));
  file = join(folder, 'tonggui.db');
  store = await openStore({ kind: 'sqlite', file });
  await store.migrate();
  const start = await store.trail.writer();
  writer = start.writer;
  await write(store.ledger(createChain(start)), 20);
});

afterEach(async () => {
  await store.close();
  rmSync(folder, { recursive: true, force: true });
});

describe('the verifier names the writer, the sequence and the kind of', () => {
  it('nothing, where nothing is wrong, over restarts too', async () => {
    await checkpointer().stop();
    await store.close();
    store = await openStore({ kind: 'sqlite', file });
    const start = await store.trail.writer();
    expect(start).toMatchObject({ writer, last: { sequence: 20 } });
    await write(store.ledger(createChain(start)), 5);
    expect(await verifyDatabase()).toEqual({
      rows: 25,
      checkpoints: 1,
      damages: [],
      writers: [{ writer, rows: 25, last: 25, checkpointed: 20 }],
    });
  });

  it.each([
    ["set detail = replace(detail, '7', '8')", 'detail'],
    ["set hash = 'g' || substr(hash, 2)", 'hash'],
    ["set previous = 'g' || substr(previous, 2)", 'previous'],
    ['set code = null, bytes = 0', 'an empty column that is filled'],
  ])('a changed column: %s', async (change: string) => {
    tamper(`update audit ${change} where sequence = 8`);
    expect(await damages()).toEqual([{ writer, sequence: 8, kind: 'changed' }]);
  });

  it('deleted rows, also at the beginning', async () => {
    tamper('delete from audit where sequence in (1, 8, 9, 12)');
    expect(await damages()).toEqual([
      { writer, sequence: 1, kind: 'missing' },
      { writer, sequence: 8, until: 9, kind: 'missing' },
      { writer, sequence: 12, kind: 'missing' },
    ]);
  });

  it('swapped rows', async () => {
    tamper(
      'update audit set sequence = 1000 where sequence = 8',
      'update audit set sequence = 8 where sequence = 15',
      'update audit set sequence = 15 where sequence = 1000',
    );
    expect(await damages()).toEqual([
      { writer, sequence: 8, kind: 'swapped' },
      { writer, sequence: 15, kind: 'swapped' },
    ]);
  });

  it('a row that was made anew with a right hash', async () => {
    const [row] = await store.database.selectFrom('audit').selectAll().where('sequence', '=', 8).execute();
    const chain = createChain({ writer, last: { sequence: 7, hash: row!.previous } });
    const [forged] = chain.seal([entryOf({ detail: 'harmless' })]);
    await store.database.deleteFrom('audit').where('sequence', '=', 8).execute();
    await store.database.insertInto('audit').values(forged!).execute();
    expect(await damages()).toEqual([{ writer, sequence: 8, kind: 'rewritten' }]);
  });

  it('a tail cut off before a checkpoint', async () => {
    await checkpointer().checkpoint();
    tamper('delete from audit where sequence > 15');
    expect(await damages()).toEqual([{ writer, sequence: 16, until: 20, kind: 'truncated' }]);
  });

  it('a whole log cut off or given to another writer', async () => {
    await checkpointer().checkpoint();
    tamper('delete from audit');
    expect(await damages()).toEqual([{ writer, sequence: 1, until: 20, kind: 'truncated' }]);
  });

  it('a whole log replaced by a sound one', async () => {
    await checkpointer().checkpoint();
    await store.database.deleteFrom('audit').execute();
    await write(store.ledger(createChain({ writer, last: undefined })), 30);
    expect(await damages()).toEqual([{ writer, sequence: 20, kind: 'replaced' }]);
    // And the one who did it made checkpoints to go with it, with a key of their own.
    tamper("update checkpoint set hash = (select hash from audit where sequence = 20), signature = 'x'");
    expect(await damages()).toEqual([{ writer, sequence: 20, kind: 'forged' }]);
    const kept = await readCheckpoints(join(folder, 'checkpoints.log'));
    const report = await verifyLog({ rows: store.trail.rows(), checkpoints: kept, verify });
    expect(report.damages).toEqual([{ writer, sequence: 20, kind: 'replaced' }]);
  });
});

describe('an exported log', () => {
  const path = (name = 'log.jsonl') => join(folder, name);
  const lines = () => readFileSync(path(), 'utf8').trimEnd().split('\n');
  const rewrite = (changed: readonly string[]) => writeFileSync(path(), `${changed.join('\n')}\n`);
  const verified = async (checkpointFiles: readonly string[] = []) =>
    verifyExport({ file: path(), checkpointFiles, verify });

  beforeEach(async () => {
    await checkpointer().checkpoint();
    await exportTo('log.jsonl');
  });

  it('verifies without a database', async () => {
    expect(await verified()).toMatchObject({ rows: 20, checkpoints: 1, damages: [], unreadable: [] });
  });

  it('shows a flipped bit, wherever it is', async () => {
    const bytes = readFileSync(path());
    for (let at = 300; at < bytes.length; at += 487) {
      const flipped = Buffer.from(bytes);
      flipped[at]! ^= 1;
      writeFileSync(path(), flipped);
      const { damages, unreadable } = await verified([path('checkpoints.log')]);
      expect(damages.length + unreadable.length).toBeGreaterThan(0);
    }
  });

  it('shows lines that were swapped, doubled, deleted or cut off', async () => {
    const [checkpoint, ...rows] = lines() as [string, ...string[]];
    const named = async (changed: readonly string[]) => {
      rewrite([checkpoint, ...changed]);
      return (await verified()).damages.map(({ sequence, kind }) => `${kind} ${sequence}`);
    };
    expect(await named(rows.with(7, rows[8]!).with(8, rows[7]!))).toEqual(['swapped 8']);
    expect(await named(rows.toSpliced(7, 0, rows[7]!))).toEqual(['inserted 8']);
    expect(await named(rows.toSpliced(7, 1))).toEqual(['missing 8']);
    expect(await named(rows.slice(0, 15))).toEqual(['truncated 16']);
  });

  it('tells which line cannot be read', async () => {
    rewrite(lines().with(8, '{"writer":'));
    const { damages, unreadable } = await verified();
    expect(unreadable).toEqual([9]);
    expect(damages).toEqual([{ writer, sequence: 8, kind: 'missing' }]);
  });
});

describe('the checkpointer', () => {
  it('signs a head once, in the database and in a file that can be kept elsewhere', async () => {
    const signing = checkpointer();
    await Promise.all([signing.checkpoint(), signing.checkpoint()]);
    await signing.stop();
    const stored = await store.trail.checkpoints();
    expect(stored).toHaveLength(1);
    expect(await readCheckpoints(join(folder, 'checkpoints.log'))).toEqual(stored);
  });

  it.each([
    ['so many entries', { everyEntries: 20 }, 1],
    ['so many minutes', { everyMilliseconds: 10 }, 1],
    ['neither yet', { everyEntries: 21 }, 0],
  ])('signs by itself after %s', async (_: string, every: Partial<CheckpointerOptions>, count: number) => {
    const signing = checkpointer({ lookEvery: 20, ...every });
    await new Promise((resolve) => setTimeout(resolve, 200));
    expect(await store.trail.checkpoints()).toHaveLength(count);
    await signing.stop();
    expect(await store.trail.checkpoints()).toHaveLength(1);
  });

  it('tells when it could not sign, and signs later', async () => {
    const errors: unknown[] = [];
    const signing = checkpointer({
      lookEvery: 20,
      everyEntries: 1,
      onError: (error) => errors.push(error),
      sign: (text) => {
        if (errors.length === 0) throw new Error('no key');
        return sign(text);
      },
    });
    await new Promise((resolve) => setTimeout(resolve, 200));
    await signing.stop();
    expect(errors).toHaveLength(1);
    expect(await damages()).toEqual([]);
    expect(await store.trail.checkpoints()).toHaveLength(1);
  });
});
