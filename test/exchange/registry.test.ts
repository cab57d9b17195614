import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { TAXONOMY } from '../../src/providers/taxonomy-keys.ts';
import { startTestGateway, type TestGateway } from '../support/gateway.ts';
import { ORDERS_YAML, openOpenApiProvider } from '../support/openapi-provider.ts';
import { addPublisher, enableInterface, publishService, startPlatform, uddi } from '../support/platform.ts';
import { addProvider, tokenOf } from '../support/s5.ts';

const reference = (name: keyof typeof TAXONOMY, keyValue: string) => ({
  tModelKey: TAXONOMY[name],
  keyName: name,
  keyValue,
});
const namesOf = ({ serviceInfos }: any): string[] =>
  serviceInfos.map(({ name }: any) => name[0].value).sort();

describe('the registry of a gateway', () => {
  let platform: TestGateway;
  beforeAll(async () => {
    platform = await startPlatform({ level: 'province', registry: { inquiry: 'open' } });
  });
  afterAll(async () => {
    await platform.stop();
  });

  it('tells who provides inspection data from the province to the nation: first the gateway itself', async () => {
    const categoryBag = [reference('type', '0401'), reference('direction', 'province->nation')];
    expect(namesOf(await uddi(platform, 'find_service', { categoryBag }))).toEqual(['检验数据接口']);
    await publishService(await addPublisher(platform), ['http://10.1.2.3/x'], categoryBag, '某检验院');
    expect(namesOf(await uddi(platform, 'find_service', { categoryBag }))).toEqual([
      '某检验院',
      '检验数据接口',
    ]);
  });

  it('has the WSDL of each address mapped as OASIS says, with the address that callers use', async () => {
    const wsdlSpec = 'uuid:C1ACF26D-9672-4404-9D70-39B756E62AB4';
    const found = await uddi(platform, 'find_tModel', {
      categoryBag: [{ tModelKey: wsdlSpec, keyName: 'uddi-org:types', keyValue: 'wsdlSpec' }],
      name: '%special%',
    });
    expect(found.tModelInfos.length).toBeGreaterThanOrEqual(2);
    const [{ tModelKey }] = found.tModelInfos;
    const services = await uddi(platform, 'find_service', { tModelBag: [tModelKey] });
    const { businessService } = await uddi(platform, 'get_serviceDetail', {
      serviceKey: [services.serviceInfos[0].serviceKey],
    });
    const points = businessService[0].bindingTemplates.map(({ accessPoint }: any) => accessPoint.value);
    expect(points).toContain(platform.exchangeUrl);
  });

  it('refuses a value that is none of its category, and a publisher without a token', async () => {
    const publisher = await addPublisher(platform);
    const wrong = publishService(publisher, ['http://10.1.2.3/'], [reference('type', '0100')]);
    await expect(wrong).rejects.toThrow(/E_invalidValue/);
    await expect(uddi(platform, 'get_registeredInfo', {})).rejects.toThrow(/E_authTokenRequired/);
  });

  it('audits what is published and what is refused', async () => {
    await publishService(await addPublisher(platform), ['http://10.1.2.4/'], [], '被审计者');
    await uddi(platform, 'get_registeredInfo', {}).catch(() => undefined);
    const { body } = await platform.admin('GET', '/api/log?size=5');
    const events = body.entries.map(({ event }: { event: string }) => event);
    expect(events).toEqual(
      expect.arrayContaining(['REGISTRY_PUBLISHED', 'REGISTRY_REFUSED', 'PUBLISHER_ADDED']),
    );
  });
});

describe('an imported interface', () => {
  it('stands in the registry as what it is: offered, stopped with a notice, offered again', async () => {
    const provider = await openOpenApiProvider();
    const platform = await startPlatform({ registry: { inquiry: 'open' } });
    try {
      provider.answer = () => ({ body: '[]' });
      const key = await publishService(await addPublisher(platform), [provider.url], [], '订单系统');
      const id = await enableInterface(platform, {
        id: key,
        kind: 'openapi',
        wire: 'rest',
        mount: { service: 'city', interFlag: 'orders' },
        documents: { root: ORDERS_YAML },
      });
      const address = new URL('/city/orders', platform.exchangeUrl).href;
      const reached = async (state: string) => {
        const categoryBag = [reference('state', state)];
        const { serviceInfos } = await uddi(platform, 'find_service', { categoryBag });
        const serviceKey = serviceInfos.map((info: any) => info.serviceKey);
        if (serviceKey.length === 0) return false;
        const { businessService } = await uddi(platform, 'get_serviceDetail', { serviceKey });
        return JSON.stringify(businessService).includes(`"${address}"`);
      };
      const soon = async (state: string) => {
        const deadline = Date.now() + 10_000;
        while (!(await reached(state))) {
          if (Date.now() > deadline) throw new Error(`not ${state} in the registry`);
          await new Promise((resolve) => setTimeout(resolve, 20));
        }
      };
      await soon('enabled');
      await platform.admin('POST', `/api/interfaces/${id}/stop`, { notice: '升级' });
      await soon('stopped');
      await platform.admin('POST', `/api/interfaces/${id}/enable`, {});
      await soon('enabled');
      expect(await reached('stopped')).toBe(false);
    } finally {
      await platform.stop();
      await provider.close();
    }
  });
});

describe('an inquiry', () => {
  it('takes a credential unless the configuration opens it: of a publisher, or the token of an application', async () => {
    const platform = await startTestGateway();
    try {
      const ask = (token?: string) =>
        fetch(new URL('/registry/services?name=%25', platform.exchangeUrl), {
          ...(token !== undefined && { headers: { authorization: `Bearer ${token}` } }),
        });
      expect((await ask()).status).toBe(401);
      expect((await ask('x'.repeat(43))).status).toBe(401);
      const token = await tokenOf(platform, await addProvider(platform));
      expect((await ask(token)).status).toBe(200);
    } finally {
      await platform.stop();
    }
  });
});

describe('what was published', () => {
  it('is there after a restart, and the gateway adds nothing twice', async () => {
    const first = await startPlatform();
    const publisher = await addPublisher(first);
    const key = await publishService(publisher, ['http://10.1.2.3/'], [reference('type', '0101')]);
    const before = (await first.admin('GET', '/api/overview')).body.registry;
    await first.gateway.stop();
    const second = await startPlatform({ data: first.data });
    try {
      expect((await second.admin('GET', '/api/overview')).body.registry).toEqual(before);
      const again = await addPublisher(second);
      const { businessService } = await again.publish('get_serviceDetail', { serviceKey: [key] });
      expect(businessService).toHaveLength(1);
    } finally {
      await second.gateway.stop();
    }
  });
});
