import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from '@jest/globals';
import { type RawBuilder, sql } from 'kysely';
import { tableSettings } from '../../../src/channels/table/settings.ts';
import { tableChannel } from '../../../src/channels/table/table-channel.ts';
import type { ChannelHealth, ChannelParts, RunningChannel } from '../../../src/envelope/channel.ts';
import { allSettled, describeFronts, FORMS, rowsOf, SERVICE, sqliteFront, until } from './front.ts';
import { createRecorder, failure, OK } from './recorder.ts';

const closing: (() => Promise<unknown> | unknown)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'tg-health-'));
  closing.push(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** The channel on front-end databases, by name. */
async function start(
  databases: Readonly<Record<string, object>>,
  more: Partial<ChannelParts> = {},
): Promise<RunningChannel> {
  const settings = Object.entries(databases).map(([name, database]) => ({
    name,
    application: 'PROVIDER',
    database,
    pollSeconds: 0.05,
    quietSeconds: 0,
  }));
  const { exchange } = createRecorder();
  const parts = { services: [SERVICE], exchange, onFailure: () => {}, ...more };
  const running = await tableChannel.start(tableSettings.parse(settings), parts);
  closing.push(() => running.stop(100));
  return running;
}

const reasonOf = (health: ChannelHealth) => (health.state === 'ok' ? undefined : health.reason);
const told = (running: RunningChannel, text: string) =>
  until(
    () => reasonOf(running.health()),
    (reason) => reason?.includes(text) === true,
  );
const well = (running: RunningChannel) =>
  until(
    () => running.health(),
    ({ state }) => state === 'ok',
  );

describe('the health of the table channel', () => {
  it('is not called well before a database has answered, and not once it is away', async () => {
    const deaf = createServer((socket) => closing.push(() => socket.destroy()));
    await new Promise<void>((resolve) => deaf.listen(0, '127.0.0.1', resolve));
    closing.push(() => deaf.close());
    const { port } = deaf.address() as { port: number };
    const running = await start({ far: { kind: 'postgres', url: `postgres://me:pass@127.0.0.1:${port}/x` } });
    expect(reasonOf(running.health())).toBe('far: the front-end database has not answered yet');
    const closed = await start({ gone: { kind: 'postgres', url: 'postgres://me:pass@127.0.0.1:1/x' } });
    expect(await told(closed, 'ECONNREFUSED')).toBe(
      'gone: the front-end database does not answer, or refuses (ECONNREFUSED)',
    );
  });

  it('tells of missing tables, and is well once they are made', async () => {
    const file = join(newFolder(), 'front.db');
    writeFileSync(file, '');
    const running = await start({ front: { kind: 'sqlite', file } });
    await told(running, 'front: there is no table tgBatch; tonggui table init makes it');
    const { provider } = await sqliteFront(file, FORMS);
    await provider.destroy();
    await well(running);
  });

  it('tells of an application that is missing or disabled before any row comes', async () => {
    const front = await sqliteFront(join(newFolder(), 'front.db'));
    let enabled: boolean | undefined;
    const running = await start({ front: front.settings }, { isEnabled: () => enabled });
    await told(running, 'front: there is no application PROVIDER; rows wait');
    enabled = false;
    await told(running, 'front: the application PROVIDER is disabled; rows wait');
    enabled = true;
    await well(running);
    await front.provider.destroy();
  });

  it('tells of tables that stand for nothing that the application can send, once it is there', async () => {
    const front = await sqliteFront(join(newFolder(), 'front.db'));
    let enabled: boolean | undefined;
    let key: readonly string[] | undefined;
    const primaryKey = (application: string, resource: string) =>
      application === 'PROVIDER' && resource === 'deptInfo' ? ['deptName'] : key;
    const running = await start({ front: front.settings }, { isEnabled: () => enabled, primaryKey });
    await told(running, 'front: there is no application PROVIDER');
    expect(reasonOf(running.health())).not.toContain('riskPoint');
    enabled = true;
    await told(running, 'front: rows of riskPoint are refused: the standard of PROVIDER has no such kind');
    key = [];
    await well(running);
    await front.provider.destroy();
  });

  it('tells why rows wait, since when, of which database, and when it is over', async () => {
    const folder = newFolder();
    const [one, two] = [await sqliteFront(join(folder, 'a.db')), await sqliteFront(join(folder, 'b.db'))];
    let open = false;
    const { exchange } = createRecorder(() => (open ? OK : failure('OVERLOADED')));
    const before = Date.now();
    const running = await start({ one: one.settings, two: two.settings }, { exchange });
    await two.fill('riskPoint', rowsOf('2024041700000001', 3));
    await told(running, 'two: the gateway takes nothing (OVERLOADED');
    const health = running.health();
    expect(reasonOf(health)).not.toContain('one:');
    expect(health.state === 'degraded' && health.since.getTime()).toBeGreaterThanOrEqual(before);
    open = true;
    await well(running);
    await Promise.all([one, two].map(({ provider }) => provider.destroy()));
  });
});

describeFronts((openFront) => {
  it('names a table or a column that goes away, in health and to the log, and is well once it is back', async () => {
    const front = await openFront();
    const change = (statement: RawBuilder<unknown>) => statement.execute(front.provider);
    const [risk, away] = [sql.table('riskPoint'), sql.table('away')];
    const [type, other] = [sql.ref('busType'), sql.ref('other')];
    const failures: unknown[] = [];
    const running = await start({ front: front.settings }, { onFailure: (error) => failures.push(error) });
    await well(running);
    await change(sql`alter table ${risk} rename to ${away}`);
    await told(running, 'front: there is no table riskPoint; tonggui table init makes it');
    await change(sql`alter table ${away} rename to ${risk}`);
    await well(running);
    await front.fill('riskPoint', rowsOf('2024041700000001', 1));
    await until(() => front.rows('riskPoint'), allSettled);
    await change(sql`alter table ${risk} rename column ${type} to ${other}`);
    await change(sql`update ${risk} set ${sql.ref('tgResult')} = null`);
    await told(running, 'front: the table riskPoint lacks the columns busType');
    await change(sql`alter table ${risk} rename column ${other} to ${type}`);
    await well(running);
    expect(failures.map(String)).toEqual([
      expect.stringContaining('its rows wait: there is no table riskPoint'),
      expect.stringContaining('its rows wait: the table riskPoint lacks the columns busType'),
    ]);
  });
});
