import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { verifyLog } from '../../../src/audit/verify-log.ts';
import { openStore } from '../../../src/store/open-store.ts';
import { findMariadb, sharedMariadb } from '../../mariadb.ts';
import { findPostgres, sharedPostgres } from '../../postgres.ts';
import { riskPoint } from '../../support/s5.ts';
import { type Front, mysqlFront, postgresFront, rowOf, sqliteFront, until } from './front.ts';
import { S5_FORMS } from './s5-forms.ts';

const loader = resolve('node_modules/tsx/dist/loader.mjs');
const program = resolve('test/channels/table/crash-gateway.ts');
const ROWS = 1200;

interface Child {
  readonly adminUrl: Promise<string>;
  kill(): Promise<void>;
}

function start(data: string, front: Front): Child {
  const child = spawn(process.execPath, ['--import', loader, program, data, JSON.stringify(front.settings)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = new Promise<void>((resolve) => {
    child.once('exit', () => resolve());
  });
  const adminUrl = new Promise<string>((resolve) => {
    child.stdout.once('data', (line: Buffer) => resolve(line.toString().trim()));
  });
  return {
    adminUrl,
    kill: async () => {
      child.kill('SIGKILL');
      await ended;
    },
  };
}

async function addApplication(data: string, { adminUrl }: Child): Promise<void> {
  const url = `${await adminUrl}/api/applications`;
  const key = readFileSync(join(data, 'admin.key'), 'utf8').trim();
  const headers = { authorization: `Bearer ${key}`, 'content-type': 'application/json' };
  const body = JSON.stringify({ id: 'PROVIDER', name: '提供单位', standard: 's5', grants: ['*:*:*'] });
  const { status } = await fetch(url, { method: 'POST', headers, body });
  expect(status).toBe(200);
}

const settled = async (front: Front) =>
  (await front.rows('riskPoint')).filter(({ tgResult }) => tgResult !== null).length;

/** Two rows a record: added, then changed. */
async function fill(front: Front): Promise<void> {
  const { riskNo: _, riskName: __, ...columns } = rowOf('2024041700000001', '');
  const rows = Array.from({ length: ROWS / 2 }, (_, index) => {
    const record = riskPoint() as Record<string, string>;
    const row = { ...columns, ...record, batchNo: `202404170000000${1 + (index % 3)}` };
    return [
      { ...row, ID: `add-${index}` },
      { ...row, ID: `change-${index}`, busType: 'U', riskName: '改后' },
    ];
  });
  await front.fill('riskPoint', rows.flat());
}

async function survive(front: Front, data: string): Promise<void> {
  await fill(front);
  let child = start(data, front);
  await addApplication(data, child);
  for (const enough of [100, 350, 700]) {
    await until(
      () => settled(front),
      (count) => count > enough,
      60_000,
    );
    await child.kill();
    child = start(data, front);
  }
  await until(
    () => front.batches(),
    (batches) => batches.length === 3 && batches.every(({ state }) => state === 'done'),
    60_000,
  );
  await child.kill();
}

async function check(front: Front, data: string): Promise<void> {
  const rows = await front.rows('riskPoint');
  expect(rows.map(({ tgResult }) => tgResult)).toEqual(Array(ROWS).fill('0'));
  const batches = await front.batches();
  expect(batches.reduce((sum, { accepted }) => sum + Number(accepted), 0)).toBe(ROWS);
  const store = await openStore({ kind: 'sqlite', file: join(data, 'tonggui.db') });
  const accepted = await store.database
    .selectFrom('audit')
    .select('message_id')
    .where('event', '=', 'EXCHANGE_ACCEPTED')
    .execute();
  expect(new Set(accepted.map(({ message_id }) => message_id)).size).toBe(ROWS);
  expect(accepted).toHaveLength(ROWS);
  const records = await store.database.selectFrom('record').select(['content', 'version']).execute();
  expect(records).toHaveLength(ROWS / 2);
  expect(records.every(({ content }) => content.includes('改后'))).toBe(true);
  expect(await verifyLog({ rows: store.trail.rows(), checkpoints: [] })).toMatchObject({ damages: [] });
  await store.close();
}

describe('a gateway that is killed again and again amid its batches', () => {
  const [postgres, mariadb] = [findPostgres(), findMariadb()];
  const places = [
    ['SQLite', true, (folder: string) => sqliteFront(join(folder, 'front.db'), S5_FORMS)],
    [
      'PostgreSQL',
      postgres !== undefined,
      async () => postgresFront(await (await sharedPostgres(postgres!)).createDatabase(), S5_FORMS),
    ],
    [
      'MariaDB',
      mariadb !== undefined,
      async () => mysqlFront(await (await sharedMariadb(mariadb!)).createDatabase(), S5_FORMS),
    ],
  ] as const;
  it.each(places.filter(([, installed]) => installed))(
    'takes every row of a %s front-end database once, in order, and confirms it once',
    async (_name, _installed, open) => {
      const folder = mkdtempSync(join(tmpdir(), 'tg-crash-table-'));
      const front = await open(folder);
      try {
        const data = join(folder, 'data');
        await survive(front, data);
        await check(front, data);
      } finally {
        await front.provider.destroy();
        rmSync(folder, { recursive: true, force: true });
      }
    },
    120_000,
  );
});
