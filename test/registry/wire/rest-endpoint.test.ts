import { describe, expect, it } from '@jest/globals';
import { ExchangeError } from '../../../src/envelope/exchange-error.ts';
import type { Registry } from '../../../src/registry/messages.ts';
import { UddiError } from '../../../src/registry/uddi-error.ts';
import { serveRegistry } from './served-registry.ts';

const codeOf = ({ status, body }: { status: number; body: any }) => [status, body.result[0].errInfo.errCode];

/** A business with a service that is found by a code of a tModel of its own. */
async function published() {
  const served = await serveRegistry();
  const headers = { authorization: `Bearer ${await served.token()}` };
  const model = await served.json('save_tModel', { tModel: [{ name: { value: 'example:codes' } }] }, headers);
  const tModelKey: string = model.body.tModel[0].tModelKey;
  const service = {
    name: [{ lang: 'zh', value: '电梯检验' }],
    categoryBag: [{ tModelKey, keyName: '业务分类', keyValue: '120101' }],
    bindingTemplates: [
      {
        accessPoint: { URLType: 'http', value: 'http://127.0.0.1/x' },
        tModelInstanceDetails: [{ tModelKey }],
      },
    ],
  };
  const saved = await served.json(
    'save_business',
    { businessEntity: [{ name: [{ value: 'Anhui' }], businessServices: [service] }] },
    headers,
  );
  return { ...served, headers, tModelKey, saved, business: saved.body.businessEntity[0] };
}

