import { execFile, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { chownSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, describe, it } from '@jest/globals';
import pg from 'pg';
import { openStore, type Store } from '../src/store/open-store.ts';

const run = promisify(execFile);

/** The folder of PostgreSQL's programs, or undefined where it is not installed. */
export function findPostgres(): string | undefined {
  const debian = '/usr/lib/postgresql';
  const versions = existsSync(debian) ? readdirSync(debian).sort((a, b) => Number(b) - Number(a)) : [];
  const folders = [
    ...versions.map((version) => join(debian, version, 'bin')),
    ...(process.env['PATH'] ?? '').split(delimiter),
  ];
  return folders.find((folder) =>
    ['initdb', 'pg_ctl', 'postgres'].every((name) => existsSync(join(folder, name))),
  );
}

/** A running server with a folder of its own. */
export interface PostgresServer {
  /** The address of a new, empty database. */
  createDatabase(): Promise<string>;
  /** `immediate` is what a crash does. */
  stop(mode?: 'fast' | 'immediate'): Promise<void>;
  start(): Promise<void>;
  /** The process id of the postmaster. */
  pid(): Promise<number>;
}

/** PostgreSQL refuses to run as root. */
async function asServer(program: string, args: readonly string[]): Promise<string> {
  const root = process.getuid?.() === 0;
  const [command, parameters] = root
    ? ['runuser', ['-u', 'postgres', '--', program, ...args]]
    : [program, args];
  // Not in the repository's folder, which the server's user may not enter.
  return (await run(command, [...parameters], { cwd: tmpdir() })).stdout;
}

async function ownFolder(folder: string): Promise<void> {
  if (process.getuid?.() !== 0) return;
  const [uid, gid] = await Promise.all(
    ['-u', '-g'].map(async (flag) => Number((await run('id', [flag, 'postgres'])).stdout)),
  );
  chownSync(folder, uid!, gid!);
}

function serverIn(bin: string, folder: string): PostgresServer {
  const data = join(folder, 'data');
  const control = (...args: string[]) => asServer(join(bin, 'pg_ctl'), ['-D', data, '-s', '-w', ...args]);
  const address = (database: string) =>
    `postgres:///${database}?host=${encodeURIComponent(folder)}&user=postgres`;
  return {
    createDatabase: async () => {
      const name = `t${randomUUID().replaceAll('-', '')}`;
      const client = new pg.Client({ connectionString: address('postgres') });
      await client.connect();
      await client.query(`create database ${name}`);
      await client.end();
      return address(name);
    },
    start: async () => {
      const options = `-c listen_addresses='' -c unix_socket_directories='${folder}' -c max_connections=60`;
      await control('-l', join(folder, 'log'), '-o', options, 'start');
    },
    stop: async (mode = 'fast') => {
      await control('-m', mode, 'stop');
    },
    pid: async () => Number((await asServer('head', ['-n1', join(data, 'postmaster.pid')])).trim()),
  };
}

async function startIn(bin: string, folder: string): Promise<PostgresServer> {
  await ownFolder(folder);
  const data = join(folder, 'data');
  await asServer(join(bin, 'initdb'), [
    '-D',
    data,
    '-U',
    'postgres',
    '-A',
    'trust',
    '-E',
    'UTF8',
    '--no-locale',
    '-N',
  ]);
  const server = serverIn(bin, folder);
  await server.start();
  return server;
}

/** A server for one test alone, to be stopped and started at will; `remove` ends it. */
export async function startPostgres(bin: string): Promise<PostgresServer & { remove(): Promise<void> }> {
  const folder = mkdtempSync(join(tmpdir(), 'tg-pg-'));
  const server = await startIn(bin, folder);
  const remove = async () => {
    await server.stop('immediate').catch(() => {});
    rmSync(folder, { recursive: true, force: true });
  };
  return { ...server, remove };
}

/** Stops the shared server once jest is gone, however it went. */
function stopAfter(jest: number, bin: string, folder: string): void {
  const stop = join(bin, 'pg_ctl');
  const user = process.getuid?.() === 0 ? 'runuser -u postgres -- ' : '';
  const script = `while kill -0 ${jest} 2>/dev/null; do sleep 0.5; done; ${user}${stop} -D ${folder}/data -m immediate -s stop; rm -rf ${folder}`;
  spawn('sh', ['-c', script], { detached: true, stdio: 'ignore', cwd: tmpdir() }).unref();
}

async function untilExists(file: string): Promise<void> {
  const deadline = Date.now() + 20_000;
  while (!existsSync(file)) {
    if (Date.now() > deadline) throw new Error(`PostgreSQL did not start; see ${file}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

/** One server for the whole jest run: the first worker that needs it starts it. */
export async function sharedPostgres(bin: string): Promise<PostgresServer> {
  const jest = process.send === undefined ? process.pid : process.ppid;
  const folder = join(tmpdir(), `tg-pg-${jest}`);
  const ready = join(folder, 'ready');
  try {
    mkdirSync(folder);
  } catch {
    await untilExists(ready);
    return serverIn(bin, folder);
  }
  stopAfter(jest, bin, folder);
  const server = await startIn(bin, folder);
  writeFileSync(ready, '');
  return server;
}

/** Opens a store on a new, empty, migrated database; it is closed after the test. */
export type OpenFresh = () => Promise<Store>;

/** Opens one more store on the database that was opened last. */
export type OpenAgain = () => Promise<Store>;

export type StoreSuite = (name: 'sqlite' | 'postgres', open: OpenFresh, again: OpenAgain) => void;

/** Runs the same suite on SQLite and on PostgreSQL, where that is installed. */
export function describeStores(suite: StoreSuite): void {
  const closing: (() => Promise<unknown> | unknown)[] = [];
  afterEach(async () => {
    for (const close of closing.splice(0).reverse()) await close();
  });
  async function opened(opening: Promise<Store>): Promise<Store> {
    const store = await opening;
    closing.push(() => store.close());
    await store.migrate();
    return store;
  }

  describe('on SQLite', () => {
    let file = '';
    const again = () => opened(openStore({ kind: 'sqlite', file }));
    const open = () => {
      const folder = mkdtempSync(join(tmpdir(), 'tg-sqlite-'));
      closing.push(() => rmSync(folder, { recursive: true, force: true }));
      file = join(folder, 'tonggui.db');
      return again();
    };
    suite('sqlite', open, again);
  });

  const bin = findPostgres();
  if (bin === undefined) {
    describeMissing();
    return;
  }
  describe('on PostgreSQL', () => {
    let url = '';
    const again = () => opened(openStore({ kind: 'postgres', url, poolSize: 4 }));
    const open = async () => {
      url = await (await sharedPostgres(bin)).createDatabase();
      return again();
    };
    suite('postgres', open, again);
  });
}

/** Says so, and fails where everything must be tested. */
export function describeMissing(): void {
  if (process.env['TONGGUI_TEST_ALL'] === '1') {
    it('finds PostgreSQL', () => {
      throw new Error('PostgreSQL not found, and TONGGUI_TEST_ALL=1 asks for all tests');
    });
    return;
  }
  process.stderr.write('PostgreSQL not found: store tests run on SQLite only\n');
  describe.skip('on PostgreSQL', () => {
    it('needs PostgreSQL', () => {});
  });
}
