import { describe, expect, it } from '@jest/globals';
import request from 'supertest';
import { signedMessage } from '../support/partner.ts';
import { byKey, type Opened, openConsole, PASSWORD, signIn } from './fixture.ts';

const SECRET = '5EC0DE0123456789ABCDEF0123456789';
const APP = { id: 'app1', name: '江苏省平台', standard: 's1', sign: { key: SECRET } };

const post = (opened: Opened, path: string, body: object = {}) => byKey(opened, 'post', path).send(body);

describe('applications', () => {
  it('are added with a secret that is told once and never again', async () => {
    const opened = await openConsole();
    const { key: _, ...sign } = APP.sign;
    const added = await post(opened, '/api/applications', { ...APP, sign }).expect(200);
    const { secret } = (added.body as { issued: { secret: string } }).issued;
    expect(secret).toMatch(/^[0-9A-F]{32}$/);
    const list = await byKey(opened, 'get', '/api/applications').expect(200);
    const one = await byKey(opened, 'get', '/api/applications/app1').expect(200);
    expect(list.text + one.text).not.toContain(secret);
    expect(one.body).toMatchObject({
      application: {
        id: 'app1',
        sign: { profile: 'SM4' },
        keys: [{}],
        warning: expect.stringMatching(/SM4/),
      },
    });
  });

  it('never show a secret that was handed in, whatever is asked', async () => {
    const opened = await openConsole();
    const cipher = { algorithm: 'SM4-CBC', key: 'F0E1D2C3B4A5968778695A4B3C2D1E0F' };
    const password = { username: 'user', form: 'plain', password: PASSWORD };
    const texts = [(await post(opened, '/api/applications', { ...APP, cipher, password })).text];
    for (const path of [
      '/api/applications',
      '/api/applications/app1',
      '/api/overview',
      '/api/log',
      '/metrics',
    ])
      texts.push((await byKey(opened, 'get', path).expect(200)).text);
    texts.push((await byKey(opened, 'patch', '/api/applications/app1').send({ name: '新名' })).text);
    texts.push(JSON.stringify(await opened.audited()));
    for (const hidden of [SECRET, cipher.key, PASSWORD, 'pbkdf2', opened.key])
      expect(texts.join('\n')).not.toContain(hidden);
  });

  it('are refused with the path of every fault and without the value', async () => {
    const opened = await openConsole();
    const wrong = { ...APP, networks: ['10.0.0.0/8', 'secret-text'], sign: { key: 'short-secret' } };
    const answer = await post(opened, '/api/applications', wrong).expect(400);
    expect(answer.body).toMatchObject({
      error: { code: 'BAD_PARAMETER', details: [{ path: 'networks[1]' }] },
    });
    expect(answer.text).not.toMatch(/secret-text|short-secret/);
    await byKey(opened, 'get', '/api/applications/nobody').expect(404);
    await post(opened, '/api/applications/nobody/disable').expect(404);
  });

  it('rotate, change, are disabled and enabled at once, each with an audit entry', async () => {
    const opened = await openConsole();
    await post(opened, '/api/applications', APP).expect(200);
    const rotated = await post(opened, '/api/applications/app1/rotate', { overlapHours: 1 }).expect(200);
    const { secret } = (rotated.body as { issued: { secret: string } }).issued;
    expect(opened.applications.find('app1')?.sign.keys.map(({ value }) => value)).toEqual([secret, SECRET]);
    await byKey(opened, 'patch', '/api/applications/app1')
      .send({ name: '新名', grants: ['1102*:04:320500'] })
      .expect(200);
    await post(opened, '/api/applications/app1/disable').expect(200);
    expect(opened.applications.find('app1')).toMatchObject({ name: '新名', enabled: false });
    await post(opened, '/api/applications/app1/enable').expect(200);
    expect(opened.applications.find('app1')?.enabled).toBe(true);
    const entries = (await opened.audited()).map(({ event, caller, detail }) => [event, caller, detail]);
    expect(entries).toEqual([
      ['APPLICATION_ADDED', 'app1', '{"by":"command line","standard":"s1","profile":"SM4"}'],
      ['APPLICATION_ROTATED', 'app1', expect.stringContaining('notAfter')],
      ['APPLICATION_CHANGED', 'app1', '{"by":"command line","members":["name","grants"]}'],
      ['APPLICATION_DISABLED', 'app1', '{"by":"command line"}'],
      ['APPLICATION_CHANGED', 'app1', '{"by":"command line","members":["enabled"]}'],
    ]);
  });

  it('are changed by an operator in the name of the operator', async () => {
    const opened = await openConsole();
    const { cookie, csrf } = await signIn(opened);
    await request(opened.server)
      .post('/api/applications')
      .set('Cookie', cookie)
      .set('X-CSRF-Token', csrf)
      .send(APP)
      .expect(200);
    expect((await opened.audited()).at(-1)).toMatchObject({
      event: 'APPLICATION_ADDED',
      detail: expect.stringContaining('"by":"admin"'),
    });
  });

  it('keep hostile names as data, in JSON that no browser takes for a page (C01)', async () => {
    const opened = await openConsole();
    const name = '<img src=x onerror=alert(1)>"><script>\u202e😀';
    await post(opened, '/api/applications', { ...APP, name }).expect(200);
    const answer = await byKey(opened, 'get', '/api/applications/app1').expect(200);
    expect(answer.body).toMatchObject({ application: { name } });
    expect(answer.headers).toMatchObject({
      'content-type': expect.stringMatching(/^application\/json/),
      'x-content-type-options': 'nosniff',
      'cache-control': 'no-store',
    });
  });

  it('are not polluted by a patch that names a prototype', async () => {
    const opened = await openConsole();
    await post(opened, '/api/applications', APP).expect(200);
    const patch = '{"__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}}}';
    await byKey(opened, 'patch', '/api/applications/app1')
      .set('Content-Type', 'application/json')
      .send(patch)
      .expect(400);
    expect(Object.hasOwn(Object.prototype, 'polluted')).toBe(false);
  });
});

