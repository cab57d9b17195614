import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { type AddressInfo, createServer, type Server } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { describeMissing, findPostgres, sharedPostgres } from '../postgres.ts';
import { temporaryFolder } from './gateway.ts';
import { type Ended, run } from './run.ts';

const folder = temporaryFolder();
let silent: Server;
let port: number;

/** A port that is taken, behind which nobody answers. */
beforeAll(async () => {
  silent = createServer((socket) => socket.on('error', () => {}).unref()).unref();
  await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
  ({ port } = silent.address() as AddressInfo);
});
afterAll(() => {
  silent.close();
  rmSync(folder, { recursive: true, force: true });
});

const serve = (...more: readonly string[]): Promise<Ended> =>
  run(['serve', '--port', '0', '--admin-port', '0', '--data', join(folder, 'data'), ...more]);

function onPostgres(url: string): Promise<Ended> {
  const environment = { TONGGUI_DATABASE_KIND: 'postgres', TONGGUI_DATABASE_URL: url };
  const places = ['--port', '0', '--admin-port', '0', '--data', join(folder, 'data')];
  return run(['serve', ...places], { environment });
}

function expectOneLine({ out, err }: Ended): void {
  expect(out).toBe('');
  expect(err.trimEnd()).not.toContain('\n');
  expect(err).not.toContain('canary');
}

describe('a start that fails says which setting it is, and what to do', () => {
  it('when PostgreSQL is not there', async () => {
    const ended = await onPostgres('postgres://me:canary@127.0.0.1:1/exchange?application_name=x');
    expect(ended).toMatchObject({
      code: 3,
      err: 'error: database.url me@127.0.0.1:1/exchange does not answer (ECONNREFUSED): start PostgreSQL there, or correct database.url (TONGGUI_DATABASE_URL)\n',
    });
    expectOneLine(ended);
  });

  it('when PostgreSQL does not answer', async () => {
    const ended = await onPostgres(`postgres://127.0.0.1:${port}/exchange?user=me&password=canary`);
    expect(ended).toMatchObject({ code: 3, err: expect.stringContaining('does not answer') });
    expect(ended.err).toContain(`database.url me@127.0.0.1:${port}/exchange`);
    expectOneLine(ended);
  });

  it('when the port of a channel is taken', async () => {
    const config = join(folder, 'tonggui.yaml');
    writeFileSync(config, JSON.stringify({ channels: { tcp: { port } } }));
    const ended = await serve('--config', config);
    expect(ended).toMatchObject({
      code: 1,
      err: `error: channels.tcp.port: ${port} is taken by another program (EADDRINUSE); free it, or change the setting\n`,
    });
    expectOneLine(ended);
  });

  it('when the port of the console is taken, or the address is not of this machine', async () => {
    const taken = await serve('--admin-port', String(port));
    expect(taken).toMatchObject({ code: 1, err: expect.stringMatching(/admin\.port: .* --admin-port/) });
    const places = ['--port', '18080', '--admin-port', '0', '--data', join(folder, 'data')];
    const environment = { TONGGUI_EXCHANGE_HOST: '192.0.2.1', TONGGUI_EXCHANGE_PLAIN_HTTP: 'true' };
    const foreign = await run(['serve', ...places], { environment });
    expect(foreign).toMatchObject({ code: 1, err: expect.stringContaining('(EADDRNOTAVAIL)') });
    expect(foreign.err).toContain('exchange.port');
  });

  it('when the data folder cannot be used', async () => {
    const file = join(folder, 'file');
    writeFileSync(file, '');
    const ended = await serve('--data', join(file, 'data'));
    expect(ended).toMatchObject({ code: 1, err: expect.stringMatching(/^error: data: .*\(ENOTDIR\)/) });
    expectOneLine(ended);
  });

  it('when the database file is none', async () => {
    const data = join(folder, 'broken');
    mkdirSync(data);
    writeFileSync(join(data, 'tonggui.db'), 'this is no database, however long it may be. '.repeat(200));
    const ended = await serve('--data', data);
    expect(ended).toMatchObject({ code: 1, err: expect.stringContaining('not a database') });
    expectOneLine(ended);
  });

  const bin = findPostgres();
  if (bin === undefined) describeMissing();
  else
    it('when PostgreSQL refuses: no such database, no such user', async () => {
      const url = new URL(await (await sharedPostgres(bin)).createDatabase());
      url.pathname = '/nowhere';
      const missing = await onPostgres(url.href);
      expect(missing).toMatchObject({
        code: 1,
        err: expect.stringContaining('/nowhere (3D000) has no such'),
      });
      url.searchParams.set('user', 'nobody-knows');
      const refused = await onPostgres(url.href);
      expect(refused).toMatchObject({ code: 1, err: expect.stringContaining('(28000) refuses the sign-in') });
      expectOneLine(refused);
    });
});
