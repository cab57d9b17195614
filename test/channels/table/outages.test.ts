import { setTimeout as pause } from 'node:timers/promises';
import { describe, expect, it } from '@jest/globals';
import { findMariadb, sharedMariadb, startMariadb } from '../../mariadb.ts';
import { findPostgres, sharedPostgres, startPostgres } from '../../postgres.ts';
import {
  allSettled,
  describeFronts,
  type Front,
  mysqlFront,
  postgresFront,
  rowsOf,
  until,
  watch,
} from './front.ts';
import { createRecorder, failure, OK } from './recorder.ts';

const BATCH = '2024041700000001';

describeFronts((openFront) => {
  it('lets rows wait while the gateway takes nothing, says so once, and takes them once it does', async () => {
    const front = await openFront();
    const failures: unknown[] = [];
    let open = false;
    const recorder = createRecorder(() => (open ? OK : failure('APPLICATION_DISABLED', '应用账号已停用')));
    await front.fill('riskPoint', rowsOf(BATCH, 300));
    const channel = await watch(front, recorder.exchange, { concurrency: 40 }, (error) =>
      failures.push(error),
    );
    const [waiting] = await until(
      () => front.batches(),
      ([batch]) => batch?.['state'] === 'waiting',
    );
    expect(waiting).toMatchObject({ note: 'APPLICATION_DISABLED: 应用账号已停用' });
    expect(recorder.asked.length).toBeLessThanOrEqual(40);
    expect((await front.rows('riskPoint')).every(({ tgResult }) => tgResult === null)).toBe(true);
    const before = recorder.asked.length;
    await until(
      () => recorder.asked.length,
      (asked) => asked > before,
    );
    // After trouble one row asks whether it is over, not forty.
    expect(recorder.asked.length).toBe(before + 1);
    open = true;
    await until(() => front.rows('riskPoint'), allSettled);
    const [batch] = await until(
      () => front.batches(),
      ([found]) => found!['state'] === 'done',
    );
    await channel.stop(1000);
    expect(batch).toMatchObject({ note: '', flags: '' });
    expect(failures.map(String)).toEqual(['Error: front-end database front: its rows wait: 应用账号已停用']);
    expect(new Set(recorder.accepted).size).toBe(300);
  });

  it('finds how many exchanges the application may have at a time', async () => {
    const front = await openFront();
    let running = 0;
    const recorder = createRecorder(async () => {
      if (running >= 8) return failure('OVERLOADED');
      running += 1;
      await pause(2);
      running -= 1;
      return OK;
    });
    await front.fill('riskPoint', rowsOf(BATCH, 200));
    const channel = await watch(front, recorder.exchange, { concurrency: 20, quietSeconds: 30 });
    await front.fill('riskPoint', rowsOf('2024041700000002', 1));
    await until(
      () => front.batches(),
      ([batch]) => batch?.['state'] === 'done',
    );
    await channel.stop(1000);
    expect(recorder.accepted).toHaveLength(200);
  });

  it('stops in time: ends what is under way, confirms it, and begins nothing', async () => {
    const front = await openFront();
    const recorder = createRecorder(undefined, 100);
    await front.fill('riskPoint', rowsOf(BATCH, 100));
    const channel = await watch(front, recorder.exchange, { concurrency: 10 });
    await until(
      () => recorder.asked.length,
      (asked) => asked >= 10,
    );
    await channel.stop(5000);
    const rows = await front.rows('riskPoint');
    expect(rows.filter(({ tgResult }) => tgResult === '0')).toHaveLength(recorder.asked.length);
    expect(recorder.asked.length).toBeLessThan(100);
    const asked = recorder.asked.length;
    await pause(150);
    expect(recorder.asked.length).toBe(asked);
  });

  it('cuts what does not end in time', async () => {
    const front = await openFront();
    let asked = 0;
    const channel = await watch(front, () => {
      asked += 1;
      return new Promise(() => {});
    });
    await front.fill('riskPoint', rowsOf(BATCH, 5));
    await until(
      () => asked,
      (count) => count === 5,
    );
    const begun = performance.now();
    await channel.stop(200);
    expect(performance.now() - begun).toBeLessThan(5000);
  });

  it('leaves rows of a batch that was cut short for the next start', async () => {
    const front = await openFront();
    const first = createRecorder(undefined, 30);
    await front.fill('riskPoint', rowsOf(BATCH, 60));
    const before = await watch(front, first.exchange, { concurrency: 5 });
    await until(
      () => first.asked.length,
      (asked) => asked > 20,
    );
    await before.stop(2000);
    const second = createRecorder();
    const after = await watch(front, second.exchange);
    await until(() => front.rows('riskPoint'), allSettled);
    await until(
      () => front.batches(),
      ([batch]) => batch!['state'] === 'done',
    );
    await after.stop(1000);
    expect(first.accepted.length + second.accepted.length).toBe(60);
    expect(new Set([...first.accepted, ...second.accepted]).size).toBe(60);
  });

  it('refuses to start for a standard that is not served', async () => {
    const front = await openFront();
    const starting = watch(front, createRecorder().exchange, { standard: 'special-equipment' });
    await expect(starting).rejects.toThrow(
      'expected a standard that a service speaks (dual-prevention), got "special-equipment"',
    );
  });
});

