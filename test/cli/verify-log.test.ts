import { readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { dataFiles } from '../../src/config/data-files.ts';
import { serve, temporaryFolder } from './gateway.ts';
import { run } from './run.ts';

const data = temporaryFolder();
const files = dataFiles(data);
const exported = join(data, 'audit.jsonl');

beforeAll(async () => {
  const served = await serve(['--demo', '--json'], data);
  const demo = ['app', 'add', '--standard', 's1', '--data', data, '--appid'];
  for (const appid of ['ONE', 'TWO', 'THREE']) await run([...demo, appid]);
  served.stop();
  await served.ended;
  expect(await run(['export-log', '--data', data, '--to', exported])).toMatchObject({ code: 0 });
});
afterAll(() => rmSync(data, { recursive: true }));

const verify = (options: readonly string[]) => run(['verify-log', ...options]);
const ofExport = [
  '--file',
  exported,
  '--checkpoints',
  files.checkpoints,
  '--public-key',
  files.checkpointKey,
];

/** The export with one text put in place of another. */
function tamper(from: string | RegExp, to: string): string {
  const file = join(data, 'tampered.jsonl');
  writeFileSync(file, readFileSync(exported, 'utf8').replace(from, to));
  return file;
}

describe('export-log', () => {
  it('writes for its owner alone, and over nothing', async () => {
    expect(statSync(exported).mode & 0o777).toBe(0o600);
    expect(await run(['export-log', '--data', data, '--to', exported])).toMatchObject({ code: 2 });
  });
});

describe('verify-log', () => {
  it('proves a stopped data folder and an export of it', async () => {
    const folder = await verify(['--data', data]);
    expect(folder).toMatchObject({
      code: 0,
      out: expect.stringMatching(/^writer .*\nsound: \d+ rows, 1 checkpoints\n$/),
    });
    expect(await verify(ofExport)).toMatchObject({ code: 0, out: expect.stringContaining('sound: ') });
  });

  it('ends with 1 and names the row that was changed', async () => {
    const ended = await verify(['--file', tamper('"caller":"TWO"', '"caller":"TOW"'), '--json']);
    expect(ended.code).toBe(1);
    expect(JSON.parse(ended.out)).toMatchObject({ sound: false, damages: [{ kind: 'changed' }] });
  });

  it('ends with 1 when a line is gone or cannot be read', async () => {
    expect(await verify(['--file', tamper(/^.*"caller":"TWO".*\n/m, '')])).toMatchObject({
      code: 1,
      out: expect.stringContaining('damaged: '),
    });
    expect(await verify(['--file', tamper(/$/, '{"half')])).toMatchObject({
      code: 1,
      out: expect.stringMatching(/damaged: line \d+ cannot be read/),
    });
  });

  it('ends with 1 when the tail is gone, which only a checkpoint can tell', async () => {
    const file = tamper(/^.*GATEWAY_STOPPED.*\n/m, '');
    expect(await verify(['--file', file, ...ofExport.slice(2)])).toMatchObject({
      code: 1,
      out: expect.stringContaining('before a checkpoint'),
    });
  });

  it('says so when the signatures of checkpoints were not checked', async () => {
    const ended = await verify(['--file', exported]);
    expect(ended).toMatchObject({ code: 0, out: expect.stringContaining('were not checked') });
  });

  it.each([
    [['--file', 'none.jsonl']],
    [['--data', join(data, 'none')]],
    [['--file', exported, '--public-key', exported]],
  ])('ends with 2 for %j', async (options) => {
    expect(await verify(options)).toMatchObject({ code: 2, out: '' });
  });
});
