import { expect } from '@jest/globals';
import { PROVIDER_WIRES } from '../../../src/envelope/provider.ts';
import { startFaultProxy } from '../../support/fault-proxy.ts';
import { ask, exchange } from '../../support/gateway.ts';
import { signedMessage } from '../../support/partner.ts';
import { sampleRecord } from '../../support/records.ts';
import { checkRefusal } from '../support/check-mediation.ts';
import type { Driver, Scene } from '../support/driver.ts';
import { openWay, PROVIDER_SETTINGS } from '../support/open-mediation.ts';

const UNREACHABLE = 'PROVIDER_UNREACHABLE';

/** How each call of the last exchange went. */
function outcomes({ inside }: Scene): readonly string[] {
  const [entry] = inside.lastAttempts(1);
  const { legs } = JSON.parse(String(entry!['detail'])) as { legs: readonly { outcome: string }[] };
  return legs.map(({ outcome }) => outcome);
}

export default PROVIDER_WIRES.map(
  (wire): Driver => ({
    title: `${wire}: no name in the DNS, no TLS, no connection; a change goes to the endpoint that is there, once`,
    async run(scene) {
      const { provider } = await scene.mediation();
      const platform = await scene.startOther({ providers: PROVIDER_SETTINGS });
      const proxy = await startFaultProxy(new URL(provider.url).origin);
      try {
        const before = ['http://nowhere.invalid', proxy.origin.replace('http:', 'https:')];
        const way = await openWay({ platform, provider, proxy, wire, purpose: '12', before });
        const caller = await platform.addPartner();
        const semantic = await platform.addPartner({ httpStatus: 'semantic' });
        const add = () => signedMessage(caller, way.business, '01', [sampleRecord()]);
        const stored = provider.inside.count();
        expect((await exchange(platform.url, add())).datalist).toMatchObject({ result: '0001' });
        expect(outcomes(platform).at(-1)).toBe('answered');

        await proxy.refuse();
        const kept = platform.inside.count();
        const message = add();
        const refused = await exchange(platform.url, message);
        checkRefusal(refused, caller, { code: UNREACHABLE });
        expect(refused.status).toBe(200);
        expect(refused.datalist['message']).toContain('请求未送达');
        expect(refused.datalist['message']).not.toContain('结果未知');
        expect(platform.inside.lastAttempts(1)).toMatchObject([{ code: UNREACHABLE }]);
        expect(outcomes(platform)).toEqual(['unreachable', 'unreachable', 'unreachable']);
        expect((await ask(platform.url, semantic, way.business, '04', [])).status).toBe(502);
        expect(platform.inside.count()).toEqual({ ...kept, attempts: kept.attempts + 2 });
        expect(provider.inside.count()).toMatchObject({ records: stored.records + 1 });

        await proxy.accept();
        expect((await exchange(platform.url, message)).datalist).toMatchObject({ result: '0001' });
        expect(provider.inside.count()).toMatchObject({ records: stored.records + 2 });
      } finally {
        await proxy.close();
      }
      return undefined;
    },
  }),
) satisfies readonly Driver[];
