import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startTestGateway, type TestGateway } from '../support/gateway.ts';
import {
  addProvider,
  askToken,
  call,
  freshSerial,
  hiddenDanger,
  objectsPath,
  type Provider,
  riskPoint,
  syndata,
  tokenOf,
} from '../support/s5.ts';

const OK = { status: '0', err: '' };

let gateway: TestGateway;
let provider: Provider;
let token: string;
beforeAll(async () => {
  gateway = await startTestGateway({ rules: { folder: process.env['S5RULES'] } });
  provider = await addProvider(gateway);
  token = await tokenOf(gateway, provider);
});
afterAll(() => gateway.stop());

/** A question of getObjects, the token in its header. */
function read(resource: string, query: Readonly<Record<string, string>> = {}, bearer = token) {
  const path = `${objectsPath('getObjects', resource)}?${new URLSearchParams(query)}`;
  return call(gateway, path, undefined, { authorization: `Bearer ${bearer}` });
}

describe('S5 A.2: the token', () => {
  it('is given for appid and secret, for as long as it says, and is kept by no cache', async () => {
    const { status, body, headers } = await askToken(gateway, provider);
    expect(status).toBe(200);
    expect(body).toEqual({ access_token: expect.stringMatching(/^[\w-]{43}$/), expires_in: 7200 });
    expect(headers.get('cache-control')).toBe('no-store');
    expect(headers.get('referrer-policy')).toBe('no-referrer');
  });

  it('is given by POST too, where the secret stands in no address', async () => {
    const { body } = await call(gateway, '/jsdspcloud/servlet/token', provider_(provider));
    expect(await syndata(gateway, body.access_token, '0101', [riskPoint()])).toMatchObject({ body: OK });
  });

  it.each([
    ['a wrong secret', { secret: 'wrong-secret' }, '3011'],
    ['an unknown appid', { appid: 'NOBODY' }, '3001'],
    ['an appid of no form', { appid: 'a b' }, '2002'],
  ])('is refused for %s, in the shape of the text', async (_, changed, code) => {
    const other = await addProvider(gateway);
    const { status, body } = await askToken(gateway, { ...other, ...changed });
    expect(status).toBe(200);
    expect(body).toMatchObject({ status: code, err: expect.stringMatching(/\p{Script=Han}/u) });
    expect(body).not.toHaveProperty('access_token');
  });

  it('is refused without a secret, which counts as a wrong one', async () => {
    const { appid } = await addProvider(gateway);
    const { body } = await call(gateway, `/jsdspcloud/servlet/token?appid=${appid}`);
    expect(body.status).toBe('3011');
  });

  it('is held back for 24 hours after three wrong secrets; tokens in use go on', async () => {
    const held = await addProvider(gateway);
    const before = await tokenOf(gateway, held);
    for (let turn = 0; turn < 3; turn += 1) await askToken(gateway, { ...held, secret: 'guess-again' });
    const answer = await askToken(gateway, held);
    expect(answer.body).toMatchObject({ status: '3013' });
    expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(86_000);
    expect((await syndata(gateway, before, '0101', [riskPoint()])).body).toEqual(OK);
    expect((await askToken(gateway, provider)).body).toHaveProperty('access_token');
  });

  it('is refused to an application of another standard, and a sign to one of this', async () => {
    const partner = await gateway.addPartner();
    const { body } = await askToken(gateway, partner);
    expect(body.status).toBe('3001');
    const { text } = await call(gateway, '/tonggui/exchange', {
      appid: provider.appid,
      busicode: '120101',
      action: '04',
      busilist: [],
      random: freshSerial(),
      sign: 'AB',
    });
    expect(JSON.parse(text).datalist).toMatchObject({ result: '0000', code: 'UNKNOWN_APPLICATION' });
  });
});

function provider_({ appid, secret }: Provider) {
  return { appid, secret };
}

describe('S5 A.3: syndata', () => {
  it('adds, and updates by the number of the work order', async () => {
    const record = riskPoint();
    expect((await syndata(gateway, token, '0101', [record])).body).toEqual(OK);
    expect((await syndata(gateway, token, '0101', [{ ...record, riskName: '新名' }])).body).toEqual(OK);
    const { body } = await read('riskPoint', { riskNo: String(record['riskNo']) });
    expect(body.data).toEqual([expect.objectContaining({ riskName: '新名' })]);
    const danger = hiddenDanger();
    expect((await syndata(gateway, token, '0201', [danger])).body).toEqual(OK);
  });
});