describe('a SQLite file', () => {
  it('that is not there keeps the gateway from starting, with what to do', async () => {
    const missing = { settings: { kind: 'sqlite' as const, file: '/nowhere/front.db' } };
    await expect(watch(missing, createRecorder().exchange)).rejects.toThrow(
      '/nowhere/front.db is not there; tonggui table init --apply makes it',
    );
  });
});

/** A server that a test may crash. */
interface Crashable {
  readonly createDatabase: () => Promise<string>;
  readonly crash: () => Promise<void>;
  readonly start: () => Promise<void>;
  readonly remove: () => Promise<void>;
}

interface Kind {
  readonly name: string;
  readonly front: (url: string) => Promise<Front>;
  readonly shared: () => Promise<{ readonly createDatabase: () => Promise<string> }>;
  readonly own: () => Promise<Crashable>;
}

const [postgres, mariadb] = [findPostgres(), findMariadb()];
const kinds: readonly (Kind | undefined)[] = [
  postgres === undefined
    ? undefined
    : {
        name: 'PostgreSQL',
        front: postgresFront,
        shared: () => sharedPostgres(postgres),
        own: async () => {
          const server = await startPostgres(postgres);
          return { ...server, crash: () => server.stop('immediate') };
        },
      },
  mariadb && {
    name: 'MariaDB',
    front: mysqlFront,
    shared: () => sharedMariadb(mariadb),
    own: async () => {
      const server = await startMariadb(mariadb);
      return { ...server, crash: () => server.kill() };
    },
  },
];

// What is not installed is told, and fails where it must not be left out, by `describeFronts`.
describe.each(kinds.filter((kind) => kind !== undefined))('$name', ({ front: open, own, shared }) => {
  it('that goes away amid a batch loses no row and doubles none', async () => {
    const server = await own();
    try {
      const url = await server.createDatabase();
      const before = await open(url);
      await before.fill('riskPoint', rowsOf(BATCH, 1500));
      await before.provider.destroy();
      const failures: unknown[] = [];
      const recorder = createRecorder(undefined, 2);
      const settings = { batchRows: 100, concurrency: 20 };
      const channel = await watch(before, recorder.exchange, settings, (error) => failures.push(error));
      for (const enough of [200, 600]) {
        await until(
          () => recorder.accepted.length,
          (accepted) => accepted > enough,
        );
        await server.crash();
        await until(
          () => failures.length,
          (count) => count > 0,
        );
        await server.start();
        failures.splice(0);
      }
      const after = await open(url);
      const rows = await until(() => after.rows('riskPoint'), allSettled, 25_000);
      await after.provider.destroy();
      await channel.stop(1000);
      expect(rows).toHaveLength(1500);
      expect(new Set(recorder.accepted).size).toBe(1500);
      expect(recorder.accepted).toHaveLength(1500);
    } finally {
      await server.remove();
    }
  });

  it('lets one of two gateways work at a series at a time', async () => {
    const front = await open(await (await shared()).createDatabase());
    await front.fill('riskPoint', rowsOf(BATCH, 200));
    const recorder = createRecorder(undefined, 10);
    const start = () => watch(front, recorder.exchange, { concurrency: 10 });
    const channels = await Promise.all([start(), start()]);
    await until(() => front.rows('riskPoint'), allSettled);
    await Promise.all(channels.map((channel) => channel.stop(1000)));
    await front.provider.destroy();
    expect(recorder.asked).toHaveLength(200);
    expect(recorder.most()).toBe(10);
  });

  it('lets another gateway go on where one was cut off', async () => {
    const front = await open(await (await shared()).createDatabase());
    await front.fill('riskPoint', rowsOf(BATCH, 40));
    let held = 0;
    const first = await watch(front, () => {
      held += 1;
      return new Promise(() => {});
    });
    await until(
      () => held,
      (count) => count === 40,
    );
    const recorder = createRecorder();
    const second = await watch(front, recorder.exchange);
    await pause(300);
    expect(recorder.asked).toHaveLength(0);
    await first.stop(0);
    await until(() => front.rows('riskPoint'), allSettled);
    await second.stop(1000);
    await front.provider.destroy();
    expect(recorder.asked).toHaveLength(40);
  });
});