describe('the registry by JSON', () => {
  it('saves, and answers as the element of the same name would', async () => {
    const { saved, business } = await published();
    expect(saved.status).toBe(200);
    expect(saved.body).toMatchObject({ generic: '2.0', operator: 'tonggui', truncated: false });
    expect(business).toMatchObject({
      name: [{ value: 'Anhui' }],
      businessServices: [{ name: [{ lang: 'zh' }] }],
    });
  });

  it('is asked by addresses: by name, category and tModel, and by key', async () => {
    const { get, tModelKey, business } = await published();
    const service = business.businessServices[0];
    const category = encodeURIComponent(`${tModelKey}=120101`);
    const found = await get(`services?category=${category}`);
    expect(found.body.serviceInfos).toMatchObject([{ serviceKey: service.serviceKey }]);
    const none = await get(`services?category=${encodeURIComponent(`${tModelKey}=120102`)}`);
    expect(none.body.serviceInfos).toEqual([]);
    const named = await get('businesses?name=anhui&qualifier=exactNameMatch&maxRows=1');
    expect(named.body.businessInfos).toMatchObject([{ businessKey: business.businessKey }]);
    const byModel = await get(`businesses?tmodel=${encodeURIComponent(tModelKey)}`);
    expect(byModel.body.businessInfos).toHaveLength(1);
    const bindings = await get(
      `bindings?service=${service.serviceKey}&tmodel=${encodeURIComponent(tModelKey)}`,
    );
    expect(bindings.body.bindingTemplate).toMatchObject([{ accessPoint: { value: 'http://127.0.0.1/x' } }]);
    expect((await get(`services/${service.serviceKey}`)).body.businessService[0]).toEqual(service);
    const bare = tModelKey.replace('uuid:', '');
    expect((await get(`tmodels/${bare}`)).body.tModel).toMatchObject([{ tModelKey }]);
    expect((await get('tmodels?name=example')).body.tModelInfos).toMatchObject([{ tModelKey }]);
  });

  it('takes the token as a member too, and signs in and out', async () => {
    const { json, credential } = await serveRegistry();
    const { body } = await json('get_authToken', { userID: 'anhui', cred: credential });
    const { authInfo } = body;
    expect((await json('get_registeredInfo', { authInfo })).body).toMatchObject({ businessInfos: [] });
    const ended = await json('discard_authToken', { generic: '2.0', authInfo });
    expect(codeOf(ended)).toEqual([200, 'E_success']);
    const late = await json('get_registeredInfo', { authInfo });
    expect(codeOf(late)).toEqual([401, 'E_authTokenRequired']);
    expect(late.headers.get('www-authenticate')).toBe('Bearer');
  });

  it('says by its status what its code means', async () => {
    const { json, get, headers, business, publishers, origin } = await published();
    const other = await publishers.add({ name: 'other' });
    const stranger = await publishers.issueToken('other', other.credential, '10.0.0.1');
    const { businessKey } = business;
    const cases = [
      [await json('save_tModel', { tModel: [{ name: { value: 'x' } }] }), 401, 'E_authTokenRequired'],
      [await json('get_authToken', { userID: 'anhui', cred: 'no' }), 401, 'E_unknownUser'],
      [
        await json('delete_business', { authInfo: stranger, businessKey: [businessKey] }),
        403,
        'E_userMismatch',
      ],
      [await get('businesses/4a3bb5a0-0000-0000-0000-000000000000'), 404, 'E_invalidKeyPassed'],
      [await json('find_business', { generic: '3.0' }), 400, 'E_unrecognizedVersion'],
      [await json('find_business', { findQualifiers: ['x'], name: [{ value: 'x' }] }), 400, 'E_unsupported'],
      [await json('save_business', { businessEntity: [{ name: 'x' }] }, headers), 400, 'E_fatalError'],
      [await json('validate_values', {}), 404, 'E_fatalError'],
      [await get('nothing'), 404, 'E_fatalError'],
    ] as const;
    for (const [answer, status, code] of cases) expect(codeOf(answer)).toEqual([status, code]);
    const put = await fetch(`${origin}/registry/find_business`, { method: 'PUT', body: '{}' });
    expect([put.status, put.headers.get('allow')]).toEqual([405, 'GET, POST']);
  });

  it.each([
    ['a duplicate member', '{"name":[],"name":[]}'],
    ['__proto__', '{"__proto__":{}}'],
    ['a lone surrogate', '{"name":[{"value":"\\ud800"}]}'],
    ['a control character, which XML cannot carry', '{"name":[{"value":"\\u0001"}]}'],
    ['depth', `${'['.repeat(64)}${']'.repeat(64)}`],
    ['an array', '[]'],
    ['an unknown member', '{"nmae":[]}'],
    ['null', '{"name":null}'],
    ['a number for a text', '{"name":[{"value":1}]}'],
    ['a fraction', '{"maxRows":1.5}'],
    ['a text for a list', '{"name":"x"}'],
    ['a text for maxRows', '{"maxRows":"5"}'],
    ['trailing data', '{} x'],
    ['nothing', ''],
  ])('refuses %s with its place', async (_, body) => {
    const { origin, audited } = await serveRegistry();
    const headers = { 'content-type': 'application/json' };
    const answer = await fetch(`${origin}/registry/find_business`, { method: 'POST', body, headers });
    const { result } = (await answer.json()) as any;
    expect([answer.status, result[0].errno, result[0].errInfo.errCode]).toEqual([400, 10500, 'E_fatalError']);
    expect(result[0].errInfo.value).toMatch(/\((?:line \d+, column \d+|find_business[^)]*)\)$/);
    expect(audited).toMatchObject([
      { event: 'REGISTRY_REFUSED', facts: { wire: 'rest', reason: 'E_fatalError' } },
    ]);
  });

  it.each(['text/json', 'application/json; charset=gbk', 'text/xml'])('refuses %s: 415', async (type) => {
    const { json } = await serveRegistry();
    expect(codeOf(await json('find_business', {}, { 'content-type': type }))).toEqual([415, 'E_fatalError']);
  });

  it.each([
    ['services?nmae=x'],
    ['services?category=x'],
    ['services?maxRows=1&maxRows=2'],
    ['services?maxRows=x'],
    ['bindings?service=a&service=b'],
    ['businesses/abc?name=x'],
  ])('refuses the question %s', async (path) => {
    const { get } = await serveRegistry();
    expect(codeOf(await get(path))).toEqual([400, 'E_fatalError']);
  });

  it('answers what exceeds the limit by 413', async () => {
    const { json } = await serveRegistry({ bodyBytes: 1024 });
    const answer = await json('find_business', { name: [{ value: 'x'.repeat(2048) }] });
    expect(codeOf(answer)).toEqual([413, 'E_messageTooLarge']);
  });

  it('asks for a token at inquiry only where inquiry is not open', async () => {
    const { get, token } = await serveRegistry({ inquiry: 'authenticated' });
    expect(codeOf(await get('businesses?name=x'))).toEqual([401, 'E_authTokenRequired']);
    const headers = { authorization: `Bearer ${await token()}` };
    expect((await get('businesses?name=x', headers)).status).toBe(200);
  });

  it('is asked by whoever else the gateway knows, where inquiry is not open', async () => {
    const { get } = await serveRegistry({
      inquiry: 'authenticated',
      inquirer: async ({ headers }) => {
        if (headers['x-known'] === 'disabled') throw new ExchangeError('APPLICATION_DISABLED');
        return headers['x-known'] === 'yes' ? 'S5APP' : undefined;
      },
    });
    expect((await get('businesses?name=x', { 'x-known': 'yes' })).status).toBe(200);
    const strangers: readonly Record<string, string>[] = [{}, { 'x-known': 'disabled' }];
    for (const headers of strangers)
      expect(codeOf(await get('businesses?name=x', headers))).toEqual([401, 'E_authTokenRequired']);
  });

  it('says that the registry cannot be written, as its own fault', async () => {
    const cause = new Error('ENOSPC /secret');
    const served = await serveRegistry();
    const registry: Registry = {
      ...served.registry,
      publish: () => Promise.reject(new UddiError('E_fatalError', 'nothing was changed', cause)),
    };
    const { json, soap, token, failures } = await serveRegistry({ registry });
    const sent = { authInfo: await token(), tModel: [{ name: { value: 'x' } }] };
    const answer = await json('save_tModel', sent);
    expect(codeOf(answer)).toEqual([500, 'E_fatalError']);
    expect(answer.body.result[0].errInfo.value).toBe('nothing was changed');
    const message = `<save_tModel xmlns="urn:uddi-org:api_v2" generic="2.0"><authInfo>${sent.authInfo}</authInfo><tModel tModelKey=""><name>x</name></tModel></save_tModel>`;
    expect((await soap('publish', message)).text).toContain('soap:Server');
    expect(failures).toHaveLength(2);
  });

  it('publishes although the log could not be written, and tells the operator', async () => {
    const broken = new Error('disk full');
    const { json, token, failures } = await serveRegistry({ audit: () => Promise.reject(broken) });
    const sent = { authInfo: await token(), tModel: [{ name: { value: 'x' } }] };
    expect((await json('save_tModel', sent)).status).toBe(200);
    expect(failures).toEqual([broken]);
  });
});
