import { randomBytes } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach } from '@jest/globals';
import request from 'supertest';
import { loadAdminKey } from '../../src/access/admin-key.ts';
import { openApplications } from '../../src/access/applications.ts';
import { openHolds } from '../../src/access/holds.ts';
import { openOperators } from '../../src/access/operators.ts';
import { createSlowWork } from '../../src/access/slow-work.ts';
import { createUpdateWatch } from '../../src/access/update-watch.ts';
import { explainRequest } from '../../src/assembly/explain-request.ts';
import { createRecordGate } from '../../src/assembly/record-gate.ts';
import { createChain } from '../../src/audit/create-chain.ts';
import { createConsole } from '../../src/console/create-console.ts';
import { createMetrics } from '../../src/console/metrics.ts';
import type { ConsoleOptions } from '../../src/console/parts.ts';
import { createSealer } from '../../src/crypto/seal.ts';
import { loadRules } from '../../src/rules/load-rules.ts';
import { EDITIONS } from '../../src/standards/special-equipment/editions.ts';
import { createStandards, createUnreachable } from '../../src/standards/standards.ts';
import { openStore } from '../../src/store/open-store.ts';

export const PASSWORD = 'a long enough password';

const closing: (() => Promise<unknown> | unknown)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

/** Read and proved once: the rules are the same in every test. */
const rules = loadRules({ builtin: join('src', 'standards', 'special-equipment', 'rules') });

const LIMITS = { records: 2000, busilistBytes: 1_000_000, pageSize: 2000, jsonDepth: 32 };

/** The gauges and the overview have nothing to tell unless an edition asks for updates. */
const DAILY = { ...EDITIONS, s2: { ...EDITIONS.s2, updates: { each: 'kind' } } } as const;

/** A console over real parts: SQLite, ledger, rules, applications; served on a free port of loopback. */
export async function openConsole(different: Partial<ConsoleOptions> = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'tg-console-'));
  closing.push(() => rmSync(folder, { recursive: true, force: true }));
  const store = await openStore({ kind: 'sqlite', file: join(folder, 'tonggui.db') });
  closing.push(() => store.close());
  await store.migrate();
  const { database } = store;
  const sealer = createSealer(randomBytes(32));
  const ledger = store.ledger(createChain(await store.trail.writer()));
  const applications = await openApplications({ editions: EDITIONS, database, sealer });
  const holds = await openHolds({ database });
  // A test may have closed the store to see what happens then.
  closing.push(() => holds.close().catch(() => undefined));
  const updates = createUpdateWatch({ database, applications, rules, editions: DAILY, hours: 24 });
  const operators = await openOperators({ database, sealer, slowly: createSlowWork() });
  const channels = different.channels ?? (() => new Map());
  const gauges = {
    channels,
    inFlight: () => 2,
    disabledRules: () => 1,
    holds: () => holds.list().length,
    lateUpdates: () => updates.late(),
    conflicts: () => 1,
    breakers: () => [
      {
        provider: 'b3a5c7f0-0000-4000-8000-000000000001',
        name: '提供方',
        operations: 'query' as const,
        state: 'open',
        calls: 20,
        failures: 11,
        since: new Date(),
      },
    ],
    registry: () => ({ services: 3 }),
  };
  const metrics = createMetrics(gauges);
  const failures: unknown[] = [];
  const keyFile = join(folder, 'admin.key');
  const standards = createStandards(LIMITS);
  const console = createConsole({
    database,
    ledger,
    applications,
    holds,
    operators,
    rules: { status: rules.status, reload: () => undefined },
    unreachable: createUnreachable(standards),
    updates,
    // Files go through a whole gateway in tests of their own; here no service is mounted.
    records: createRecordGate({
      standards,
      services: [],
      rules,
      exchange: () => Promise.reject(new Error('nothing is exchanged here')),
    }),
    metrics,
    channels,
    adminKey: await loadAdminKey(keyFile),
    explain: (application, text, sign) => ({ ...explainRequest(text, sign, application.sign) }),
    about: { version: '0.1.0' },
    dataFolder: folder,
    secure: false,
    failed: (error) => failures.push(error),
    ...different,
  });
  const server = await listen(createServer(console.app));
  const key = readFileSync(keyFile, 'utf8').trim();
  return {
    ...console,
    server,
    key,
    keyFile,
    store,
    applications,
    holds,
    operators,
    metrics,
    failures,
    audited: async () => await database.selectFrom('audit').selectAll().orderBy('sequence').execute(),
  };
}

export type Opened = Awaited<ReturnType<typeof openConsole>>;

async function listen(server: Server): Promise<Server> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  closing.push(() => new Promise((resolve) => server.close(resolve)));
  return server;
}

export function hostOf(server: Server): string {
  return `127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** Calls with the command line's key. */
export function byKey({ server, key }: Opened, method: 'get' | 'post' | 'patch' | 'delete', path: string) {
  return request(server)[method](path).set('Authorization', `Bearer ${key}`);
}

/** Signs the first operator in; answers what its browser would keep. */
export async function signIn({ server, operators }: Opened): Promise<Kept> {
  const code = await operators.issueSetupCode();
  const answer = await request(server)
    .post('/api/setup')
    .send({ code, username: 'admin', password: PASSWORD })
    .expect(200);
  return { cookie: cookieOf(answer), csrf: (answer.body as { csrf: string }).csrf };
}

/** What a browser keeps of a session. */
export interface Kept {
  readonly cookie: string;
  readonly csrf: string;
}

/** Calls as a browser does that is signed in. */
export function bySession(
  { server }: Opened,
  { cookie, csrf }: Kept,
  method: 'get' | 'post' | 'patch' | 'delete',
  path: string,
) {
  return request(server)[method](path).set('Cookie', cookie).set('X-CSRF-Token', csrf);
}

export async function addApplication(opened: Opened, id: string): Promise<void> {
  const settings = { id, name: '录入', standard: 's1', sign: { profile: 'HMAC-SM3' } };
  await byKey(opened, 'post', '/api/applications').send(settings).expect(200);
}

/** Adds somebody who enters records of the applications, and signs them in with a password of their own. */
export async function addClerk(
  opened: Opened,
  {
    username = 'clerk',
    applications = ['app1'],
  }: Partial<Record<'username', string>> & {
    readonly applications?: readonly string[];
  } = {},
): Promise<Kept> {
  const account = { username, name: '王芳', role: 'entry', applications };
  const added = await byKey(opened, 'post', '/api/operators').send(account).expect(200);
  const { password } = added.body as { readonly password: string };
  const answer = await request(opened.server)
    .post('/api/activation')
    .send({ username, password, chosen: PASSWORD })
    .expect(200);
  return { cookie: cookieOf(answer), csrf: (answer.body as { csrf: string }).csrf };
}

export function cookieOf(answer: request.Response): string {
  return [answer.headers['set-cookie'] ?? []].flat().join('; ').split(';')[0] ?? '';
}
