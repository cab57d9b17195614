import { randomUUID } from 'node:crypto';
import type { Provider, ProviderAsk, ProviderWire } from '../../src/envelope/provider.ts';
import { createAddressGuard, type ResolveName } from '../../src/outbound/address-guard.ts';
import {
  type AskProviderOptions,
  createAskProvider,
  type ProviderAsker,
  type ProviderSettings,
} from '../../src/outbound/ask-provider.ts';
import { createStandards } from '../../src/standards/standards.ts';
import type { TestGateway } from '../support/gateway.ts';
import type { Partner } from '../support/partner.ts';
import { sampleRecord } from '../support/records.ts';

const STANDARDS = createStandards({
  records: 2000,
  busilistBytes: 10_000_000,
  pageSize: 1000,
  jsonDepth: 32,
});

/** Asks with the real standards; nothing of an imported service unless the test says how. */
export function createAsker(
  settings: Partial<ProviderSettings> = {},
  more: Partial<AskProviderOptions> & { readonly resolve?: ResolveName } = {},
): ProviderAsker {
  const { resolve, ...options } = more;
  return createAskProvider({
    dialects: (edition) => {
      const standard = STANDARDS.find(({ editions }) => Object.hasOwn(editions, edition));
      return standard?.provider && { ...standard, dialect: standard.provider };
    },
    imported: async () => ({ kind: 'answer', status: 200, content: '{}' }),
    isSafe: () => false,
    guard: createAddressGuard({ allow: ['127.0.0.1'], deny: [] }, resolve),
    settings,
    ...options,
  });
}

/** A partner's account at a real gateway, as a provider at the origins given. */
export function providerAt(
  { exchangeUrl }: Pick<TestGateway, 'exchangeUrl'>,
  { appid, secret }: Partner,
  origins: readonly string[],
  wire: ProviderWire = 'rest',
): Provider {
  const { pathname } = new URL(exchangeUrl);
  return {
    id: `uuid:${randomUUID()}`,
    name: '省特种设备平台',
    version: '1.0',
    kind: 'standard',
    wire,
    endpoints: origins.map((origin) => origin + pathname),
    domain: 'same',
    regions: [],
    edition: 's1',
    account: {
      appid,
      sign: { profile: 'HMAC-SM3', order: 'table', lenientCase: false, keys: [{ value: secret }] },
    },
  };
}

export function query(members: Readonly<Record<string, string>> = {}): ProviderAsk {
  const criteria = Object.keys(members).length > 0 ? [{ members }] : [];
  return {
    instruction: { kind: 'query', ruleSet: '0101', criteria, paging: { page: 1, size: 10 } },
    business: '120101',
    action: '04',
    messageId: randomUUID(),
  };
}

export function add(record = sampleRecord()): ProviderAsk {
  const items = [{ text: JSON.stringify(record), value: record }];
  return {
    instruction: { kind: 'add', ruleSet: '0101', items },
    business: '120101',
    action: '01',
    messageId: randomUUID(),
  };
}
