import { expect } from '@jest/globals';
import { ask } from '../../support/gateway.ts';
import { sampleRecord } from '../../support/records.ts';
import type { Driver } from '../support/driver.ts';
import { setDatalist } from '../support/forge-answer.ts';
import { openImported } from '../support/open-imported.ts';
import { PROVIDER_SETTINGS } from '../support/open-mediation.ts';
import { PERSONAL } from '../support/open-scene.ts';

export default [
  {
    title: 'a record without the grant to reveal shows no personal number (P01)',
    async run({ url, addPartner }) {
      const partner = await addPartner();
      const [identity, telephone] = PERSONAL;
      const record = sampleRecord('s1/0101', { safetyManagerPhone: telephone, safetyManagerName: identity });
      expect((await ask(url, partner, '120101', '01', [record])).datalist).toMatchObject({ result: '0001' });
      const key = [{ equipmentCode: record['equipmentCode'] }];
      const { text } = await ask(url, partner, '120101', '04', key);
      expect(text).toContain(String(record['equipmentCode']));
      for (const number of PERSONAL) expect(text).not.toContain(number);
      return { records: 1, seen: 2, attempts: 2 };
    },
  },
  {
    title:
      'a provider is not asked for what lies outside the grant, and what it gives all the same is not shown',
    async run(scene) {
      const { platform, patient } = await scene.mediation();
      const { proxy, business, account } = patient.rest;
      const county = await platform.addPartner({ grants: [`${business}:*:320500`] });
      const reader = await platform.addPartner({ grants: [`${business}:04:*`] });
      const elsewhere = sampleRecord('s1/0101', { regionCode: '440100' });
      const here = sampleRecord('s1/0101', { regionCode: '320500', safetyManagerPhone: PERSONAL[1] });
      const from = proxy.requests.length;
      for (const [caller, action, busilist] of [
        [county, '04', []],
        [county, '04', [{ region: '440100' }]],
        [county, '04', [{ region: '320500' }, { region: '440100' }]],
        [county, '01', [elsewhere]],
        [county, '01', [here, elsewhere]],
        [reader, '01', [here]],
        [reader, '03', [here]],
      ] as const) {
        const refused = await ask(platform.url, caller, business, action, busilist);
        expect([action, busilist, refused.datalist['code']]).toEqual([action, busilist, 'NOT_GRANTED']);
      }
      expect(proxy.requests).toHaveLength(from);

      const datalist = JSON.stringify({ result: '0001', busilist: [here, elsewhere], total: 2 });
      proxy.once({ kind: 'rewrite', change: (body) => setDatalist(body, datalist, account) });
      const { text } = await ask(platform.url, county, business, '04', [{ region: '320500' }]);
      expect(text).toContain(String(here['equipmentCode']));
      expect(text).not.toContain(String(elsewhere['equipmentCode']));
      expect(text).not.toContain(PERSONAL[1]);
      return undefined;
    },
  },
  ...(
    [
      [[], 403],
      [['320000'], 403],
      [['320500', '440100'], 403],
      [['320506'], 200],
    ] as const
  ).map(
    ([regions, status]): Driver => ({
      title: `a grant for a region and an imported service for ${regions.join(' and ') || 'any'}: ${status}`,
      async run(scene) {
        const platform = await scene.startOther({ providers: PROVIDER_SETTINGS });
        const { provider, url, close } = await openImported(platform, 'cross', { regions });
        try {
          const { appid, secret } = await platform.addPartner({
            standard: 'open' as 's1',
            profile: 'TOKEN' as 'HMAC-SM3',
            grants: ['*:*:320500'],
          });
          const from = provider.asked.length;
          const answer = await fetch(`${url}/getOrder`, {
            method: 'POST',
            headers: {
              'content-type': 'application/json',
              authorization: `Basic ${btoa(`${appid}:${secret}`)}`,
            },
            body: '{"id":"1"}',
          });
          expect(answer.status).toBe(status);
          expect(provider.asked).toHaveLength(from + (status === 200 ? 1 : 0));
        } finally {
          await close();
        }
        return undefined;
      },
    }),
  ),
] satisfies readonly Driver[];
