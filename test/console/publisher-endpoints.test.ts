import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from '@jest/globals';
import { openPublishers } from '../../src/access/publishers.ts';
import { createSlowWork } from '../../src/access/slow-work.ts';
import { publisherEndpoints } from '../../src/console/api/publisher-endpoints.ts';
import { createSealer } from '../../src/crypto/seal.ts';
import { openStore } from '../../src/store/open-store.ts';

const closing: (() => Promise<unknown> | unknown)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

const ACTOR = { kind: 'key', name: 'command line' } as const;

async function opened() {
  const folder = mkdtempSync(join(tmpdir(), 'tg-publishers-'));
  closing.push(() => rmSync(folder, { recursive: true, force: true }));
  const store = await openStore({ kind: 'sqlite', file: join(folder, 'tonggui.db') });
  closing.push(() => store.close());
  await store.migrate();
  const publishers = await openPublishers({
    database: store.database,
    sealer: createSealer(randomBytes(32)),
    slowly: createSlowWork(),
    tokenSeconds: 60,
  });
  const noted: unknown[] = [];
  const audit: Parameters<typeof publisherEndpoints>[1] = async (event, by, facts) => {
    noted.push([event, facts?.caller, by.actor?.name]);
  };
  const endpoints = publisherEndpoints(publishers, audit);
  const call = async (method: string, path: string, body: unknown = {}): Promise<any> => {
    const [, name = ''] = /^\/publishers\/([^/]+)\//.exec(path) ?? [];
    const pattern = path.replace(`/${name}/`, '/:name/');
    const endpoint = endpoints.find((offered) => offered.method === method && offered.path === pattern)!;
    const parameters: Record<string, string> = name === '' ? {} : { name };
    return endpoint.run({
      actor: ACTOR,
      sessionId: undefined,
      peer: '127.0.0.1',
      parameters,
      query: {},
      body,
      setSession: () => undefined,
    });
  };
  return { publishers, noted, call };
}

describe('publishers in the admin API', () => {
  it('are added, listed, renewed, disabled and enabled, each audited with who did it', async () => {
    const { publishers, noted, call } = await opened();
    const { credential } = await call('post', '/publishers', { name: 'anhui' });
    await publishers.issueToken('anhui', credential, '10.0.0.1');
    const renewed = await call('post', '/publishers/anhui/renew');
    await publishers.issueToken('anhui', renewed.credential, '10.0.0.1');
    await call('post', '/publishers/anhui/disable');
    const { publishers: listed } = await call('get', '/publishers');
    expect(listed).toMatchObject([{ name: 'anhui', enabled: false }]);
    expect(JSON.stringify(listed)).not.toContain(renewed.credential);
    expect(await call('post', '/publishers/anhui/enable')).toMatchObject({ publisher: { enabled: true } });
    expect(noted).toEqual([
      ['PUBLISHER_ADDED', 'anhui', 'command line'],
      ['PUBLISHER_CHANGED', 'anhui', 'command line'],
      ['PUBLISHER_CHANGED', 'anhui', 'command line'],
      ['PUBLISHER_CHANGED', 'anhui', 'command line'],
    ]);
  });

  it('refuse what names no publisher, and two of one name', async () => {
    const { call, noted } = await opened();
    await call('post', '/publishers', { name: 'anhui' });
    const taken = expect.objectContaining({ code: 'BAD_PARAMETER' });
    await expect(call('post', '/publishers', { name: 'anhui' })).rejects.toEqual(taken);
    const missing = expect.objectContaining({ code: 'NOT_FOUND' });
    for (const verb of ['renew', 'disable', 'enable'])
      await expect(call('post', `/publishers/nobody/${verb}`)).rejects.toEqual(missing);
    expect(noted).toHaveLength(1);
  });
});
