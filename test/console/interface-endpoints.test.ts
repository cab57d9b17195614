import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from '@jest/globals';
import { nameKey } from '../../src/providers/name-key.ts';
import type { InterfacesOptions } from '../../src/providers/open-interfaces.ts';
import { openStore } from '../../src/store/open-store.ts';
import { openedIn, SECRET, serviceOf, setup } from '../providers/fixture.ts';
import { byKey, openConsole } from './fixture.ts';

const id = nameKey('js');
const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

async function fresh() {
  const folder = mkdtempSync(join(tmpdir(), 'tg-interfaces-'));
  const store = await openStore({ kind: 'sqlite', file: join(folder, 'tonggui.db') });
  closing.push(async () => {
    await store.close();
    rmSync(folder, { recursive: true, force: true });
  });
  await store.migrate();
  return store;
}

async function opened(checks: Partial<InterfacesOptions['checks']> = {}) {
  const { registry, interfaces } = await openedIn(fresh, checks);
  await registry.put(serviceOf('js'));
  const console = await openConsole({ interfaces });
  const post = (path: string, body: object = {}) =>
    byKey(console, 'post', `/api/interfaces${path}`).send(body);
  const get = (path: string) => byKey(console, 'get', `/api/interfaces${path}`);
  const patch = (path: string, body: object) => byKey(console, 'patch', `/api/interfaces${path}`).send(body);
  return { registry, console, post, get, patch };
}

describe('interfaces of providers', () => {
  it('are set up, tested, enabled, stopped with a notice and retired, each step audited', async () => {
    const { console, post, get } = await opened();
    expect((await post('', setup('js')).expect(200)).body).toMatchObject({
      interface: {
        id,
        name: 'js',
        state: 'draft',
        needsTest: true,
        registered: { codes: [{ pattern: '*0401' }] },
      },
    });
    expect((await post(`/${id}/test`).expect(200)).body).toMatchObject({
      interface: { state: 'tested', needsTest: false, report: { passed: true } },
    });
    await post(`/${id}/enable`).expect(200);
    await post(`/${id}/stop`, { notice: '年度维护' }).expect(200);
    expect((await get(`/${id}`).expect(200)).body).toMatchObject({
      interface: { state: 'stopped', notice: '年度维护' },
    });
    await post(`/${id}/retire`).expect(200);
    const events = (await console.audited()).map(({ event, detail }) => [event, JSON.parse(detail ?? '{}')]);
    expect(events).toEqual([
      ['INTERFACE_ADDED', expect.objectContaining({ interface: id, state: 'draft', edition: 's1' })],
      ...['tested', 'enabled', 'stopped', 'retired'].map((state) => [
        'INTERFACE_CHANGED',
        expect.objectContaining({ interface: id, state, by: 'command line' }),
      ]),
    ]);
  });

  it('never show a secret, whatever is asked', async () => {
    const { console, post, get, patch } = await opened();
    const texts = [(await post('', setup('js'))).text];
    texts.push((await get('').expect(200)).text, (await get(`/${id}`).expect(200)).text);
    texts.push((await patch(`/${id}`, { domain: 'cross' }).expect(200)).text);
    const wrong = { account: { sign: { key: `${SECRET}00` } } };
    texts.push((await patch(`/${id}`, wrong).expect(400)).text);
    texts.push(JSON.stringify(await console.audited()));
    expect(texts.join('\n')).not.toContain(SECRET);
  });

  it('refuse a step that is not the next one, and say why', async () => {
    const { post } = await opened({ probe: async () => 'no answer within 10 s' });
    await post('', setup('js')).expect(200);
    const enabled = await post(`/${id}/enable`).expect(400);
    expect(enabled.body).toMatchObject({
      error: { code: 'BAD_PARAMETER', message: 'state: draft: it must pass its test first' },
    });
    const { body } = await post(`/${id}/test`).expect(200);
    expect(body.interface).toMatchObject({ state: 'draft', report: { passed: false } });
    expect(body.interface.report.checks.at(-1)).toMatchObject({ reason: 'no answer within 10 s' });
  });

  it('are stopped only with a notice of one line, and found only by their id', async () => {
    const { post, get } = await opened();
    await post('', setup('js')).expect(200);
    for (const notice of ['', '  ', 'two\nlines', 'x'.repeat(501), 7])
      await post(`/${id}/stop`, { notice }).expect(400);
    await get(`/uuid:${id.toUpperCase()}`).expect(200);
    for (const path of ['/none', `/${nameKey('other')}`]) await get(path).expect(404);
    await post('/none/test').expect(404);
  });

  it('show two sources of the same records', async () => {
    const { registry, post, get } = await opened();
    await registry.put(serviceOf('copy', { business: 'another' }));
    for (const name of ['js', 'copy']) {
      await post('', setup(name)).expect(200);
      await post(`/${nameKey(name)}/test`).expect(200);
    }
    await post(`/${nameKey('copy')}/enable`).expect(200);
    expect((await get('/conflicts').expect(200)).body).toMatchObject({
      conflicts: [{ codes: ['*0401'], regions: ['32'], answers: nameKey('copy') }],
    });
  });
});
