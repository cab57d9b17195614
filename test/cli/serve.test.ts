import { execFile } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, describe, expect, it } from '@jest/globals';
import { type Facts, type Served, serve, temporaryFolder } from './gateway.ts';
import { launch } from './launch.ts';
import { run } from './run.ts';

const bash = promisify(execFile);
let served: Served | undefined;
afterEach(async () => {
  await served?.close();
  served = undefined;
});

/** The calls between `curl` and the end of their here-documents. */
function callsIn(printed: string): readonly string[] {
  return [...printed.matchAll(/^curl[\s\S]*?^TONGGUI$/gm)].map(([shell]) => shell);
}

describe('serve', () => {
  it('prints one JSON line once it is ready, and stops cleanly', async () => {
    served = await serve(['--demo', '--json']);
    const facts = JSON.parse(served.out()) as Facts;
    expect(Object.keys(facts)).toEqual(['exchange', 'admin', 'wsdl', 'channels', 'setupCode', 'demo']);
    expect(Object.keys(facts.demo)).toEqual(['appid', 'secret', 'standard', 'profile']);
    expect((await fetch(facts.wsdl)).status).toBe(200);
    expect((await fetch(`${facts.admin}/health/live`)).status).toBe(200);
    served.stop('SIGINT');
    expect(await served.ended).toMatchObject({ code: 0, err: expect.stringContaining('stopping at SIGINT') });
    await expect(fetch(facts.wsdl)).rejects.toThrow();
  });

  it('creates no application unless asked', async () => {
    served = await serve(['--json']);
    expect(JSON.parse(served.out())).not.toHaveProperty('demo');
  });

  it('prints calls that work when pasted, also a second time', async () => {
    served = await serve(['--demo']);
    const [add, soap, query] = callsIn(served.out()) as [string, string, string];
    const paste = async (shell: string) => (await bash('bash', ['-c', shell])).stdout;
    for (const shell of [add, soap, add, soap]) expect(await paste(shell)).toContain('"result":"0001"');
    expect(soap).toContain('application/soap+xml');
    expect(await paste(soap)).toContain('http://www.w3.org/2003/05/soap-envelope');
    expect(await paste(query)).toMatch(/"result":"0001".*"total":2/);
    expect(await paste(query)).toContain('"code":"RANDOM_REUSED"');
    expect(add).toMatch(/[\u4e00-\u9fff]/);
  });

  it('makes nothing in its data folder that others may read but locks and its public key, however open the folder is', async () => {
    served = await serve(['--json']);
    const { data } = served;
    const open = readdirSync(data).filter((name) => (statSync(join(data, name)).mode & 0o077) !== 0);
    expect(readdirSync(data)).toContain('tonggui.db-wal');
    expect(open.filter((name) => !/\.lock(?:-journal)?$|\.pub$/.test(name))).toEqual([]);
  });

  it('keeps its place in the data folder for the commands, for its owner alone', async () => {
    served = await serve(['--json']);
    const file = join(served.data, 'gateway.json');
    expect(JSON.parse(readFileSync(file, 'utf8'))).toMatchObject({
      admin: (JSON.parse(served.out()) as Facts).admin,
    });
    expect(statSync(file).mode & 0o777).toBe(0o600);
    served.stop();
    await served.ended;
    expect(existsSync(file)).toBe(false);
  });

  it('does not start with a wrong configuration', async () => {
    const environment = { TONGGUI_EXCHANGE_HOST: '0.0.0.0', TONGGUI_LIMITS_RECORDS: 'many' };
    expect(await run(['serve'], { environment })).toEqual({
      code: 2,
      out: '',
      err: expect.stringMatching(
        /^configuration: exchange\.tls: .*\nconfiguration: limits\.records: expected whole number, 1 to 1000000, got "many"\n$/,
      ),
    });
  });
});

describe('serve as a process of its own', () => {
  it('ends with 0 at SIGTERM, its last word in the audit log', async () => {
    const data = temporaryFolder();
    const child = launch(['serve', '--json', '--port', '0', '--admin-port', '0', '--data', data]);
    JSON.parse(await child.firstLine);
    child.kill('SIGTERM');
    expect(await child.ended).toMatchObject({ code: 0 });
    const log = await run(['verify-log', '--data', data, '--json']);
    expect(JSON.parse(log.out)).toMatchObject({ sound: true, checkpoints: 1 });
    rmSync(data, { recursive: true });
  });

  it('says which port is taken', async () => {
    served = await serve(['--json']);
    const { port } = new URL((JSON.parse(served.out()) as Facts).exchange);
    const other = join(served.data, 'other');
    const ended = await launch(['serve', '--port', port, '--admin-port', '0', '--data', other]).ended;
    expect(ended).toMatchObject({ code: 1, out: '' });
    expect(ended.err).toMatch(new RegExp(`^error: exchange\\.port: ${port} is taken.*EADDRINUSE.*--port`));
    expect(ended.err.trimEnd()).not.toContain('\n');
  });

  it('refuses a data folder that another gateway uses, and leaves that one in peace', async () => {
    served = await serve(['--json']);
    const ended = await launch(['serve', '--port', '0', '--admin-port', '0', '--data', served.data]).ended;
    expect(ended).toMatchObject({
      code: 1,
      out: '',
      err: expect.stringContaining('another gateway process'),
    });
    expect((await run(['app', 'list', '--data', served.data])).code).toBe(0);
  });
});
