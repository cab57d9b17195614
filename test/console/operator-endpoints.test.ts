import { describe, expect, it } from '@jest/globals';
import request from 'supertest';
import { createSignInThrottle } from '../../src/console/sign-in-throttle.ts';
import {
  addApplication,
  addClerk,
  byKey,
  bySession,
  cookieOf,
  type Kept,
  type Opened,
  openConsole,
  PASSWORD,
  signIn,
} from './fixture.ts';

const CLERK = { username: 'clerk', name: '王芳', role: 'entry', applications: ['app1'] };

/** A console with an administrator and two applications. */
async function opened(different: Parameters<typeof openConsole>[0] = {}) {
  const console = await openConsole(different);
  for (const id of ['app1', 'app2']) await addApplication(console, id);
  return { console, admin: await signIn(console) };
}

const session = ({ server }: Opened, username: string, password: string) =>
  request(server).post('/api/session').send({ username, password });
const offered = async (console: Opened, kept: Kept) => {
  const { body } = await bySession(console, kept, 'get', '/api/records').expect(200);
  return (body as { applications: { id: string }[] }).applications.map(({ id }) => id);
};

describe('accounts', () => {
  it('are added by an administrator, with a first password that is told once and opens no session', async () => {
    const { console, admin } = await opened();
    const added = await bySession(console, admin, 'post', '/api/operators').send(CLERK).expect(200);
    const { operator, password } = added.body as { operator: object; password: string };
    expect(operator).toMatchObject({ ...CLERK, enabled: true });
    const listed = await bySession(console, admin, 'get', '/api/operators').expect(200);
    expect(listed.text).not.toContain(password);
    expect(listed.text).not.toMatch(/digest|epoch/);
    const first = await session(console, 'clerk', password).expect(200, { state: 'first-password' });
    expect(first.headers['set-cookie']).toBeUndefined();
    const chosen = await request(console.server)
      .post('/api/activation')
      .send({ username: 'clerk', password, chosen: PASSWORD })
      .expect(200);
    expect(chosen.body).toMatchObject({ state: 'signed-in', username: 'clerk', name: '王芳', role: 'entry' });
    await session(console, 'clerk', password).expect(401);
    await session(console, 'clerk', PASSWORD).expect(200);
    const told = (await console.audited()).filter(({ event }) => event.startsWith('OPERATOR_'));
    expect(told.map(({ event, detail }) => [event, JSON.parse(detail!)]).slice(1, 4)).toEqual([
      ['OPERATOR_ADDED', { by: 'admin', operator: 'clerk', role: 'entry', applications: ['app1'] }],
      ['OPERATOR_CHANGED', { by: 'nobody', operator: 'clerk', members: ['password'] }],
      ['OPERATOR_SIGNED_IN', { by: 'nobody', operator: 'clerk' }],
    ]);
    expect(JSON.stringify(told)).not.toContain(password);
  });

  it('are refused with applications that do not exist, and with names that are taken', async () => {
    const { console, admin } = await opened();
    const add = (more: object) =>
      bySession(console, admin, 'post', '/api/operators').send({ ...CLERK, ...more });
    const none = await add({ applications: ['app1', 'app3'] }).expect(400);
    expect(none.body.error.details).toEqual([
      { path: 'applications[1]', message: 'there is no such application' },
    ]);
    const taken = await add({ username: 'ADMIN' }).expect(400);
    expect(taken.body.error.details[0]).toMatchObject({ path: 'username' });
  });

  it.each([
    ['disabled', 'disable'],
    ['reset', 'reset'],
  ])('that are %s lose their sessions at once (C04)', async (_, step) => {
    const { console, admin } = await opened();
    const clerk = await addClerk(console);
    await bySession(console, clerk, 'get', '/api/records').expect(200);
    await bySession(console, admin, 'post', `/api/operators/clerk/${step}`).send({}).expect(200);
    await bySession(console, clerk, 'get', '/api/records').expect(401);
    const state = await request(console.server).get('/api/session').set('Cookie', clerk.cookie);
    expect(state.body).toEqual({ state: 'signed-out' });
    await session(console, 'clerk', PASSWORD).expect(401);
    await bySession(console, admin, 'post', '/api/operators/clerk/enable').send({}).expect(200);
    await bySession(console, clerk, 'get', '/api/records').expect(401);
    const { detail } = (await console.audited()).filter(({ event }) => event === 'OPERATOR_CHANGED')[1]!;
    expect(JSON.parse(detail!)).toEqual({ by: 'admin', operator: 'clerk', step });
  });

  it('that are disabled and enabled again have no session left, even if nobody used it meanwhile', async () => {
    const { console, admin } = await opened();
    const clerk = await addClerk(console);
    for (const step of ['disable', 'enable'])
      await bySession(console, admin, 'post', `/api/operators/clerk/${step}`).send({}).expect(200);
    await bySession(console, clerk, 'get', '/api/records').expect(401);
    await session(console, 'clerk', PASSWORD).expect(200);
  });

  it('may do at once what they were changed to, and no longer what they were', async () => {
    const { console, admin } = await opened();
    const clerk = await addClerk(console);
    expect(await offered(console, clerk)).toEqual(['app1']);
    const change = (applications: readonly string[]) =>
      bySession(console, admin, 'patch', '/api/operators/clerk').send({ applications }).expect(200);
    await change(['app2']);
    expect(await offered(console, clerk)).toEqual(['app2']);
    await bySession(console, clerk, 'get', '/api/applications/app1/records').expect(403);
    await change(['*']);
    await addApplication(console, 'app3');
    expect(await offered(console, clerk)).toEqual(['app1', 'app2', 'app3']);
    await byKey(console, 'post', '/api/applications/app2/disable').send({}).expect(200);
    expect(await offered(console, clerk)).toEqual(['app1', 'app3']);
  });

  it('that enter records learn of their applications what stands in the way, and no settings', async () => {
    const { console } = await opened();
    const networks = { networks: ['10.0.0.0/8'], certificate: { subject: 'CN=a' } };
    await byKey(console, 'patch', '/api/applications/app1').send(networks).expect(200);
    const clerk = await addClerk(console);
    const { body } = await bySession(console, clerk, 'get', '/api/records').expect(200);
    expect(body).toEqual({
      applications: [{ id: 'app1', name: '录入', peer: '127.0.0.1', denied: true, demanding: true }],
    });
  });

  it('change their own password, and nobody else’s or their own otherwise', async () => {
    const { console, admin } = await opened();
    const clerk = await addClerk(console);
    const changed = await bySession(console, clerk, 'post', '/api/password')
      .send({ current: PASSWORD, password: 'another long password' })
      .expect(200);
    expect(changed.body).toMatchObject({ state: 'signed-in', role: 'entry' });
    await bySession(console, clerk, 'get', '/api/records').expect(401);
    await session(console, 'clerk', 'another long password').expect(200);
    for (const step of ['reset', 'disable']) {
      const self = await bySession(console, admin, 'post', `/api/operators/admin/${step}`).send({});
      expect([self.status, self.body.error.details]).toEqual([
        400,
        [{ path: 'username', message: 'another account than your own' }],
      ]);
    }
    await bySession(console, admin, 'patch', '/api/operators/admin').send({ role: 'entry' }).expect(400);
    await bySession(console, admin, 'get', '/api/operators').expect(200);
  });

  it('keep one administrator enabled, whoever asks otherwise', async () => {
    const { console } = await opened();
    await addClerk(console);
    const last = await byKey(console, 'post', '/api/operators/admin/disable').send({}).expect(400);
    expect(last.body.error.details[0].message).toBe('not the last administrator that is enabled');
  });

  it('end with the session when the store is away: nobody acts on what was known before', async () => {
    const { console, admin } = await opened();
    await console.store.close();
    await bySession(console, admin, 'get', '/api/rules').expect(503);
  });
});

