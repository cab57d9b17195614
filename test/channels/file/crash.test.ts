import { spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterEach, expect, it } from '@jest/globals';
import { openStore } from '../../../src/store/open-store.ts';
import { riskPoint } from '../../support/s5.ts';
import { type Folder, fileOf, openFolder, until } from './folder.ts';

const loader = resolve('node_modules/tsx/dist/loader.mjs');
const program = resolve('test/channels/file/crash-gateway.ts');
const FILES = 60;

interface Child {
  readonly adminUrl: Promise<string>;
  kill(): Promise<void>;
}

let children: Child[] = [];
afterEach(async () => {
  for (const child of children) await child.kill();
  children = [];
});

function start(data: string, { path }: Folder): Child {
  const child = spawn(process.execPath, ['--import', loader, program, data, path], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = new Promise<void>((resolve) => {
    child.once('exit', () => resolve());
  });
  const adminUrl = new Promise<string>((resolve) => {
    child.stdout.once('data', (line: Buffer) => resolve(line.toString().trim()));
  });
  const started = {
    adminUrl,
    kill: async () => {
      child.kill('SIGKILL');
      await ended;
    },
  };
  children.push(started);
  return started;
}

async function addApplication(data: string, { adminUrl }: Child): Promise<void> {
  const url = `${await adminUrl}/api/applications`;
  const key = readFileSync(join(data, 'admin.key'), 'utf8').trim();
  const headers = { authorization: `Bearer ${key}`, 'content-type': 'application/json' };
  const body = JSON.stringify({ id: 'PROVIDER', name: '提供单位', standard: 's5', grants: ['*:*:*'] });
  expect((await fetch(url, { method: 'POST', headers, body })).status).toBe(200);
}

async function facts(data: string) {
  const store = await openStore({ kind: 'sqlite', file: join(data, 'tonggui.db') });
  const rows = await store.database.selectFrom('audit').select(['event', 'message_id']).execute();
  const records = await store.database.selectFrom('record').select(['version']).execute();
  await store.close();
  const idsOf = (event: string) =>
    rows.filter((row) => row.event === event).map(({ message_id }) => message_id);
  return { accepted: idsOf('EXCHANGE_ACCEPTED'), repeated: idsOf('EXCHANGE_REPEATED'), records };
}

const answered = ({ path }: Folder) =>
  readdirSync(join(path, 'answers')).filter((name) => name.endsWith('.reply.json')).length;

it('a gateway that is killed again and again answers every file, and stores each once', async () => {
  const base = mkdtempSync(join(tmpdir(), 'tg-crash-file-'));
  const folder = openFolder();
  try {
    const data = join(base, 'data');
    let child = start(data, folder);
    await addApplication(data, child);
    for (let index = 0; index < FILES; index += 1) {
      const record = riskPoint() as Record<string, string>;
      await folder.drop(`riskPoint-${index}.csv`, await fileOf('csv', [record]));
    }
    for (const enough of [5, 20, 40]) {
      await until(
        () => answered(folder),
        (count) => count > enough,
        60_000,
      );
      await child.kill();
      child = start(data, folder);
    }
    await until(
      () => folder.list('accepted'),
      ({ length }) => length === FILES,
      60_000,
    );
    await child.kill();
    expect(answered(folder)).toBe(FILES);
    expect([...folder.list('incoming'), ...folder.list('working'), ...folder.list('refused')]).toEqual([]);
    const replies = folder.list('answers').filter((name) => name.endsWith('.reply.json'));
    for (const name of replies)
      expect(JSON.parse(readFileSync(join(folder.path, 'answers', name), 'utf8'))).toMatchObject({
        status: '0',
      });
    const { accepted, records } = await facts(data);
    expect(accepted).toHaveLength(FILES);
    expect(new Set(accepted).size).toBe(FILES);
    expect(records).toHaveLength(FILES);
  } finally {
    folder.remove();
    rmSync(base, { recursive: true, force: true });
  }
}, 120_000);

it('a file whose answer a crash kept from its sender is taken again and gets it, nothing being stored twice', async () => {
  const base = mkdtempSync(join(tmpdir(), 'tg-crash-file-'));
  const folder = openFolder();
  try {
    const data = join(base, 'data');
    let child = start(data, folder);
    await addApplication(data, child);
    const record = riskPoint() as Record<string, string>;
    await folder.drop('riskPoint-1.xml', await fileOf('xml', [record]));
    const first = await folder.reply('riskPoint-1.xml');
    const [archived] = await until(
      () => folder.list('accepted'),
      ({ length }) => length === 1,
    );
    await child.kill();
    // As the crash between commit and answer leaves it: claimed, committed, not answered.
    const accepted = join(folder.path, 'archive', 'accepted');
    const [day] = readdirSync(accepted);
    renameSync(join(accepted, day!, archived!), join(folder.path, 'working', 'riskPoint-1.xml'));
    for (const name of folder.list('answers')) rmSync(join(folder.path, 'answers', name));
    child = start(data, folder);
    expect(await folder.reply('riskPoint-1.xml')).toEqual(first);
    await until(
      () => folder.list('accepted'),
      ({ length }) => length === 1,
    );
    await child.kill();
    const { accepted: once, repeated, records } = await facts(data);
    expect(once).toHaveLength(1);
    expect(repeated).toEqual(once);
    expect(records).toHaveLength(1);
  } finally {
    folder.remove();
    rmSync(base, { recursive: true, force: true });
  }
}, 60_000);
