import { existsSync, readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Partner } from '../support/partner.ts';
import { buildRequest } from './support/build-request.ts';
import { checkAlive, checkAnswer, checkSilence, checkWritten } from './support/check-rules.ts';
import type { Driver } from './support/driver.ts';
import type { HostileCase } from './support/hostile-case.ts';
import { createCanaries, type OpenScene, openScene, PERSONAL } from './support/open-scene.ts';
import { readIndex, readRows } from './support/read-rows.ts';
import { sendRequest } from './support/send-bytes.ts';
import { watchStandardError } from './support/watch-standard-error.ts';

const rows = readRows();
const drivers = new Map<string, readonly Driver[]>();
for (const { id } of rows) {
  if (existsSync(`test/hostile/drivers/${id.toLowerCase()}.ts`))
    drivers.set(id, (await import(`./drivers/${id.toLowerCase()}.ts`)).default as readonly Driver[]);
}

const canaries = createCanaries();
for (const personal of PERSONAL) canaries.add(personal);
const watched = watchStandardError();
/** Somewhere that a message may name, and that nobody must call. */
let trap: Server;
let calls = 0;
let scene: OpenScene;
let good: Partner;

beforeAll(async () => {
  trap = createServer(() => {
    calls += 1;
  });
  await new Promise<void>((resolve) => trap.listen(0, '127.0.0.1', resolve));
  scene = await openScene(canaries);
  good = await scene.addPartner();
});

afterAll(async () => {
  await scene.close();
  trap.close();
  watched.restore();
});

async function attack(hostile: HostileCase): Promise<void> {
  const partner = await scene.addPartner(hostile.partner);
  const { port } = trap.address() as { port: number };
  const url = new URL(scene.url);
  const place = { target: url.pathname, host: url.host, trap: `127.0.0.1:${port}` };
  const request = buildRequest(hostile.send, partner, place);
  if (request.sign !== undefined) canaries.add(request.sign);
  const before = scene.inside.count();
  const answer = await sendRequest(url, request);
  checkAnswer(answer, hostile.expect);
  checkWritten(before, scene.inside, hostile.expect);
  checkSilence(answer.text, canaries.list());
  await checkAlive(scene.url, good);
}

async function drive(driver: Driver): Promise<void> {
  const before = scene.inside.count();
  const written = await driver.run(scene);
  if (written) {
    const after = scene.inside.count();
    const names = Object.keys(written) as (keyof typeof written)[];
    const differences = Object.fromEntries(names.map((name) => [name, after[name] - before[name]]));
    expect(differences).toEqual(written);
  }
  await checkAlive(scene.url, good);
}

describe('the list of hostile input', () => {
  it('has a folder for each row, and no other', () => {
    expect(rows.filter(({ row }) => row === undefined).map(({ id }) => id)).toEqual([]);
    expect(rows.map(({ id }) => id)).toEqual(readIndex());
  });

  it.each(rows)('$id says truly where it is proved', ({ id, row, cases }) => {
    expect(row!.id).toBe(id);
    const { covered, where = [], why } = row!;
    if (covered === 'fixture') expect(cases.length).toBeGreaterThan(0);
    if (covered === 'driver') expect(drivers.get(id)?.length ?? 0).toBeGreaterThan(0);
    if (covered === 'elsewhere') expect(where.length).toBeGreaterThan(0);
    if (covered === 'not-applicable') expect(why).toBeTruthy();
    const files = where.map((place) => place.split(':')[0]!);
    expect(files.filter((file) => !existsSync(file))).toEqual([]);
    const unnamed = where.filter((place) => {
      const [file, ...name] = place.split(': ');
      return !readFileSync(file!, 'utf8').includes(name.join(': '));
    });
    expect(unnamed).toEqual([]);
  });
});

for (const { id, row, cases } of rows) {
  const own = drivers.get(id) ?? [];
  if (cases.length + own.length === 0) continue;
  describe(`${id}: ${row?.input}`, () => {
    for (const hostile of cases) it(hostile.title, () => attack(hostile));
    for (const driver of own) it(driver.title, () => drive(driver), 60_000);
  });
}

describe('after all of it (P02)', () => {
  it('nobody was called', () => expect(calls).toBe(0));

  it('neither metrics nor the admin API show one', async () => {
    const { adminUrl } = scene.gateway.gateway;
    const metrics = await (await fetch(`${adminUrl}/metrics`)).text();
    expect(metrics).toContain('tonggui_');
    checkSilence(metrics, canaries.list());
    for (const path of [
      '/api/log?size=200',
      '/api/applications',
      '/api/overview',
      '/api/holds',
      '/api/rules',
    ]) {
      const { status, body } = await scene.gateway.admin('GET', path);
      expect(status).toBe(200);
      const said = JSON.stringify(body);
      expect(canaries.list().filter((canary) => said.includes(canary))).toEqual([]);
    }
  });

  it('neither the log nor the database holds a secret or a number of the list', () => {
    checkSilence(watched.text().replaceAll(/\\n\s+at /g, ''), canaries.list());
    for (const inside of scene.insides()) {
      const stored = inside.everything();
      expect(canaries.list().filter((canary) => stored.includes(canary))).toEqual([]);
    }
  });
});
