import { setTimeout as pause } from 'node:timers/promises';
import { expect } from '@jest/globals';
import { PROVIDER_WIRES } from '../../../src/envelope/provider.ts';
import { startFaultProxy } from '../../support/fault-proxy.ts';
import { exchange } from '../../support/gateway.ts';
import { answerIsSigned, restBody, signedMessage } from '../../support/partner.ts';
import { sampleRecord } from '../../support/records.ts';
import type { Driver } from '../support/driver.ts';
import { openWay, PROVIDER_SETTINGS, type Way } from '../support/open-mediation.ts';

const LATE = { kind: 'late', after: 60_000 } as const;

async function heldBack({ proxy }: Way): Promise<void> {
  while (proxy.waiting === 0) await pause(2);
}

export default [
  ...PROVIDER_WIRES.map(
    (wire): Driver => ({
      title: `${wire}: the same message again gets the answer that came after its caller had gone`,
      async run(scene) {
        const { platform, provider, patient } = await scene.mediation();
        const way = patient[wire];
        const caller = await platform.addPartner();
        const message = signedMessage(caller, way.business, '01', [sampleRecord()]);
        const [before, stored] = [platform.inside.count(), provider.inside.count()];
        const from = way.proxy.requests.length;
        way.proxy.once(LATE);
        const gone = new AbortController();
        const given = fetch(platform.url, {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body: restBody(message),
          signal: gone.signal,
        }).then(
          () => 'answered',
          () => 'gone',
        );
        await heldBack(way);
        gone.abort();
        expect(await given).toBe('gone');
        way.proxy.release();
        while (platform.inside.count().seen === before.seen) await pause(2);
        const [accepted] = platform.inside.lastAttempts(1);
        expect(accepted).toMatchObject({ event: 'EXCHANGE_ACCEPTED', message_id: message.random });

        const again = await exchange(platform.url, message);
        expect(again.datalist).toMatchObject({ result: '0001' });
        expect(answerIsSigned(caller, again.members)).toBe(true);
        expect(platform.inside.lastAttempts(1)).toMatchObject([{ event: 'EXCHANGE_REPEATED' }]);
        expect(way.proxy.requests).toHaveLength(from + 1);
        expect(provider.inside.count()).toMatchObject({ records: stored.records + 1, seen: stored.seen + 1 });
        return undefined;
      },
    }),
  ),
  {
    title: 'the same message again waits for the call that is under way',
    async run(scene) {
      const { platform, provider, patient } = await scene.mediation();
      const way = patient.rest;
      const message = signedMessage(await platform.addPartner(), way.business, '01', [sampleRecord()]);
      const stored = provider.inside.count();
      const from = way.proxy.requests.length;
      way.proxy.once(LATE);
      const first = exchange(platform.url, message);
      await heldBack(way);
      const others = Array.from({ length: 9 }, () => exchange(platform.url, message));
      await pause(50);
      way.proxy.release();
      const answers = await Promise.all([first, ...others]);
      expect(answers[0]!.datalist).toMatchObject({ result: '0001' });
      expect(new Set(answers.map(({ text }) => text)).size).toBe(1);
      expect(way.proxy.requests).toHaveLength(from + 1);
      expect(provider.inside.count()).toMatchObject({ records: stored.records + 1, seen: stored.seen + 1 });
      return undefined;
    },
  },
  {
    title: 'another content under the same random meanwhile reaches no other provider',
    async run(scene) {
      const { platform, provider, patient } = await scene.mediation();
      const { rest, soap12 } = patient;
      const caller = await platform.addPartner();
      const message = signedMessage(caller, rest.business, '01', [sampleRecord()]);
      const stored = provider.inside.count();
      rest.proxy.once(LATE);
      const first = exchange(platform.url, message);
      await heldBack(rest);
      const asked = soap12.proxy.requests.length;
      const other = signedMessage(caller, soap12.business, '01', [sampleRecord()], {
        random: message.random,
      });
      expect((await exchange(platform.url, other)).datalist).toMatchObject({ code: 'RANDOM_REUSED' });
      rest.proxy.release();
      expect((await first).datalist).toMatchObject({ result: '0001' });
      expect(soap12.proxy.requests).toHaveLength(asked);
      expect(provider.inside.count()).toMatchObject({ records: stored.records + 1 });
      return undefined;
    },
  },
  {
    title: 'an answer after the deadline is read by nobody; the same message again gets it from the provider',
    async run(scene) {
      const { platform, provider, hasty } = await scene.mediation();
      const way = hasty.rest;
      const message = signedMessage(await platform.addPartner(), way.business, '01', [sampleRecord()]);
      const stored = provider.inside.count();
      way.proxy.once(LATE);
      const refused = await exchange(platform.url, message);
      expect(refused.datalist).toMatchObject({ code: 'PROVIDER_TIMEOUT' });
      await way.proxy.requests.at(-1)!.closed;
      way.proxy.release();
      expect(provider.inside.count()).toMatchObject({ records: stored.records + 1 });
      expect((await exchange(platform.url, message)).datalist).toMatchObject({ result: '0001' });
      expect(provider.inside.count()).toMatchObject({ records: stored.records + 1, seen: stored.seen + 1 });
      return undefined;
    },
  },
  {
    title: 'a gateway that ends while it waits: the same message again gets the answer, stored once',
    async run(scene) {
      const { provider } = await scene.mediation();
      const platform = await scene.startOther({ providers: PROVIDER_SETTINGS });
      const proxy = await startFaultProxy(new URL(provider.url).origin);
      try {
        const way = await openWay({ platform, provider, proxy, purpose: '11' });
        const message = signedMessage(await platform.addPartner(), way.business, '01', [sampleRecord()]);
        const stored = provider.inside.count();
        proxy.once(LATE);
        const first = exchange(platform.url, message).then(
          ({ datalist }) => datalist['code'],
          () => 'gone',
        );
        await heldBack(way);
        await platform.restart();
        expect(['gone', 'PROVIDER_BROKEN']).toContain(await first);
        proxy.release();
        expect((await exchange(platform.url, message)).datalist).toMatchObject({ result: '0001' });
        expect(provider.inside.count()).toMatchObject({ records: stored.records + 1, seen: stored.seen + 1 });
      } finally {
        await proxy.close();
      }
      return undefined;
    },
  },
] satisfies readonly Driver[];
