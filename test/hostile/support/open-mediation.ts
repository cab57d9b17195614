import { randomBytes, randomUUID } from 'node:crypto';
import { PROVIDER_WIRES, type ProviderWire } from '../../../src/envelope/provider.ts';
import { TAXONOMY } from '../../../src/providers/taxonomy-keys.ts';
import { type FaultProxy, startFaultProxy } from '../../support/fault-proxy.ts';
import type { Partner } from '../../support/partner.ts';
import { addPublisher, enableInterface, publishService, type TestPublisher } from '../../support/platform.ts';
import type { Scene } from './driver.ts';

/** How a platform reaches a provider: by a wire form, through a proxy, with a deadline. */
export interface Way {
  readonly wire: ProviderWire;
  /** The business code that is asked for by this way: a purpose of its own (S1 Table 6) and equipment. */
  readonly business: string;
  readonly proxy: FaultProxy;
  /** Key of the service, which is the provider's id. */
  readonly service: string;
  /** The platform's account at the provider. */
  readonly account: Partner;
}

/** Seconds for a provider's answer: those who do not wait for it, and those who do. */
const HASTY = 3;
const PATIENT = 40;

/** An exchange platform and a provider, both real, with a proxy between them for each wire form. */
export interface Mediation {
  readonly platform: Scene;
  readonly provider: Scene;
  /** With time enough for an answer on a busy machine. */
  readonly patient: Readonly<Record<ProviderWire, Way>>;
  /** With a deadline short enough to wait for it. */
  readonly hasty: Readonly<Record<ProviderWire, Way>>;
  close(): Promise<void>;
}

const PURPOSES = {
  rest: ['11', '12'],
  soap11: ['21', '22'],
  soap12: ['31', '13'],
} as const satisfies Record<ProviderWire, readonly [patient: string, hasty: string]>;
const EQUIPMENT = '0101';

/** Bytes of an answer that are read, so that a long one ends soon. */
export const ANSWER_BYTES = 4 * 1024 * 1024;

export const PROVIDER_SETTINGS = {
  allow: ['127.0.0.0/8'],
  sameDomainSeconds: HASTY,
  crossDomainSeconds: PATIENT,
  answerBytes: ANSWER_BYTES,
  // Faults of one test must not shut the next one out.
  breaker: { calls: 10_000 },
};

export async function openMediation(scene: Scene): Promise<Mediation> {
  const platform = await scene.startOther({ providers: PROVIDER_SETTINGS });
  const provider = await scene.startOther();
  const proxies: FaultProxy[] = [];
  const patient: Partial<Record<ProviderWire, Way>> = {};
  const hasty: Partial<Record<ProviderWire, Way>> = {};
  for (const wire of PROVIDER_WIRES) {
    const proxy = await startFaultProxy(new URL(provider.url).origin);
    proxies.push(proxy);
    const [one, other] = PURPOSES[wire];
    patient[wire] = await openWay({ platform, provider, proxy, wire, purpose: one, domain: 'cross' });
    hasty[wire] = await openWay({ platform, provider, proxy, wire, purpose: other, domain: 'same' });
  }
  return {
    platform,
    provider,
    patient: patient as Mediation['patient'],
    hasty: hasty as Mediation['hasty'],
    close: async () => {
      for (const proxy of proxies) await proxy.close();
    },
  };
}

export interface WaySettings {
  readonly platform: Scene;
  readonly provider: Scene;
  readonly proxy: FaultProxy;
  readonly wire?: ProviderWire;
  readonly purpose: string;
  readonly domain?: 'same' | 'cross';
  /** Asked before the proxy. */
  readonly before?: readonly string[];
  readonly publisher?: TestPublisher;
}

/** Registers the provider for a kind of data and enables its interface. */
export async function openWay(settings: WaySettings): Promise<Way> {
  const { platform, provider, proxy, wire = 'rest', purpose, domain = 'cross', before = [] } = settings;
  const secret = randomBytes(16).toString('hex');
  const account = await provider.addPartner({ id: `PLATFORM-${randomUUID().slice(0, 8)}`, secret });
  const { pathname } = new URL(provider.url);
  const service = await publishService(
    settings.publisher ?? (await addPublisher(platform.gateway)),
    [...before, proxy.origin].map((origin) => origin + pathname),
    [
      { tModelKey: TAXONOMY.purpose, keyName: '用途', keyValue: purpose },
      { tModelKey: TAXONOMY.type, keyName: '类型', keyValue: EQUIPMENT },
    ],
  );
  const sign = { profile: account.profile, key: secret };
  await enableInterface(platform.gateway, {
    id: service,
    edition: 's1',
    wire,
    domain,
    account: { appid: account.appid, sign },
  });
  return { wire, business: purpose + EQUIPMENT, proxy, service, account };
}
