import type { Member, RawMessage } from '../../../src/envelope/raw-message.ts';

/** A message as a channel would hand it over, for tests of the dialect alone. */
export function rawMessage(members: Readonly<Record<string, Member | string>>): RawMessage {
  const entries = Object.entries(members).map(
    ([name, value]) =>
      [name, typeof value === 'string' ? { kind: 'text' as const, text: value } : value] as const,
  );
  return {
    id: '7f1f9c1e-0000-4000-8000-000000000001',
    wire: 'rest',
    standard: 'special-equipment',
    operation: 'exchange',
    address: '/tonggui/exchange',
    members: new Map(entries),
    headers: {},
    peer: { address: '127.0.0.1' },
    receivedAt: new Date('2026-01-02T03:04:05Z'),
    body: { bytes: 1, digest: '00' },
  };
}

export const json = (text: string): Member => ({ kind: 'json', text });

export const REQUEST = {
  appid: 'APP1',
  busicode: '120101',
  action: '01',
  busilist: json('[ {"a" : 1.50} ]'),
  random: 'r-1',
  sign: 'ABCD',
} as const;
