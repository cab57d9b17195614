import type { UploadedFile } from '../../../src/envelope/attachment.ts';
import type { ExchangeError } from '../../../src/envelope/exchange-error.ts';
import type { Member, RawMessage } from '../../../src/envelope/raw-message.ts';

/** A message of an operation as a channel would hand it over, for tests of the dialect alone. */
export function rawMessage(
  operation: string,
  members: Readonly<Record<string, Member | string>>,
  facts: Partial<RawMessage> = {},
): RawMessage {
  const entries = Object.entries(members).map(
    ([name, value]) =>
      [name, typeof value === 'string' ? { kind: 'text' as const, text: value } : value] as const,
  );
  return {
    id: '7f1f9c1e-0000-4000-8000-000000000001',
    wire: 'rest',
    standard: 'dual-prevention',
    operation,
    address: `/${operation}`,
    members: new Map(entries),
    headers: {},
    peer: { address: '127.0.0.1' },
    receivedAt: new Date('2026-01-02T03:04:05Z'),
    body: { bytes: 1, digest: '00' },
    ...facts,
  };
}

export const json = (text: string): Member => ({ kind: 'json', text });

export const ADDRESS = {
  serialnumber: 'SN-1',
  distributedStorageIdentifier: 'store1',
  resourceIdentifier: 'riskPoint',
} as const;

export const PDF: UploadedFile = { name: 'a.pdf', mediaType: 'application/pdf', bytes: Buffer.from('%PDF-') };

/** What an action is refused with. */
export function refusal(act: () => unknown): ExchangeError {
  try {
    act();
  } catch (thrown) {
    return thrown as ExchangeError;
  }
  throw new Error('was accepted');
}
