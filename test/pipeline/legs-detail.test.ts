import { randomUUID } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { createChain } from '../../src/audit/create-chain.ts';
import { ExchangeError } from '../../src/envelope/exchange-error.ts';
import type { ProviderLeg } from '../../src/envelope/provider.ts';
import { refusalEntry } from '../../src/pipeline/attempt.ts';

const legOf = (endpoint: string, outcome = 'unreachable'): ProviderLeg => ({
  provider: randomUUID(),
  endpoint,
  wire: 'soap12',
  milliseconds: 39_999,
  outcome,
  status: 503,
  bytes: 33_554_432,
  digest: 'a'.repeat(64),
});

/** The detail as the audit log holds it. */
function storedDetail(legs: readonly ProviderLeg[]): { legs: ProviderLeg[]; legsLeftOut?: number } {
  const raw = {
    id: randomUUID(),
    wire: 'rest',
    standard: 'special-equipment',
    operation: 'exchange',
    address: '/tzsb/exchange',
    members: new Map(),
    headers: {},
    peer: { address: '127.0.0.1' },
    receivedAt: new Date(),
    body: { bytes: 0, digest: '' },
  };
  const entry = refusalEntry({ raw, legs }, new ExchangeError('PROVIDER_UNREACHABLE'));
  const [row] = createChain({ writer: 'w', last: undefined }).seal([entry]);
  return JSON.parse(row!.detail!);
}

describe('the legs of an audit entry', () => {
  it('are all told while they are few', () => {
    const legs = Array.from({ length: 10 }, (_, index) => legOf(`https://n${index}.example/`));
    expect(storedDetail(legs)).toEqual({ legs });
  });

  it('are the first ones and the last of many, so that the detail can be read', () => {
    const failed = Array.from({ length: 39 }, (_, index) => legOf(`https://n${index}.example/`));
    const last = legOf('https://last.example/', 'answered');
    expect(storedDetail([...failed, last])).toEqual({
      legs: [...failed.slice(0, 9), last],
      legsLeftOut: 30,
    });
  });

  it('can be read however long their addresses are', () => {
    const legs = Array.from({ length: 40 }, () => legOf(`https://long.example/?${'"'.repeat(5_000)}`));
    expect(storedDetail(legs)).toMatchObject({ legs: { length: 10 }, legsLeftOut: 30 });
  });
});
