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
import { ROW_FAULTS, type RowFault } from './row-faults.ts';

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
 * The message of a row. Its id is made of batch and ID, so that it counts once however often it is sent. A row that had
 * a result before, or is `edited` since it was sent, is another message with a mark of what it says now.
 */
export function rowMessage(
  origin: Origin,
  table: WatchedTable,
  row: BusinessRow,
  edited = false,
): RawMessage {
  const { batchNo, id } = placeOf(row);
  const written = String(row.updateDate).trim();
  const call = callOf(origin, row);
  if (!call) return refusedMessage(origin, table, row, ROW_FAULTS.busType);
  if (!UPDATE_TIME.test(written)) return refusedMessage(origin, table, row, ROW_FAULTS.updateDate);
  // As `readRows` orders them, but for their IDs, which databases order in ways of their own.
  const position = [batchNo, written, 'IUD'.indexOf(trimBlanks(row.busType))].join('\t');
  const place = { series: origin.numbering, position };
  const draft = { call, resource: table.resource, batchNo, id, place };
  try {
    const data = `[${recordText(row)}]`;
    const mark = edited || hadResult(row) ? markOf([row], data) : undefined;
    return message(origin, { ...draft, data, mark });
  } catch (error) {
    return unreadable(message(origin, draft), error);
  }
}

function placeOf(row: BusinessRow): Pick<Draft, 'batchNo' | 'id'> {
  return { batchNo: String(row.batchNo).trim(), id: String(row.ID).trim() };
}

/** 4.4.1 c). */
function callOf({ form: { changes } }: Origin, { busType }: BusinessRow): RowCall | undefined {
  const type = trimBlanks(busType);
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
  const call = origin.form.full;
  // Taken as an increment, it would delete nothing, and nobody would notice.
  if (call === undefined) throw new Error(`${origin.standard} has no full uploads`);
  const number = batchNo.trim();
  const place = { series: origin.numbering, position: number };
  const draft = { call, resource, batchNo: number, id: 'full', place };
  try {
    const data = `[${rows.map(recordText).join(',')}]`;
    const mark = edited || rows.some(hadResult) ? markOf(rows, data) : undefined;
    return message(origin, { ...draft, data, mark });
  } catch (error) {
    return unreadable(message(origin, draft), error);
  }
}

/** The message of a row that the channel itself finds wrong: the core audits it and the standard words the answer. */
export function refusedMessage(
  origin: Origin,
  { resource }: WatchedTable,
  row: BusinessRow,
  { message: told, reason }: RowFault,
): RawMessage {
  const error = new ExchangeError('BAD_PARAMETER', { message: told, reason });
  const call = callOf(origin, row) ?? origin.form.changes.I;
  return unreadable(message(origin, { call, resource, ...placeOf(row) }), error);
}

/** Its provider emptied the result and, as it must, left the time. */
function hadResult({ tgTime }: BusinessRow): boolean {
  return tgTime !== null && tgTime !== '';
}

/** Sent again, it is the same mark. */
function markOf(rows: readonly BusinessRow[], data: string): string {
  return shortDigest(rows.map(({ tgTime }) => tgTime).join(), data);
}

function unreadable(raw: RawMessage, error: unknown): RawMessage {
  return { ...raw, unreadable: ExchangeError.from(error) };
}

/** What differs from message to message. */
interface Draft {
  readonly call: RowCall;
  readonly resource: string;
  readonly batchNo: string;
  /** Of the row, or what stands for it. */
  readonly id: string;
  /** What tells it from an earlier message of the same row. */
  readonly mark?: string | undefined;
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

function membersOf(origin: Origin, draft: Draft): ReadonlyMap<string, Member> {
  const { name, form, operations } = origin;
  const { call, resource, data = '[]' } = draft;
  const { id, rows } = rowsOf(operations, call);
  const texts: readonly (readonly [string | undefined, string])[] = [
    [id, messageId(origin, draft)],
    [form.source, name],
    [form.kind, resource],
    ...Object.entries(call.members ?? {}),
  ];
  const members = new Map<string, Member>();
  for (const [member, text] of texts) if (member !== undefined) members.set(member, { kind: 'text', text });
  return members.set(rows, { kind: 'json', text: data });
}

/**
 * Batch and ID, as people look for a row, and its mark if it has one. Where neither address nor members tell the
 * database, only the id can keep equal rows of two of them apart: then ten characters stand for all that is not told.
 */
function messageId({ name, form }: Origin, { resource, batchNo, id, mark }: Draft): string {
  const rest = form.source === undefined ? shortDigest(name, resource, mark ?? '') : mark;
  return serialNumber(batchNo, rest === undefined ? id : `${id}-${rest}`);
}

function rowsOf(operations: readonly Operation[], { operation }: RowCall) {
  const { rows, id } = operations.find(({ name }) => name === operation)!.inFiles!;
  return { rows: rows!, id };
}

const SEGMENT = /^[A-Za-z0-9_-]{1,64}$/;

/** Batch and ID; an ID that an address cannot carry (a UUID can) stands as its digest. */
function serialNumber(batchNo: string, id: string): string {
  const serial = `${batchNo}-${id}`;
  return SEGMENT.test(serial) ? serial : digestId(serial);
}

function digestId(...parts: readonly string[]): string {
  return createHash('sha256').update(parts.join('\n')).digest('base64url');
}

/** Ten characters, so that behind a batch and a UUID they still are a serial number. */
function shortDigest(...parts: readonly string[]): string {
  return digestId(...parts).slice(0, 10);
}

const SM3 = getHashes().includes('sm3');

/** For the audit; '' where this Node.js has no SM3. */
function digestOf(text: string): string {
  return SM3 ? createHash('sm3').update(text).digest('hex') : '';
}
