import { randomUUID } from 'node:crypto';
import { sm3Hex } from '../crypto/digest.ts';
import type { UploadedFile } from '../envelope/attachment.ts';
import { ExchangeError } from '../envelope/exchange-error.ts';
import type { MountedService } from '../envelope/http-channel.ts';
import type { FileForm } from '../envelope/operation.ts';
import type { Member, Peer, RawMessage } from '../envelope/raw-message.ts';
import { operationAddress } from '../text/operation-address.ts';
import { checkRecords } from './check-records.ts';
import { chooseOperation, formOf, OPERATION } from './choose-operation.ts';
import { mergeMembers } from './merge-members.ts';
import { readRecordFile } from './read-record-file.ts';
import type { FileLimits, FileRecord, RecordFile } from './record-file.ts';
import { recordsText } from './records-text.ts';
import { UnreadableFile } from './unreadable-file.ts';

/** Where a file came in, and what is known of its message without it. */
export interface FileOrigin {
  /** The wire form, for the audit: `file`, `console`. */
  readonly wire: string;
  readonly service: Pick<MountedService, 'standard' | 'operations' | 'path'>;
  /** The operation, unless the head names another. */
  readonly operation: string;
  /** Told by settings or a form; a head may repeat them, not contradict. */
  readonly members?: ReadonlyMap<string, string>;
  /** The message's id where neither head nor members name one. */
  readonly messageId: string;
  readonly vouched?: string;
  readonly actor?: string;
  readonly peer: Peer;
}

/** Where a record stands in its file. */
export type Placed = Pick<FileRecord, 'place'>;

export interface FileMessage {
  readonly raw: RawMessage;
  /** Where each record stands; what it holds is in the message. */
  readonly records: readonly Placed[];
  /** How messages of the operation stand in files, where it could be told. */
  readonly form?: FileForm;
}

/**
 * The message that a file is. Never throws for what is in the file: what cannot be read is a RawMessage with
 * `unreadable`, for the core to audit and refuse, with the members of its head as far as they were read.
 */
export async function recordMessage(
  file: UploadedFile,
  origin: FileOrigin,
  limits?: Partial<FileLimits>,
): Promise<FileMessage> {
  const receivedAt = new Date();
  const read = await attemptRead(file, limits);
  const draft = draftOf(read, origin);
  return { ...draft, raw: rawMessage(file, origin, draft, receivedAt) };
}

interface ReadFile extends RecordFile {
  readonly error?: ExchangeError;
}

/** A file that cannot be read still has the head that was read of it. */
async function attemptRead(file: UploadedFile, limits?: Partial<FileLimits>): Promise<ReadFile> {
  try {
    return await readRecordFile(file, limits);
  } catch (thrown) {
    const head = thrown instanceof UnreadableFile ? thrown.head : new Map<string, string>();
    return { head, records: [], error: ExchangeError.from(thrown) };
  }
}

/** What a file says, before it has an address. */
interface Draft {
  readonly operation: string;
  readonly form?: FileForm;
  readonly members: ReadonlyMap<string, Member>;
  readonly records: readonly Placed[];
  readonly error?: ExchangeError;
}

function draftOf({ head, records, error: unread }: ReadFile, origin: FileOrigin): Draft {
  const chosen = chooseOperation(head, origin);
  const { operation = origin.operation } = chosen;
  const form = formOf(origin.service, operation);
  const given = new Map([...head].filter(([name, text]) => name !== OPERATION && text !== ''));
  const merged = mergeMembers(origin.members ?? new Map<string, string>(), given);
  const members = new Map<string, Member>([...merged.members].map(([name, text]) => [name, textOf(text)]));
  if (form !== undefined && !members.has(form.id)) members.set(form.id, textOf(origin.messageId));
  const error = unread ?? chosen.error ?? merged.error ?? (form && checkRecords(records, form, members));
  if (error === undefined && form?.rows !== undefined && !members.has(form.rows)) {
    members.set(form.rows, { kind: 'json', text: recordsText(records), compact: true });
  }
  const placed = records.map(({ place }) => ({ place }));
  return { operation, members, records: placed, ...(form && { form }), ...(error && { error }) };
}

function textOf(text: string): Member {
  return { kind: 'text', text };
}

function rawMessage(
  { bytes }: UploadedFile,
  { wire, service, vouched, actor, peer }: FileOrigin,
  { operation, members, error }: Draft,
  receivedAt: Date,
): RawMessage {
  return {
    id: randomUUID(),
    wire,
    standard: service.standard,
    operation,
    address: operationAddress(service.operations, operation, members, service.path),
    members,
    ...(vouched !== undefined && { vouched }),
    ...(actor !== undefined && { actor }),
    fromFile: true,
    headers: {},
    peer,
    receivedAt,
    body: { bytes: bytes.length, digest: sm3Hex(bytes) },
    ...(error && { unreadable: error }),
  };
}
