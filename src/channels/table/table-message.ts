import { createHash, getHashes, randomUUID } from 'node:crypto';
import { ExchangeError } from '../../envelope/exchange-error.ts';
import type { Operation } from '../../envelope/operation.ts';
import type { Member, RawMessage } from '../../envelope/raw-message.ts';
import type { BusinessRow, WatchedTable } from './columns.ts';
import { recordText } from './record-text.ts';

/** 4.4.1 c): which operation a row asks for. */
export const OPERATIONS = { I: 'addObjects', U: 'updateObjects', D: 'deleteObjects' } as const;

/** Where rows come from, as far as messages tell it. */
export interface Origin {
  /** Name of the front-end database; the distributed storage identifier. */
  readonly name: string;
  readonly application: string;
  readonly standard: string;
  readonly peer: string;
  readonly operations: readonly Operation[];
}

/** The message of a row. Its serial number is made of batch and ID, so that it counts once however often it is sent. */
export function rowMessage(origin: Origin, { resource }: WatchedTable, row: BusinessRow): RawMessage {
  const serial = serialNumber(row.batchNo.trim(), String(row.ID).trim());
  const operation = OPERATIONS[row.busType as keyof typeof OPERATIONS];
  if (operation === undefined)
    return refusedMessage(origin, resource, serial, '业务操作标识busType应为I、U或D');
  try {
    return message(origin, operation, resource, serial, `[${recordText(row)}]`);
  } catch (error) {
    return unreadable(message(origin, operation, resource, serial, '[]'), error);
  }
}

/** The message of a whole batch of one kind of data (5.1 full upload). */
export function fullMessage(
  origin: Origin,
  { resource }: WatchedTable,
  batchNo: string,
  rows: readonly BusinessRow[],
): RawMessage {
  const serial = serialNumber(batchNo.trim(), 'full');
  const full = ['updateMethod', { kind: 'text', text: 'full' }] as const;
  try {
    return message(origin, OPERATIONS.I, resource, serial, `[${rows.map(recordText).join(',')}]`, [full]);
  } catch (error) {
    return unreadable(message(origin, OPERATIONS.I, resource, serial, '[]'), error);
  }
}

/** A message that the channel itself finds wrong: the core audits it and the standard words the answer. */
export function refusedMessage(origin: Origin, resource: string, serial: string, reason: string): RawMessage {
  const error = new ExchangeError('BAD_PARAMETER', { message: reason });
  return unreadable(message(origin, OPERATIONS.I, resource, serial, '[]'), error);
}

function unreadable(raw: RawMessage, error: unknown): RawMessage {
  return { ...raw, unreadable: ExchangeError.from(error) };
}

function message(
  { name, application, standard, peer, operations }: Origin,
  operation: string,
  resource: string,
  serial: string,
  data: string,
  more: readonly (readonly [string, Member])[] = [],
): RawMessage {
  const text = (value: string): Member => ({ kind: 'text', text: value });
  const members = new Map<string, Member>([
    ['serialnumber', text(serial)],
    ['distributedStorageIdentifier', text(name)],
    ['resourceIdentifier', text(resource)],
    ['data', { kind: 'json', text: data }],
    ...more,
  ]);
  return {
    id: randomUUID(),
    wire: 'table',
    standard,
    operation,
    address: addressOf(operations, operation, members),
    members,
    vouched: application,
    headers: {},
    peer: { address: peer },
    receivedAt: new Date(),
    body: { bytes: Buffer.byteLength(data), digest: digestOf(data) },
  };
}

/** The address that the same message would have over HTTP, so that either way it is the same message. */
function addressOf(
  operations: readonly Operation[],
  name: string,
  members: ReadonlyMap<string, Member>,
): string {
  const path = operations.find((operation) => operation.name === name)?.http.path ?? `/${name}`;
  return path.replace(/\{(\w+)\}/g, (_, member: string) =>
    encodeURIComponent(members.get(member)?.text ?? ''),
  );
}

const SEGMENT = /^[A-Za-z0-9_-]{1,64}$/;

/** Batch and ID; an ID that an address cannot carry (a UUID can) stands as its digest. */
export function serialNumber(batchNo: string, id: string): string {
  const serial = `${batchNo}-${id}`;
  if (SEGMENT.test(serial)) return serial;
  return createHash('sha256').update(serial).digest('base64url');
}

const SM3 = getHashes().includes('sm3');

/** For the audit; '' where this Node.js has no SM3. */
function digestOf(text: string): string {
  return SM3 ? createHash('sm3').update(text).digest('hex') : '';
}
