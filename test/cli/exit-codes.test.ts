import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Facts, type Served, serve, temporaryFolder } from './gateway.ts';
import { run } from './run.ts';

const folder = temporaryFolder();
const SECRET = 'cdcJeaXje3q6GKnp';
let served: Served;
let facts: Facts;
beforeAll(async () => {
  served = await serve(['--demo', '--json']);
  facts = JSON.parse(served.out()) as Facts;
  writeFileSync(join(folder, 'secret'), SECRET);
  writeFileSync(join(folder, 'demo'), facts.demo.secret);
  mkdirSync(join(folder, 'folder'));
});
afterAll(async () => {
  await served.close();
  rmSync(folder, { recursive: true, force: true });
});

const ADD = ['app', 'add', '--appid', 'A1', '--standard', 's1'];
const CALL = ['call', '--url', 'http://127.0.0.1:1/x', '--appid', 'A', '--secret-from', 'secret'].concat([
  '--profile',
  'MD5',
  '--standard',
  's1',
  '--busicode',
  '120101',
  '--action',
  '04',
]);
const UNREACHABLE = 'postgres://127.0.0.1:1/x';

/** Each with what its line says; `DATA` stands for the data folder of a gateway that runs. */
const ENDS: readonly (readonly [code: number, line: string, commandLine: readonly string[]])[] = [
  [0, '', ['app', 'list', 'DATA']],
  // Tried, and refused by whoever was asked.
  [1, 'sign.profile', [...ADD, '--profile', 'TOKEN', 'DATA']],
  [1, 'networks', [...ADD, '--network', '300.1.1.1', 'DATA']],
  [1, 'grants', [...ADD, '--grant', 'nonsense', 'DATA']],
  [1, 'error: ', ['app', 'show', 'NOBODY', 'DATA']],
  [1, 'could not be made', ['table', 'init', '--dialect', 'sqlite', '--apply', '/nowhere/x.db']],
  // What was written is wrong: nothing was tried.
  [2, 'unknown option', [...ADD, '--nonsense', 'DATA']],
  [2, '--valid-from must be', [...ADD, '--valid-from', 'yesterday', 'DATA']],
  [2, '--cipher-key-from needs --cipher', [...ADD, '--cipher-key-from', 'secret', 'DATA']],
  [2, '--username needs --password-from', [...ADD, '--username', 'u', 'DATA']],
  [2, '--password-from needs --username', [...ADD, '--password-from', 'secret', 'DATA']],
  [2, '--cipher needs --cipher-key-from', [...CALL, '--cipher', 'SM4-CBC']],
  [2, '--key needs --certificate', [...CALL, '--key', 'secret']],
  [2, 'must be PEM', [...CALL, '--certificate', 'secret', '--key', 'secret']],
  [2, 'begins with postgres://', ['table', 'init', '--dialect', 'postgres', '--apply', 'nonsense']],
  [2, 'there is no file', ['verify-log', '--file', 'folder']],
  [2, 'configuration: ', ['wsdl', '--config', 'folder']],
  // Nobody answers.
  [3, 'no connection', CALL],
  [3, 'no gateway runs', ['app', 'list', '--data', 'folder']],
  [3, 'could not be made', ['table', 'init', '--dialect', 'postgres', '--apply', UNREACHABLE]],
];

describe('exit codes', () => {
  it.each(ENDS)('%i: %s (%j)', async (code, line, commandLine) => {
    const words = commandLine.flatMap((word) => (word === 'DATA' ? ['--data', served.data] : [word]));
    const ended = await run(words, { folder });
    expect(ended).toMatchObject({ code, err: expect.stringContaining(line) });
    expect(ended.err).not.toMatch(/unexpected|"stack"/);
  });

  it('3 for a log in a PostgreSQL that is not there, whose password is not told', async () => {
    const url = 'postgres://me:canary@127.0.0.1:1/exchange';
    const environment = { TONGGUI_DATABASE_KIND: 'postgres', TONGGUI_DATABASE_URL: url };
    const ended = await run(['verify-log'], { folder, environment });
    expect(ended).toMatchObject({ code: 3, err: expect.stringContaining('me@127.0.0.1:1/exchange') });
    expect(ended.err).not.toContain('canary');
  });

  it('1, in the words of the system, when an export cannot be written', async () => {
    const ended = await run(['export-log', '--to', '/nowhere/audit.jsonl', '--data', served.data]);
    expect(ended).toMatchObject({ code: 1, err: expect.stringMatching(/^error: ENOENT: [^\n]*\n$/) });
  });
});

describe('whoever reads the output', () => {
  it('may stop reading: a call in batches ends quietly, and sends no more', async () => {
    const { appid, profile, standard } = facts.demo;
    const peer = ['--url', facts.exchange, '--appid', appid, '--secret-from', join(folder, 'demo')];
    const what = ['--profile', profile, '--standard', standard, '--busicode', '120101', '--action', '04'];
    const words = ['call', ...peer, ...what, '--file', '-', '--batch', '1'];
    const child = spawn(process.execPath, ['--import', 'tsx', 'src/main.ts', ...words], {
      env: { ...process.env, NODE_OPTIONS: '' },
    });
    const errors = text(child.stderr);
    child.stdin.end(JSON.stringify(Array.from({ length: 500 }, () => ({ pagesize: 1 }))));
    await once(child.stdout, 'data');
    child.stdout.destroy();
    const [code] = await once(child, 'close');
    expect({ code, err: await errors }).toEqual({ code: 141, err: '' });
  });

  it('of the remarks may stop too, which ends nothing', async () => {
    const words = ['serve', '--port', '0', '--admin-port', '0', '--data', join(folder, 'data'), '--demo'];
    const child = spawn(process.execPath, ['--import', 'tsx', 'src/main.ts', ...words], {
      env: { ...process.env, NODE_OPTIONS: '' },
    });
    child.stderr.destroy();
    await once(child.stdout, 'data');
    child.kill('SIGTERM');
    expect(await once(child, 'close')).toEqual([0, null]);
  });
});