describe('guessing a password', () => {
  it('at one account from many places is slowed down, but for places where its owner signed in', () => {
    const throttle = createSignInThrottle();
    throttle.succeeded('10.9.9.9', 'admin');
    for (let place = 0; place < 30; place += 1) throttle.failed(`10.0.0.${place}`, 'admin');
    const check = (peer: string, account: string) => () => throttle.check(peer, account);
    expect(check('10.0.1.1', 'admin')).toThrow('too many refused attempts');
    expect(check('10.0.1.1', 'clerk')).not.toThrow();
    expect(check('10.9.9.9', 'admin')).not.toThrow();
    for (let turn = 0; turn < 10; turn += 1) throttle.failed('10.9.9.9', 'admin');
    expect(check('10.9.9.9', 'admin')).toThrow('too many refused attempts');
  });

  it('by the first password, by the sign-in and by the change of a password counts alike', async () => {
    const { console, admin } = await opened();
    await bySession(console, admin, 'post', '/api/operators').send(CLERK).expect(200);
    const activate = () =>
      request(console.server)
        .post('/api/activation')
        .send({ username: 'clerk', password: 'AAAAA-AAAAA-AAAAA-AAAAA', chosen: PASSWORD });
    for (let turn = 0; turn < 9; turn += 1) await activate().expect(401);
    const change = () =>
      bySession(console, admin, 'post', '/api/password').send({ current: 'wrong', password: PASSWORD });
    await change().expect(401);
    for (const late of [await change(), await activate(), await session(console, 'clerk', 'wrong')])
      expect(late.status).toBe(429);
    expect(cookieOf(await activate())).toBe('');
    const refused = (await console.audited()).filter(({ reason }) => reason === 'SIGN_IN_REFUSED');
    expect(refused.map(({ detail }) => JSON.parse(detail!)).slice(8)).toEqual([
      { by: 'nobody', attempt: 'activation', operator: 'clerk' },
      { by: 'admin', attempt: 'password', operator: 'admin' },
    ]);
  });
});
