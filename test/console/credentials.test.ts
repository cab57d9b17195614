import { statSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import request from 'supertest';
import { byKey, cookieOf, hostOf, openConsole, PASSWORD, signIn } from './fixture.ts';

describe('the admin API', () => {
  it('refuses changes from another site, even with session and token (C02)', async () => {
    const opened = await openConsole();
    const { cookie, csrf } = await signIn(opened);
    const change = () =>
      request(opened.server)
        .post('/api/rules/reload')
        .set('Cookie', cookie)
        .set('X-CSRF-Token', csrf)
        .send({});
    expect((await change().set('Origin', 'https://evil.example')).status).toBe(403);
    expect((await change().set('Sec-Fetch-Site', 'cross-site')).status).toBe(403);
    expect((await change().set('Origin', 'null')).status).toBe(403);
    expect((await change().set('Origin', `http://${hostOf(opened.server)}`)).status).toBe(200);
  });

  it('refuses a sign-in that another site sends, or that is not JSON (login CSRF)', async () => {
    const opened = await openConsole();
    await signIn(opened);
    const form = { username: 'admin', password: PASSWORD };
    const other = await request(opened.server)
      .post('/api/session')
      .set('Sec-Fetch-Site', 'cross-site')
      .send(form);
    expect([other.status, other.headers['set-cookie']]).toEqual([403, undefined]);
    const plain = await request(opened.server)
      .post('/api/session')
      .set('Content-Type', 'text/plain')
      .send(JSON.stringify(form));
    expect([plain.status, plain.headers['set-cookie']]).toEqual([400, undefined]);
  });

  it('offers no CORS', async () => {
    const opened = await openConsole();
    const answer = await request(opened.server)
      .options('/api/overview')
      .set('Origin', 'https://evil.example');
    expect(Object.keys(answer.headers).filter((name) => name.startsWith('access-control'))).toEqual([]);
  });
});

describe('the key of the command line', () => {
  it('is 32 random bytes in a file for its owner only, and works from this machine', async () => {
    const opened = await openConsole();
    expect(opened.key).toMatch(/^[0-9a-f]{64}$/);
    expect(statSync(opened.keyFile).mode & 0o777).toBe(0o600);
    await byKey(opened, 'get', '/api/applications').expect(200, { applications: [] });
  });

  it('keeps working while somebody tries wrong ones, which are audited, and slowed down when they are many', async () => {
    const opened = await openConsole();
    const wrong = () => request(opened.server).get('/api/holds').set('Authorization', 'Bearer wrong');
    for (let turn = 0; turn < 60; turn++) await wrong().expect(401);
    const late = await wrong();
    expect([late.status, Number(late.headers['retry-after']) > 0]).toEqual([429, true]);
    await byKey(opened, 'get', '/api/holds').expect(200);
    const refused = (await opened.audited()).filter(({ event }) => event === 'OPERATOR_REFUSED');
    expect(refused).toHaveLength(60);
    expect(refused[0]).toMatchObject({ reason: 'ADMIN_KEY', peer: '127.0.0.1' });
  });
});

describe('operators', () => {
  it('have no default account: only the set-up code makes the first, once (A08)', async () => {
    const opened = await openConsole();
    const api = () => request(opened.server);
    await api().get('/api/session').expect(200, { state: 'set-up' });
    for (const [username, password] of [
      ['admin', 'admin'],
      ['', ''],
      ['admin', PASSWORD],
    ])
      await api().post('/api/session').send({ username, password }).expect(401);
    await api()
      .post('/api/setup')
      .send({ code: 'AAAAA-AAAAA-AAAAA-AAAAA', username: 'admin', password: PASSWORD })
      .expect(401);
    await signIn(opened);
    await api().get('/api/session').expect(200, { state: 'signed-out' });
    expect(await opened.operators.issueSetupCode()).toBeUndefined();
  });

  it('sign in to a new session each time, in a cookie that scripts and other sites cannot use (C04)', async () => {
    const opened = await openConsole();
    const first = await signIn(opened);
    const answer = await request(opened.server)
      .post('/api/session')
      .set('Cookie', first.cookie)
      .send({ username: 'admin', password: PASSWORD })
      .expect(200);
    expect(answer.headers['set-cookie']?.[0]).toMatch(
      /^tonggui=[\w-]{43}; Path=\/; HttpOnly; SameSite=Strict$/,
    );
    expect(cookieOf(answer)).not.toBe(first.cookie);
    const sessionOf = (cookie: string) => request(opened.server).get('/api/holds').set('Cookie', cookie);
    await sessionOf(cookieOf(answer)).expect(200);
    await sessionOf(first.cookie).expect(401);
  });

  it('never get a session id that somebody else chose', async () => {
    const opened = await openConsole();
    await signIn(opened);
    const chosen = `tonggui=${'B'.repeat(43)}`;
    const answer = await request(opened.server)
      .post('/api/session')
      .set('Cookie', chosen)
      .send({ username: 'admin', password: PASSWORD });
    expect(cookieOf(answer)).not.toBe(chosen);
    await request(opened.server).get('/api/holds').set('Cookie', chosen).expect(401);
  });

  it('get a cookie for TLS only where the listener serves TLS', async () => {
    const opened = await openConsole({ secure: true });
    const code = await opened.operators.issueSetupCode();
    const answer = await request(opened.server)
      .post('/api/setup')
      .send({ code, username: 'admin', password: PASSWORD });
    expect(answer.headers['set-cookie']?.[0]).toMatch(/^__Host-tonggui=.*; Secure$/);
    expect(answer.headers['strict-transport-security']).toBeDefined();
  });

  it('are signed out for good, on the server', async () => {
    const opened = await openConsole();
    const { cookie, csrf } = await signIn(opened);
    const out = await request(opened.server)
      .delete('/api/session')
      .set('Cookie', cookie)
      .set('X-CSRF-Token', csrf)
      .expect(200);
    expect(out.headers['set-cookie']?.[0]).toMatch(/^tonggui=;.*Max-Age=0/);
    await request(opened.server).get('/api/holds').set('Cookie', cookie).expect(401);
  });

  it('are signed out after 15 idle minutes and after 12 hours', async () => {
    let now = 0;
    const opened = await openConsole({ sessions: { now: () => now } });
    const { cookie } = await signIn(opened);
    const look = () => request(opened.server).get('/api/holds').set('Cookie', cookie);
    for (let turn = 0; turn < 51; turn++) {
      now += 14 * 60_000;
      await look().expect(200);
    }
    now = 12 * 3_600_000;
    await look().expect(401);

    const again = await openConsole({ sessions: { now: () => now } });
    const fresh = await signIn(again);
    now += 15 * 60_000;
    await request(again.server).get('/api/holds').set('Cookie', fresh.cookie).expect(401);
  });

  it('change their password with the current one, which ends every session they had (C04)', async () => {
    const opened = await openConsole();
    const { cookie, csrf } = await signIn(opened);
    const change = (current: string) =>
      request(opened.server)
        .post('/api/password')
        .set('Cookie', cookie)
        .set('X-CSRF-Token', csrf)
        .send({ current, password: 'another long password' });
    const elsewhere = await request(opened.server)
      .post('/api/session')
      .send({ username: 'admin', password: PASSWORD });
    await change('wrong').expect(401);
    const answer = await change(PASSWORD).expect(200);
    for (const ended of [cookie, cookieOf(elsewhere)])
      await request(opened.server).get('/api/holds').set('Cookie', ended).expect(401);
    await request(opened.server).get('/api/holds').set('Cookie', cookieOf(answer)).expect(200);
    await request(opened.server)
      .post('/api/session')
      .send({ username: 'admin', password: PASSWORD })
      .expect(401);
  });

  it('who are unknown read the same as those with a wrong password, and both are slowed down and audited', async () => {
    const opened = await openConsole();
    await signIn(opened);
    const attempt = (username: string) =>
      request(opened.server).post('/api/session').send({ username, password: 'wrong password' });
    const [known, unknown] = [await attempt('admin'), await attempt('nobody')];
    expect([known.status, known.body]).toEqual([401, unknown.body]);
    for (let turn = 0; turn < 8; turn++) await attempt(`guess${turn}`).expect(401);
    const late = await attempt('admin');
    expect([late.status, Number(late.headers['retry-after'])]).toEqual([429, expect.any(Number)]);
    const refused = (await opened.audited()).filter(({ event }) => event === 'OPERATOR_REFUSED');
    expect(refused).toHaveLength(10);
    expect(JSON.stringify(refused)).not.toContain('wrong password');
  });

  it('leave an entry for their set-up and each sign-in', async () => {
    const opened = await openConsole();
    await signIn(opened);
    await request(opened.server)
      .post('/api/session')
      .send({ username: 'admin', password: PASSWORD })
      .expect(200);
    const events = (await opened.audited()).map(({ event, wire, detail }) => [event, wire, detail]);
    expect(events).toEqual([
      ['OPERATOR_ADDED', 'admin', '{"by":"nobody","operator":"admin","role":"administrator"}'],
      ['OPERATOR_SIGNED_IN', 'admin', '{"by":"nobody","operator":"admin"}'],
    ]);
  });
});