describe('holds', () => {
  it('are listed and released, with an audit entry', async () => {
    const opened = await openConsole();
    const tuple = { caller: 'app1', peer: '10.0.0.1', business: '110208' };
    for (let turn = 0; turn < 3; turn++) await opened.holds.failed(tuple);
    const list = await byKey(opened, 'get', '/api/holds').expect(200);
    expect(list.body).toMatchObject({ holds: [{ ...tuple, failures: 3 }] });
    await post(opened, '/api/holds/release', tuple).expect(200, { holds: [] });
    await post(opened, '/api/holds/release', tuple).expect(404);
    expect(() => opened.holds.check(tuple)).not.toThrow();
    expect(await opened.audited()).toEqual([
      expect.objectContaining({ event: 'HOLD_RELEASED', caller: 'app1', business: '110208' }),
    ]);
  });
});

describe('the sign clinic', () => {
  it('tells whether the stored key makes the sign, and never shows the key', async () => {
    const opened = await openConsole();
    await post(opened, '/api/applications', APP).expect(200);
    const partner = { appid: 'app1', secret: SECRET, standard: 's1', profile: 'SM4' } as const;
    const { sign, ...message } = signedMessage(partner, '110208', '04', '[]');
    const ask = async (given: string) => {
      const body = { appid: 'app1', request: JSON.stringify(message), sign: given };
      const answer = await post(opened, '/api/clinic', body).expect(200);
      expect(answer.text).not.toContain(SECRET);
      return (answer.body as { verdict: { verdict: string } }).verdict.verdict;
    };
    expect(await ask(sign)).toBe('match');
    expect(await ask(sign.toLowerCase())).toBe('variant');
    expect(await ask('00'.repeat(80))).toBe('unknown');
  });

  it('refuses what it cannot read without ending the session', async () => {
    const opened = await openConsole();
    await post(opened, '/api/applications', APP).expect(200);
    await post(opened, '/api/clinic', { appid: 'app1', request: '{' }).expect(400);
    const unsigned = '{"appid":"app1","busicode":"110208","action":"04","busilist":"","random":"r"}';
    await post(opened, '/api/clinic', { appid: 'app1', request: unsigned }).expect(400);
    await post(opened, '/api/clinic', { appid: 'nobody', request: '{}' }).expect(404);
  });
});

