import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { chownSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';
import { describe, it } from '@jest/globals';
import { createConnection } from 'mysql2/promise';

const run = promisify(execFile);

/** MariaDB's programs that the tests need. */
export interface MariadbPrograms {
  readonly server: string;
  readonly install: string;
}

/** Where MariaDB's programs are, or undefined where it is not installed. */
export function findMariadb(): MariadbPrograms | undefined {
  const folders = ['/usr/sbin', '/usr/bin', ...(process.env['PATH'] ?? '').split(delimiter)];
  const find = (name: string) => folders.map((folder) => join(folder, name)).find((file) => existsSync(file));
  const [server, install] = [find('mariadbd'), find('mariadb-install-db')];
  return server === undefined || install === undefined ? undefined : { server, install };
}

/** A running server with a folder of its own, reached by its socket alone. */
export interface MariadbServer {
  /** The address of a new, empty database. */
  createDatabase(): Promise<string>;
}

/** One that a test may end and start at will. */
export interface OwnMariadbServer extends MariadbServer {
  /** What a crash does. */
  kill(): Promise<void>;
  /** Keeps its connections and answers nothing, until it is let `go`. */
  freeze(): { go(): void };
  start(): Promise<void>;
  remove(): Promise<void>;
}

/** MariaDB refuses to run as root. */
const USER = process.getuid?.() === 0 ? ['--user=mysql'] : [];

/**
 * Small and quick to start; what it told to have kept survives its process, though not its machine. Its way with
 * quotes, backslashes and characters is not the usual one: who relies on the server's settings finds out here.
 */
const OPTIONS = [
  '--no-defaults',
  ...USER,
  '--skip-networking',
  '--max-connections=200',
  '--innodb-buffer-pool-size=64M',
  '--innodb-flush-log-at-trx-commit=2',
  '--sql-mode=ANSI_QUOTES,NO_BACKSLASH_ESCAPES',
  '--character-set-server=latin1',
];

async function installIn({ install }: MariadbPrograms, folder: string): Promise<void> {
  if (USER.length > 0) {
    const [uid, gid] = await Promise.all(
      ['-u', '-g'].map(async (flag) => Number((await run('id', [flag, 'mysql'])).stdout)),
    );
    chownSync(folder, uid!, gid!);
  }
  const place = [`--datadir=${join(folder, 'data')}`, '--skip-test-db', '--skip-name-resolve'];
  // Whoever reaches the socket may enter as root without a password.
  const account = '--auth-root-authentication-method=normal';
  await run(install, ['--no-defaults', ...USER, ...place, account], { cwd: tmpdir() });
}

function command({ server }: MariadbPrograms, folder: string): readonly [string, readonly string[]] {
  const place = ['data', 'socket', 'pid-file', 'log-error'].map(
    (name) => `--${name === 'data' ? 'datadir' : name}=${join(folder, name)}`,
  );
  return [server, [...OPTIONS, ...place]];
}

function serverIn(folder: string): MariadbServer {
  const address = (database: string) =>
    `mysql://root@localhost/${database}?socketPath=${encodeURIComponent(join(folder, 'socket'))}`;
  return {
    createDatabase: async () => {
      const name = `t${randomUUID().replaceAll('-', '')}`;
      const connection = await createConnection(address(''));
      await connection.query(`create database ${name}`);
      await connection.end();
      return address(name);
    },
  };
}

async function untilReady(folder: string): Promise<void> {
  const deadline = Date.now() + 20_000;
  const uri = `mysql://root@localhost/?socketPath=${encodeURIComponent(join(folder, 'socket'))}`;
  for (;;) {
    try {
      return await (await createConnection(uri)).end();
    } catch (cause) {
      if (Date.now() > deadline)
        throw new Error(`MariaDB did not start; see ${join(folder, 'log-error')}`, { cause });
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

/** A server for one test alone. */
export async function startMariadb(programs: MariadbPrograms): Promise<OwnMariadbServer> {
  const folder = mkdtempSync(join(tmpdir(), 'tg-my-'));
  await installIn(programs, folder);
  let child: ChildProcess | undefined;
  const start = async (): Promise<void> => {
    child = spawn(...command(programs, folder), { stdio: 'ignore', cwd: tmpdir() });
    await untilReady(folder);
  };
  const kill = async (): Promise<void> => {
    const ended = new Promise((resolve) => child!.once('exit', resolve));
    child!.kill('SIGKILL');
    await ended;
  };
  const freeze = () => {
    child!.kill('SIGSTOP');
    return { go: () => void child!.kill('SIGCONT') };
  };
  const remove = async (): Promise<void> => {
    await kill();
    rmSync(folder, { recursive: true, force: true });
  };
  await start();
  return { ...serverIn(folder), start, kill, freeze, remove };
}

/** Runs until jest is gone, however it went. */
const KEEPER =
  '"$@" & server=$!; while kill -0 $JEST 2>/dev/null; do sleep 0.5; done; kill -9 $server; rm -rf $FOLDER';

/** One server for the whole jest run: the first worker that needs it starts it. */
export async function sharedMariadb(programs: MariadbPrograms): Promise<MariadbServer> {
  const jest = process.send === undefined ? process.pid : process.ppid;
  const folder = join(tmpdir(), `tg-my-${jest}`);
  const ready = join(folder, 'ready');
  try {
    mkdirSync(folder);
  } catch {
    const deadline = Date.now() + 20_000;
    while (!existsSync(ready)) {
      if (Date.now() > deadline) throw new Error(`MariaDB did not start; see ${folder}`);
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    return serverIn(folder);
  }
  await installIn(programs, folder);
  const [server, parameters] = command(programs, folder);
  const env = { ...process.env, JEST: String(jest), FOLDER: folder };
  const keeper = ['-c', KEEPER, 'keeper', server, ...parameters];
  spawn('sh', keeper, { detached: true, stdio: 'ignore', cwd: tmpdir(), env }).unref();
  await untilReady(folder);
  writeFileSync(ready, '');
  return serverIn(folder);
}

/** Says that MariaDB is not there, and fails where everything must be tested. */
export function describeMissingMariadb(): void {
  if (process.env['TONGGUI_TEST_ALL'] === '1') {
    it('finds MariaDB', () => {
      throw new Error('MariaDB not found, and TONGGUI_TEST_ALL=1 asks for all tests');
    });
    return;
  }
  process.stderr.write('MariaDB not found: tests of front-end databases run without it\n');
  describe.skip('on MariaDB', () => {
    it('needs MariaDB', () => {});
  });
}
