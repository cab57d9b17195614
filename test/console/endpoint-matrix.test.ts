import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from '@jest/globals';
import request, { type Test } from 'supertest';
import { openPublishers } from '../../src/access/publishers.ts';
import { createSlowWork } from '../../src/access/slow-work.ts';
import { createSealer } from '../../src/crypto/seal.ts';
import { openStore } from '../../src/store/open-store.ts';
import { openedIn } from '../providers/fixture.ts';
import { addApplication, addClerk, bySession, byKey, type Opened, openConsole, signIn } from './fixture.ts';

type Endpoint = Opened['endpoints'][number];

/** All that whoever only enters records may call; each new endpoint is closed to them until it is named here. */
const FOR_ENTRY = [
  'delete /session',
  'get /applications/:id/records',
  'get /applications/:id/records/template',
  'get /records',
  'post /applications/:id/records/enter',
  'post /applications/:id/records/export',
  'post /applications/:id/records/import',
  'post /password',
];

const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

async function freshStore() {
  const folder = mkdtempSync(join(tmpdir(), 'tg-matrix-'));
  const store = await openStore({ kind: 'sqlite', file: join(folder, 'tonggui.db') });
  closing.push(async () => {
    await store.close();
    rmSync(folder, { recursive: true, force: true });
  });
  await store.migrate();
  return store;
}

/** A console with everything that it can have, so that its API is whole; two applications. */
async function openWhole(): Promise<Opened> {
  const { interfaces } = await openedIn(freshStore);
  const publishers = await openPublishers({
    database: (await freshStore()).database,
    sealer: createSealer(randomBytes(32)),
    slowly: createSlowWork(),
    tokenSeconds: 60,
  });
  const opened = await openConsole({ interfaces, publishers });
  for (const id of ['app1', 'app2']) await addApplication(opened, id);
  return opened;
}

const nameOf = ({ method, path }: Endpoint) => `${method} ${path}`;

function guarded({ endpoints }: Opened): readonly Endpoint[] {
  const found = endpoints.filter(({ open }) => !open);
  expect(found.length).toBeGreaterThanOrEqual(40);
  // Whoever signs out is a stranger afterwards.
  return [...found].sort((one, other) => Number(ends(one)) - Number(ends(other)));
}

function ends(endpoint: Endpoint): boolean {
  return nameOf(endpoint) === 'delete /session';
}

/** The statuses of every guarded endpoint, called so. */
async function sweep(
  opened: Opened,
  call: (endpoint: Endpoint, path: string) => Test,
  endpoints = guarded(opened),
  application = 'app1',
): Promise<Readonly<Record<string, number>>> {
  const statuses: [string, number][] = [];
  for (const endpoint of endpoints) {
    const path = `/api${endpoint.path.replace(':id', application).replace(/:(?:user)?name/, 'somebody')}`;
    const wanted = call(endpoint, path);
    const answer = await (['post', 'patch'].includes(endpoint.method) ? wanted.send({}) : wanted);
    statuses.push([nameOf(endpoint), answer.status]);
  }
  return Object.fromEntries(statuses);
}

const having = (statuses: Readonly<Record<string, number>>, ...wanted: number[]) =>
  Object.keys(statuses)
    .filter((name) => wanted.includes(statuses[name]!))
    .sort();

describe('every endpoint of the admin API', () => {
  it.each([
    ['no credential', {}],
    ['a wrong key', { Authorization: `Bearer ${'0'.repeat(64)}` }],
    ['a password instead of a session', { Authorization: `Basic ${btoa('admin:admin')}` }],
    ['an unknown session', { Cookie: `tonggui=${'A'.repeat(43)}` }],
  ])('refuses whoever has %s', async (_, headers) => {
    const opened = await openWhole();
    await signIn(opened);
    const statuses = await sweep(opened, ({ method }, path) =>
      request(opened.server)[method](path).set(headers),
    );
    expect(having(statuses, 401)).toHaveLength(guarded(opened).length);
    expect(opened.applications.list()).toHaveLength(2);
  });

  it.each([[''], ['x'.repeat(43)]])('refuses a change with the CSRF token %j (C02)', async (csrf) => {
    const opened = await openWhole();
    const { cookie } = await signIn(opened);
    const changes = guarded(opened).filter(({ method }) => method !== 'get');
    const statuses = await sweep(
      opened,
      ({ method }, path) => bySession(opened, { cookie, csrf }, method, path),
      changes,
    );
    expect(having(statuses, 403)).toHaveLength(changes.length);
  });

  it('is open to administrators and to the key of the command line', async () => {
    const opened = await openWhole();
    const kept = await signIn(opened);
    const administrator = await sweep(opened, ({ method }, path) => bySession(opened, kept, method, path));
    expect(having(administrator, 401, 403, 429, 500)).toEqual([]);
    const key = await sweep(opened, ({ method }, path) => byKey(opened, method, path));
    // The key is nobody who has a password.
    expect(having(key, 401, 403, 429, 500)).toEqual(['post /password']);
  });

  it('is closed to whoever only enters records, but for records of their applications and their own account (C03)', async () => {
    const opened = await openWhole();
    await signIn(opened);
    const clerk = await addClerk(opened);
    const by = ({ method }: Endpoint, path: string) => bySession(opened, clerk, method, path);
    const own = await sweep(opened, by);
    expect(having(own, 401, 429, 500)).toEqual([]);
    const open = Object.keys(own).filter((name) => own[name] !== 403);
    expect(open.sort()).toEqual(FOR_ENTRY);
    const refused = (await opened.audited()).filter(({ reason }) => reason === 'ROLE');
    expect(refused).toHaveLength(guarded(opened).length - FOR_ENTRY.length);
    expect(refused[0]).toMatchObject({ event: 'OPERATOR_REFUSED', peer: '127.0.0.1' });
    expect(refused.map(({ detail }) => JSON.parse(detail!))).toContainEqual({
      by: 'clerk',
      endpoint: 'get /log',
    });
  });

  it.each([['app2'], ['APP1'], ['*'], ['nowhere']])(
    'refuses records of the application %s to whoever enters those of app1',
    async (application) => {
      const opened = await openWhole();
      await signIn(opened);
      const clerk = await addClerk(opened);
      const ofOne = guarded(opened).filter(({ entry }) => entry === 'application');
      expect(ofOne).toHaveLength(5);
      const by = ({ method }: Endpoint, path: string) => bySession(opened, clerk, method, path);
      expect(having(await sweep(opened, by, ofOne, application), 403)).toHaveLength(5);
      expect(having(await sweep(opened, by, ofOne), 403)).toEqual([]);
    },
  );
});
