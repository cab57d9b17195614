import { execFileSync } from 'node:child_process';
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { Option } from 'commander';
import { FILE_FORMATS, type FileFormat } from '../src/record-files/record-file.ts';
import { writeRecordFile } from '../src/record-files/write-record-file.ts';
import { riskPoint } from '../test/support/s5.ts';
import { type Child, startChild } from './child.ts';
import { readOptions } from './read-options.ts';
import { machineNote } from './report.ts';

interface Options {
  readonly quick?: boolean;
}

/**
 * Records a second that a watched folder takes, in each form of file, beside the same records by REST: as many at a
 * time, in the same run, by turns.
 */
const options = readOptions<Options>('bench:files', 'Measure records a second by files of records', [
  new Option('--quick', 'a fifth of the files'),
]);
const FILES = options.quick ? 2 : 10;
const RECORDS = 2000;
const TOGETHER = 4;
const SECRET = 'secret-of-the-bench';
const PROGRAM = 'bin/tonggui.js';
const root = mkdtempSync(join(tmpdir(), 'tonggui-files-'));
const [data, folder] = [join(root, 'data'), join(root, 'folder')];
try {
  const { ratios, peakMiB } = await measure();
  console.log(JSON.stringify({ records: FILES * RECORDS, ...ratios, peakMiB, machine: machineNote() }));
} finally {
  rmSync(root, { recursive: true, force: true });
}

async function measure() {
  mkdirSync(folder);
  const members = { distributedStorageIdentifier: 'bench', resourceIdentifier: 'riskPoint' };
  const watched = { name: 'bench', folder, standard: 'dual-prevention', operation: 'addObjects', members };
  const channels = {
    file: [{ ...watched, application: 'BENCH', pollSeconds: 0.05, quietSeconds: 0, concurrency: TOGETHER }],
  };
  const config = join(root, 'tonggui.yaml');
  writeFileSync(config, JSON.stringify({ data, exchange: { port: 0 }, admin: { port: 0 }, channels }));
  const child = await startChild([PROGRAM, 'serve', '--json', '--config', config]);
  try {
    return { ratios: await compare(child), peakMiB: Math.round(child.peakMemory()) };
  } finally {
    await child.stop();
  }
}

async function compare(child: Child) {
  writeFileSync(join(root, 'secret'), SECRET);
  const application = ['--appid', 'BENCH', '--standard', 's5', '--grant', '*:*:*'];
  const words = ['app', 'add', ...application, '--secret-from', join(root, 'secret'), '--data', data];
  execFileSync(process.execPath, [PROGRAM, ...words], { stdio: ['ignore', 'ignore', 'inherit'] });
  const ratios: Record<string, object> = {};
  await byRest(child);
  for (const format of FILE_FORMATS) {
    const [files, rest] = [await byFolder(format), await byRest(child)];
    ratios[format] = { perSecond: Math.round(files), filesToRest: Number((files / rest).toFixed(2)) };
  }
  return ratios;
}

function recordsOf(): readonly Readonly<Record<string, unknown>>[] {
  return Array.from({ length: RECORDS }, () => riskPoint());
}

/** From the moment that all files are there until the last answer is. */
async function byFolder(format: FileFormat): Promise<number> {
  const columns = Object.keys(riskPoint());
  for (let file = 0; file < FILES; file += 1) {
    const rows = recordsOf().map((record) => columns.map((name) => String(record[name])));
    writeFileSync(
      join(root, `${file}.${format}`),
      await writeRecordFile(format, { head: [], columns, rows }),
    );
  }
  const begun = performance.now();
  const names = Array.from({ length: FILES }, (_, file) => `${file}.${format}`);
  for (const name of names) renameSync(join(root, name), join(folder, 'incoming', name));
  const answers = join(folder, 'answers');
  const wanted = names.map((name) => `${name}.reply.json`);
  while (!wanted.every((name) => readdirSync(answers).includes(name))) await pause(10);
  const perSecond = (FILES * RECORDS * 1000) / (performance.now() - begun);
  for (const name of wanted) expectTaken(readFileSync(join(answers, name), 'utf8'));
  return perSecond;
}

async function byRest(child: Child): Promise<number> {
  const token = await post(child, '/jsdspcloud/servlet/token', { appid: 'BENCH', secret: SECRET });
  const authorization = `Bearer ${JSON.parse(token).access_token}`;
  const bodies = Array.from({ length: FILES }, recordsOf);
  const begun = performance.now();
  const send = async () => {
    for (let body = bodies.pop(); body !== undefined; body = bodies.pop()) {
      const path = `/addObjects/${crypto.randomUUID()}/bench/riskPoint`;
      expectTaken(await post(child, path, body, { authorization }));
    }
  };
  await Promise.all(Array.from({ length: TOGETHER }, send));
  return (FILES * RECORDS * 1000) / (performance.now() - begun);
}

async function post(child: Child, path: string, body: unknown, headers = {}): Promise<string> {
  const { origin } = new URL(String(child.facts['exchange']));
  const answer = await fetch(`${origin}${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  });
  return answer.text();
}

function expectTaken(reply: string): void {
  if (JSON.parse(reply).status !== '0') throw new Error(`refused: ${reply.slice(0, 300)}`);
}