describe('the interface log', () => {
  it('shows entries of every caller, newest first, by page and by criterion', async () => {
    const opened = await openConsole();
    for (const id of ['app1', 'app2', 'app3']) await post(opened, '/api/applications', { ...APP, id });
    await post(opened, '/api/applications/app2/disable');
    const look = async (query: string) =>
      (await byKey(opened, 'get', `/api/log?${query}`).expect(200)).body as {
        entries: { event: string; caller: string }[];
        cursor?: string;
      };
    const first = await look('size=3');
    expect(first.entries.map(({ caller }) => caller)).toEqual(['app2', 'app3', 'app2']);
    const second = await look(`size=3&cursor=${encodeURIComponent(first.cursor!)}`);
    expect(second.entries.map(({ caller }) => caller)).toEqual(['app1']);
    expect(second.cursor).toBeUndefined();
    expect((await look('caller=app2')).entries).toHaveLength(2);
    expect((await look('event=APPLICATION_DISABLED')).entries).toHaveLength(1);
    expect((await look('begin=2999-01-01T00:00:00Z')).entries).toEqual([]);
    for (const wrong of ['size=201', 'cursor=x', 'event=NONE', 'colour=red', 'caller=a&caller=b'])
      await byKey(opened, 'get', `/api/log?${wrong}`).expect(400);
  });
});

describe('overview, rules and defects', () => {
  it('sums up exchanges, holds, rules and weak profiles', async () => {
    const opened = await openConsole();
    await post(opened, '/api/applications', APP);
    await post(opened, '/api/applications', { ...APP, id: 'app2', sign: { profile: 'HMAC-SM3' } });
    opened.metrics.ended({
      event: 'EXCHANGE_REFUSED',
      at: '',
      attempt: '',
      wire: 'rest',
      standard: 's1',
      code: 'SIGN_MISMATCH',
    });
    const { body } = await byKey(opened, 'get', '/api/overview').expect(200);
    expect(body).toMatchObject({
      about: { version: '0.1.0' },
      exchanges: { accepted: 0, refused: 1, refusals: [{ code: 'SIGN_MISMATCH', count: 1 }] },
      applications: { total: 2, enabled: 2 },
      holds: 0,
      rules: { disabled: 0, unreachable: 0 },
      updates: { total: 0, late: 0 },
      warnings: [
        { application: 'app1', profile: 'SM4', message: expect.stringMatching(/^Application app1 /) },
      ],
    });
  });

  it('tells what data is due again, and sums up what is late', async () => {
    const opened = await openConsole();
    await post(opened, '/api/applications', { ...APP, standard: 's2', grants: ['001:01:*', '002:04:*'] });
    const { database } = opened.store;
    const due = async () => (await byKey(opened, 'get', '/api/updates').expect(200)).body;
    expect(await due()).toMatchObject({ updates: [{ application: 'app1', ruleSet: '001', late: false }] });
    await database.updateTable('application').set({ created_at: '2026-01-01T00:00:00.000Z' }).execute();
    expect(await due()).toMatchObject({ updates: [{ due: '2026-01-02T00:00:00.000Z', late: true }] });
    const { body } = await byKey(opened, 'get', '/api/overview').expect(200);
    expect(body).toMatchObject({ updates: { total: 1, late: 1 } });
    expect(await opened.metrics.text()).toMatch(/^tonggui_updates_late 1$/m);
  });

  it('shows the state of every rule file and reads them anew on demand', async () => {
    const opened = await openConsole();
    const { body } = await byKey(opened, 'get', '/api/rules').expect(200);
    expect((body as { rules: object[] }).rules[0]).toMatchObject({ standard: 's1', state: 'enabled' });
    await post(opened, '/api/rules/reload').expect(200);
    expect((await opened.audited()).at(-1)).toMatchObject({ event: 'RULES_CHANGED' });
  });

  it('answers 503 when the store is gone, and keeps the cause for the log', async () => {
    const opened = await openConsole();
    await opened.store.close();
    const answer = await byKey(opened, 'get', '/api/log');
    expect(answer.status).toBeGreaterThanOrEqual(500);
    expect(answer.text).not.toMatch(/sqlite|closed|at /i);
    expect(opened.failures).toHaveLength(1);
  });

  it('answers malformed, oversized and unknown requests in one shape', async () => {
    const opened = await openConsole();
    const broken = await byKey(opened, 'post', '/api/clinic')
      .set('Content-Type', 'application/json')
      .send('{"a":');
    expect([broken.status, broken.body]).toEqual([
      400,
      { error: { code: 'MALFORMED', message: expect.any(String), details: [] } },
    ]);
    const large = await request(opened.server)
      .post('/api/session')
      .send({ username: 'x'.repeat(9000), password: '' });
    expect(large.status).toBe(413);
    const missing = await byKey(opened, 'get', '/api/nothing');
    expect([missing.status, missing.body]).toEqual([
      404,
      { error: expect.objectContaining({ code: 'NOT_FOUND' }) },
    ]);
  });
});
