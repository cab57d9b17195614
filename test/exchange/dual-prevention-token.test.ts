import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startTestGateway, type TestGateway } from '../support/gateway.ts';
import {
  addProvider,
  askToken,
  call,
  freshSerial,
  type Provider,
  riskPoint,
  syndata,
  tokenOf,
} from '../support/s5.ts';

const OK = { status: '0', err: '' };

let gateway: TestGateway;
let provider: Provider;
beforeAll(async () => {
  gateway = await startTestGateway({ log: { level: 'debug' } });
  provider = await addProvider(gateway);
});
afterAll(() => gateway.stop());

describe('S5 A.2: the token', () => {
  it('is given for appid and secret, for as long as it says, and is kept by no cache', async () => {
    const { status, body, headers } = await askToken(gateway, provider);
    expect(status).toBe(200);
    expect(body).toEqual({ access_token: expect.stringMatching(/^[\w-]{43}$/), expires_in: 7200 });
    expect(headers.get('cache-control')).toBe('no-store');
    expect(headers.get('referrer-policy')).toBe('no-referrer');
  });

  it('is given by POST too, where the secret stands in no address', async () => {
    const { body } = await call(gateway, '/jsdspcloud/servlet/token', { ...provider });
    expect((await syndata(gateway, body.access_token, '0101', [riskPoint()])).body).toEqual(OK);
  });

  it.each([
    ['a wrong secret', { secret: 'wrong-secret' }, '3011'],
    ['an unknown appid', { appid: 'NOBODY' }, '3011'],
    ['an appid of no form', { appid: 'a b' }, '2002'],
  ])('is refused for %s, in the shape of the text', async (_, changed, code) => {
    const other = await addProvider(gateway);
    const { status, body } = await askToken(gateway, { ...other, ...changed });
    expect(status).toBe(200);
    expect(body).toMatchObject({ status: code, err: expect.stringMatching(/\p{Script=Han}/u) });
    expect(body).not.toHaveProperty('access_token');
  });

  it('is refused without a secret, which counts as a wrong one, and for a secret that comes twice', async () => {
    const { appid } = await addProvider(gateway);
    const path = `/jsdspcloud/servlet/token?appid=${appid}`;
    expect((await call(gateway, path)).body.status).toBe('3011');
    const twice = await call(gateway, `${path}&secret=a&secret=b`);
    expect([twice.status, twice.body.status]).toEqual([400, '1004']);
  });

  it('is held back for 24 hours after three wrong secrets; tokens in use go on', async () => {
    const held = await addProvider(gateway);
    const before = await tokenOf(gateway, held);
    for (let turn = 0; turn < 3; turn += 1) await askToken(gateway, { ...held, secret: 'guess-again' });
    const answer = await askToken(gateway, held);
    expect(answer.body).toMatchObject({ status: '3011' });
    const { body: log } = await gateway.admin('GET', `/api/log?caller=${held.appid}&size=1`);
    expect(log.entries[0]).toMatchObject({ code: 'SECRET_MISMATCH', reason: 'HELD' });
    expect((await syndata(gateway, before, '0101', [riskPoint()])).body).toEqual(OK);
    expect((await askToken(gateway, provider)).body).toHaveProperty('access_token');
  });

  it('is refused to an application of another standard, and a sign to one of this', async () => {
    const { body } = await askToken(gateway, await gateway.addPartner());
    expect(body.status).toBe('3011');
    const signed = { appid: provider.appid, busicode: '120101', action: '04', busilist: [], sign: 'AB' };
    const answer = await call(gateway, '/tonggui/exchange', { ...signed, random: freshSerial() });
    expect(answer.body.datalist).toMatchObject({ result: '0000', code: 'UNKNOWN_APPLICATION' });
  });

  it('is asked for anew once its application was disabled, even if it is enabled again', async () => {
    const value = await tokenOf(gateway, provider);
    const ask = async (token = value) => (await syndata(gateway, token, '0101', [riskPoint()])).body;
    await gateway.admin('POST', `/api/applications/${provider.appid}/disable`, {});
    expect(await ask()).toMatchObject({ status: '3012' });
    await gateway.admin('POST', `/api/applications/${provider.appid}/enable`, {});
    expect(await ask()).toMatchObject({ status: '3012' });
    expect(await ask(await tokenOf(gateway, provider))).toEqual(OK);
  });

  it('is asked for anew once its secret was replaced; a rotation leaves it as long as the old secret', async () => {
    const { appid, secret } = await addProvider(gateway);
    const value = await tokenOf(gateway, { appid, secret });
    const ask = async (token: string) => (await syndata(gateway, token, '0101', [riskPoint()])).body;
    const notAfter = new Date(Date.now() + 3_600_000).toISOString();
    await gateway.admin('POST', `/api/applications/${appid}/rotate`, { key: 'second-secret', notAfter });
    expect(await ask(value)).toEqual(OK);
    await gateway.admin('PATCH', `/api/applications/${appid}`, { sign: { key: 'third-secret' } });
    expect(await ask(value)).toMatchObject({ status: '3012' });
    expect(await ask(await tokenOf(gateway, { appid, secret: 'third-secret' }))).toEqual(OK);
  });

  it.each([
    ['none', undefined],
    ['an unknown one', 'A'.repeat(43)],
    ['one of 10 kB', 'A'.repeat(10_240)],
    ['a number', 7],
  ])('is missed: %s', async (_, access_token) => {
    const { body } = await syndata(gateway, access_token as string, '0101', [riskPoint()]);
    expect(body).toMatchObject({ status: '3012' });
  });

  it('may not be told twice and differ', async () => {
    const body = { access_token: await tokenOf(gateway, provider), txcode: '0101', data: [riskPoint()] };
    const headers = { authorization: `Bearer ${'B'.repeat(43)}` };
    const answer = await call(gateway, '/jsdspcloud/servlet/syndata', body, headers);
    expect(answer.body).toMatchObject({ status: '2002' });
  });

  it('stands in no log, and its secret neither (A03)', async () => {
    const lines: string[] = [];
    const write = process.stderr.write.bind(process.stderr);
    process.stderr.write = ((text: string) => lines.push(String(text)) > 0) as typeof process.stderr.write;
    try {
      const value = await tokenOf(gateway, provider);
      await askToken(gateway, { ...provider, secret: `${provider.secret}x` });
      await call(gateway, `/jsdspcloud/servlet/token?appid=%ff&secret=${provider.secret}`);
      await call(gateway, `/jsdspcloud/servlet/tokens?appid=a&secret=${provider.secret}`);
      const log = await gateway.admin('GET', '/api/log');
      const told = lines.join('') + JSON.stringify(log.body);
      expect(told).not.toContain(provider.secret);
      expect(told).not.toContain(value);
      expect(log.body.entries.length).toBeGreaterThan(0);
    } finally {
      process.stderr.write = write;
    }
  });
});
