import { type FaultProxy, startFaultProxy } from '../../support/fault-proxy.ts';
import { type OpenApiProvider, ORDERS_YAML, openOpenApiProvider } from '../../support/openapi-provider.ts';
import { addPublisher, enableInterface, publishService } from '../../support/platform.ts';
import type { Scene } from './driver.ts';

export const ORDER = '{"id":1,"order":"0101","lines":[{"name":"a","price":1.5}]}';

/** A REST service of somebody else's, imported by its OpenAPI and asked through a proxy that does harm. */
export interface Imported {
  readonly provider: OpenApiProvider;
  readonly proxy: FaultProxy;
  /** Of its facade. */
  readonly url: string;
  /** Calls an operation of its facade. */
  call(
    operation: string,
    input: object,
    headers?: Readonly<Record<string, string>>,
  ): Promise<{ readonly status: number; readonly text: string }>;
  close(): Promise<void>;
}

/** What lets the gateway in at the provider; a secret. */
export const LINK_KEY = 'the-key-of-the-link-to-the-provider';

export async function openImported(
  platform: Scene,
  domain: 'same' | 'cross',
  more: object = {},
): Promise<Imported> {
  const provider = await openOpenApiProvider();
  provider.answer = ({ method, url }) => ({ body: method === 'GET' && url === '/v1/orders' ? '[]' : ORDER });
  const proxy = await startFaultProxy(new URL(provider.url).origin);
  const endpoint = `${proxy.origin}/v1`;
  const id = await publishService(await addPublisher(platform.gateway), [endpoint], [], '订单系统');
  const mount = { service: 'city', interFlag: `orders-${domain}` };
  await enableInterface(platform.gateway, {
    id,
    kind: 'openapi',
    wire: 'rest',
    domain,
    mount,
    documents: { root: ORDERS_YAML },
    headers: { 'x-key': LINK_KEY },
    ...more,
  });
  const { appid, secret } = await platform.addPartner({
    standard: 'open' as 's1',
    profile: 'TOKEN' as 'HMAC-SM3',
  });
  const url = new URL(`/${mount.service}/${mount.interFlag}`, platform.url).href;
  return {
    provider,
    proxy,
    url,
    call: async (operation, input, headers = {}) => {
      const answer = await fetch(`${url}/${operation}`, {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          authorization: `Basic ${btoa(`${appid}:${secret}`)}`,
          ...headers,
        },
        body: JSON.stringify(input),
      });
      return { status: answer.status, text: await answer.text() };
    },
    close: async () => {
      await proxy.close();
      await provider.close();
    },
  };
}
