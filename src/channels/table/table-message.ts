import { createHash, getHashes, randomUUID } from 'node:crypto';
import { ExchangeError } from '../../envelope/exchange-error.ts';
import type { Operation } from '../../envelope/operation.ts';
import type { Member, RawMessage } from '../../envelope/raw-message.ts';
import type { SourcePlace } from '../../envelope/source-place.ts';
import type { RowCall, RowChange, TableForm } from '../../envelope/table-form.ts';
import { operationAddress } from '../../text/operation-address.ts';
import { trimBlanks } from './batch-number.ts';
import type { BusinessRow, WatchedTable } from './columns.ts';
import { recordText } from './record-text.ts';

/** Where rows come from, as far as messages tell it. */
export interface Origin {
  /** Name of the front-end database; the distributed storage identifier. */
  readonly name: string;
  /** Names what numbers its batches: their numbers can be compared within it alone. */
  readonly numbering: string;
  readonly application: string;
  readonly standard: string;
  readonly peer: string;
  readonly operations: readonly Operation[];
  readonly form: TableForm;
  /** Where the service is mounted. */
  readonly path?: string;
}

/**
 * The message of a row. Its serial number is made of batch and ID, so that it counts once however often it is sent. A
 * row that had a result before, or is `edited` since it was sent, is another message with a mark of what it says now.
 */
export function rowMessage(
  origin: Origin,
  { resource }: WatchedTable,
  row: BusinessRow,
  edited = false,
): RawMessage {
  const [batchNo, id, written] = [row.batchNo, row.ID, row.updateDate].map((text) => String(text).trim());
  const serial = serialNumber(batchNo!, id!);
  const type = trimBlanks(row.busType);
  const call = callOf(origin, type);
  if (!call) return refusedMessage(origin, resource, serial, '业务操作标识busType应为I、U或D');
  // Rows are put in order by it.
  if (!UPDATE_TIME.test(written!))
    return refusedMessage(origin, resource, serial, '更新时间updateDate应为YYYY-MM-DD hh:mm:ss或YYYY-MM-DD');
  // As `readRows` orders them, but for their IDs, which databases order in ways of their own.
  const position = [batchNo, written, 'IUD'.indexOf(type)].join('\t');
  const place = { series: origin.numbering, position };
  const draft = { call, resource, serial, place };
  try {
    const data = `[${recordText(row)}]`;
    if (!edited && !hadResult(row)) return message(origin, { ...draft, data });
    return message(origin, {
      ...draft,
      data,
      serial: serialNumber(batchNo!, `${id}-${markOf([row], data)}`),
    });
  } catch (error) {
    return unreadable(message(origin, draft), error);
  }
}

/** 4.4.1 c). */
function callOf({ form: { changes } }: Origin, type: string): RowCall | undefined {
  return Object.hasOwn(changes, type) ? changes[type as RowChange] : undefined;
}

/** 4.4.1 d), or the ten characters of Table B.1; a column of a database's own type has fractions or a zone behind it. */
const UPDATE_TIME = /^\d{4}-[01]\d-[0-3]\d(?:[ T][0-2]\d:[0-5]\d:[0-6]\d(?:\.\d+)?(?:Z|[+-][\d:]{2,8})?)?$/;

/** The message of a whole batch of one kind of data (5.1 full upload); `edited` as for a row. */
export function fullMessage(
  origin: Origin,
  { resource }: WatchedTable,
  batchNo: string,
  rows: readonly BusinessRow[],
  edited = false,
): RawMessage {
  const position = batchNo.trim();
  const serial = serialNumber(position, 'full');
  const place = { series: origin.numbering, position };
  const draft = { call: origin.form.full ?? origin.form.changes.I, resource, serial, place };
  try {
    const data = `[${rows.map(recordText).join(',')}]`;
    if (!edited && !rows.some(hadResult)) return message(origin, { ...draft, data });
    return message(origin, { ...draft, data, serial: serialNumber(position, `full-${markOf(rows, data)}`) });
  } catch (error) {
    return unreadable(message(origin, draft), error);
  }
}

/** A message that the channel itself finds wrong: the core audits it and the standard words the answer. */
export function refusedMessage(origin: Origin, resource: string, serial: string, reason: string): RawMessage {
  const error = new ExchangeError('BAD_PARAMETER', { message: reason });
  return unreadable(message(origin, { call: origin.form.changes.I, resource, serial }), error);
}

/** Its provider emptied the result and, as it must, left the time. */
function hadResult({ tgTime }: BusinessRow): boolean {
  return tgTime !== null && tgTime !== '';
}

/** Ten characters, so that with a batch and a UUID they still are a serial number. Sent again, it is the same mark. */
function markOf(rows: readonly BusinessRow[], data: string): string {
  const earlier = rows.map(({ tgTime }) => tgTime).join();
  return createHash('sha256').update(`${earlier}\n${data}`).digest('base64url').slice(0, 10);
}

function unreadable(raw: RawMessage, error: unknown): RawMessage {
  return { ...raw, unreadable: ExchangeError.from(error) };
}

/** What differs from message to message. */
interface Draft {
  readonly call: RowCall;
  readonly resource: string;
  readonly serial: string;
  readonly data?: string;
  readonly place?: SourcePlace;
}

function message(origin: Origin, draft: Draft): RawMessage {
  const { application, standard, peer, operations, path } = origin;
  const { call, data = '[]', place } = draft;
  const members = membersOf(origin, draft);
  return {
    id: randomUUID(),
    wire: 'table',
    standard,
    operation: call.operation,
    address: operationAddress(operations, call.operation, members, path),
    members,
    vouched: application,
    place,
    headers: {},
    peer: { address: peer },
    receivedAt: new Date(),
    body: { bytes: Buffer.byteLength(data), digest: digestOf(data) },
  };
}

function membersOf(
  { name, form, operations }: Origin,
  { call, resource, serial, data = '[]' }: Draft,
): ReadonlyMap<string, Member> {
  const { id, rows } = rowsOf(operations, call);
  const texts: readonly (readonly [string | undefined, string])[] = [
    [id, form.source === undefined ? digestId(name, resource, serial) : serial],
    [form.source, name],
    [form.kind, resource],
    ...Object.entries(call.members ?? {}),
  ];
  const members = new Map<string, Member>();
  for (const [member, text] of texts) if (member !== undefined) members.set(member, { kind: 'text', text });
  return members.set(rows, { kind: 'json', text: data });
}

function rowsOf(operations: readonly Operation[], { operation }: RowCall) {
  const { rows, id } = operations.find(({ name }) => name === operation)!.inFiles!;
  return { rows: rows!, id };
}

/** Where neither address nor members tell the database, only the id can keep equal rows of two of them apart. */
function digestId(...parts: readonly string[]): string {
  return createHash('sha256').update(parts.join('\n')).digest('base64url');
}

const SEGMENT = /^[A-Za-z0-9_-]{1,64}$/;

/** Batch and ID; an ID that an address cannot carry (a UUID can) stands as its digest. */
export function serialNumber(batchNo: string, id: string): string {
  const serial = [batchNo, id].map((part) => String(part).trim()).join('-');
  if (SEGMENT.test(serial)) return serial;
  return digestId(serial);
}

const SM3 = getHashes().includes('sm3');

/** For the audit; '' where this Node.js has no SM3. */
function digestOf(text: string): string {
  return SM3 ? createHash('sm3').update(text).digest('hex') : '';
}
