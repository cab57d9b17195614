import { randomBytes } from 'node:crypto';
import { type AddressInfo, createServer, type Server } from 'node:net';
import { expect } from '@jest/globals';
import { TAXONOMY } from '../../../src/providers/taxonomy-keys.ts';
import { startFaultProxy } from '../../support/fault-proxy.ts';
import { ask } from '../../support/gateway.ts';
import { addPublisher, publishService, type TestPublisher } from '../../support/platform.ts';
import type { Driver, Scene } from '../support/driver.ts';
import { openWay, PROVIDER_SETTINGS } from '../support/open-mediation.ts';

const PATH = '/tzsb/exchange';
const CATEGORIES = [{ tModelKey: TAXONOMY.type, keyName: '类型', keyValue: '0101' }];

/** Ways to write an address inside; `{port}` is where somebody listens on this machine. */
const ADDRESSES: readonly (readonly [address: string, rule: string])[] = [
  ['http://127.0.0.1:{port}', 'loopback'],
  ['http://127。0。0。1:{port}', 'loopback'],
  ['http://①②⑦.0.0.1:{port}', 'loopback'],
  ['http://0x7f.1:{port}', 'loopback'],
  ['http://2130706433:{port}', 'loopback'],
  ['http://0177.0.0.1:{port}', 'loopback'],
  ['http://127.1:{port}', 'loopback'],
  ['http://%31%32%37.0.0.1:{port}', 'loopback'],
  ['http://[::1]:{port}', 'loopback'],
  ['http://[::ffff:127.0.0.1]:{port}', 'loopback'],
  ['http://[64:ff9b::7f00:1]:{port}', 'loopback'],
  ['http://localhost:{port}', 'loopback'],
  ['http://LOCALHOST.:{port}', 'loopback'],
  ['http://a.localhost:{port}', 'loopback'],
  ['http://0:{port}', 'unspecified address'],
  ['http://[::]:{port}', 'unspecified address'],
  ['http://169.254.169.254', 'link-local'],
  ['http://100.100.100.200', 'cloud metadata'],
  ['http://[fd00:ec2::254]', 'cloud metadata'],
  ['http://[2002:7f00:1::]:{port}', 'IPv4 inside IPv6'],
  ['http://user@127.0.0.1:{port}', 'user information'],
  ['http://10.0.0.1\\@127.0.0.1:{port}', 'not an absolute URL'],
  ['http://10.0.0.1:22', 'port'],
];

interface Trap {
  readonly port: number;
  readonly calls: () => number;
  readonly server: Server;
}

async function openTrap(): Promise<Trap> {
  let calls = 0;
  const server = createServer((socket) => {
    calls += 1;
    socket.destroy();
  });
  // On every address, so that no spelling finds nobody.
  await new Promise<void>((resolve) => server.listen(0, resolve));
  return { port: (server.address() as AddressInfo).port, calls: () => calls, server };
}

const settingsOf = (id: string) => ({
  id,
  edition: 's1',
  account: { appid: 'PLATFORM', sign: { profile: 'HMAC-SM3', key: randomBytes(16).toString('hex') } },
});

/** Registers a service there and sets its interface up; answers what the operator is told. */
async function tryAddress({ gateway }: Scene, publisher: TestPublisher, address: string): Promise<string> {
  const id = await publishService(publisher, [address + PATH], CATEGORIES);
  const { status, body } = await gateway.admin('POST', '/api/interfaces', settingsOf(id));
  expect([address, status, body.error?.code]).toEqual([address, 400, 'BAD_PARAMETER']);
  expect((await gateway.admin('GET', `/api/interfaces/${id}`)).status).toBe(404);
  return body.error.message;
}

export default [
  {
    title:
      'is refused with the rule when its interface is set up, whatever it is written like; nobody is called',
    async run(scene) {
      const platform = await scene.startOther();
      const trap = await openTrap();
      try {
        const publisher = await addPublisher(platform.gateway);
        for (const [address, rule] of ADDRESSES) {
          const written = address.replace('{port}', String(trap.port));
          const told = await tryAddress(platform, publisher, written);
          expect([address, told]).toEqual([address, expect.stringContaining(`is refused (${rule})`)]);
        }
        for (const address of [
          'http://user:password@127.0.0.1',
          'gopher://127.0.0.1',
          'file:///etc',
          'http://',
          'http:127.0.0.1',
        ])
          await expect(tryAddress(platform, publisher, address)).rejects.toThrow('E_invalidURLPassed');
        const caller = await platform.addPartner();
        const own = await ask(platform.url, caller, '120101', '04', []);
        expect(own.datalist).toMatchObject({ result: '0001', total: 0 });
        expect(trap.calls()).toBe(0);
      } finally {
        trap.server.close();
      }
      return undefined;
    },
  },
  {
    title: 'that an enabled provider moves to is not asked: the caller is told that a test is due',
    async run(scene) {
      const { provider } = await scene.mediation();
      const platform = await scene.startOther({ providers: PROVIDER_SETTINGS });
      const proxy = await startFaultProxy(new URL(provider.url).origin);
      const trap = await openTrap();
      try {
        const publisher = await addPublisher(platform.gateway);
        const way = await openWay({ platform, provider, proxy, purpose: '12', publisher });
        const caller = await platform.addPartner();
        const { host: place, port } = new URL(proxy.origin);
        const [service] = (await publisher.publish('get_serviceDetail', { serviceKey: [way.service] }))
          .businessService;
        const move = (value: string) =>
          publisher.publish('save_service', {
            businessService: [
              {
                ...service,
                bindingTemplates: [{ accessPoint: { URLType: 'http', value }, tModelInstanceDetails: [] }],
              },
            ],
          });
        const from = proxy.requests.length;
        for (const address of [
          `http://127.0.0.1:${trap.port}`,
          `http://localhost:${port}`,
          'http://169.254.169.254',
          `http://user@${place}`,
          `http://127.0.0.1:${trap.port}\\@${place}`,
        ]) {
          await move(address + PATH);
          const { datalist } = await ask(platform.url, caller, way.business, '04', []);
          expect([address, datalist]).toEqual([address, expect.objectContaining({ result: '0000' })]);
        }
        expect(proxy.requests).toHaveLength(from);
        expect(trap.calls()).toBe(0);
        await move(proxy.origin + new URL(provider.url).pathname);
        expect((await ask(platform.url, caller, way.business, '04', [])).datalist).toMatchObject({
          result: '0001',
        });
      } finally {
        trap.server.close();
        await proxy.close();
      }
      return undefined;
    },
  },
] satisfies readonly Driver[];
