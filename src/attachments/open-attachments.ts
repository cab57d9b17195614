import { randomUUID } from 'node:crypto';
import type { Kysely } from 'kysely';
import { sm3Hex } from '../crypto/digest.ts';
import type { Attachment, Attachments } from '../envelope/attachment.ts';
import { ExchangeError } from '../envelope/exchange-error.ts';
import type { AttachmentTable, Tables } from '../store/schema.ts';
import { storageUnavailable } from '../store/storage-fault.ts';
import { openContentFolder } from './content-folder.ts';
import { type Forgotten, forgetUnused } from './forget-unused.ts';
import { inspectUpload, type UploadRules } from './inspect-upload.ts';
import { createScan, type ScanSettings } from './scan-file.ts';

export interface AttachmentsOptions extends UploadRules {
  readonly database: Kysely<Tables>;
  /** Where contents lie, each under its digest; gateways on one database share it. */
  readonly folder: string;
  /** Days after which a file that no record names is forgotten. */
  readonly unusedDays: number;
  readonly scan?: ScanSettings | undefined;
  readonly now?: () => number;
  /** Told of files before they are forgotten, for the audit. */
  readonly forgetting?: (files: readonly Forgotten[]) => Promise<void>;
}

/** Uploaded files: contents on disk, once each whoever sends them; facts in the database. */
export interface AttachmentStore extends Attachments {
  /** Forgets what no record names; says how many contents went. */
  forgetUnused(): Promise<number>;
}

/** Ids in one query. */
const ASKED_AT_ONCE = 500;

/** Opens the folder; nothing of a sender's choosing ever becomes part of a path. */
export function openAttachments(options: AttachmentsOptions): AttachmentStore {
  const { database, folder, unusedDays: days, now = Date.now, forgetting = async () => {} } = options;
  const contents = openContentFolder(folder);
  const scan = createScan(options.scan);
  return {
    keep: (file, owner) =>
      available(async () => {
        const told = inspectUpload(file, options);
        const digest = sm3Hex(file.bytes);
        const facts = { id: randomUUID(), owner, ...told, bytes: file.bytes.length, digest };
        await contents.put(digest, file.bytes, scan);
        await database.insertInto('attachment').values(rowOf(facts, now())).execute();
        // A sweep that began before this row may have taken the content away.
        if (!(await contents.has(digest))) await contents.put(digest, file.bytes, scan);
        return facts;
      }),
    known: (ids, owner) =>
      available(async () => {
        const found = new Set<string>();
        for (let at = 0; at < ids.length; at += ASKED_AT_ONCE) {
          const rows = await database
            .selectFrom('attachment')
            .select('id')
            .where('id', 'in', ids.slice(at, at + ASKED_AT_ONCE))
            .where('owner', '=', owner)
            .execute();
          for (const { id } of rows) found.add(id);
        }
        return found;
      }),
    read: (id) =>
      available(async () => {
        const row = await database
          .selectFrom('attachment')
          .selectAll()
          .where('id', '=', id)
          .executeTakeFirst();
        return row && { facts: factsOf(row), content: await contents.get(row.digest) };
      }),
    forgetUnused: () => forgetUnused({ database, folder, days, now, forgetting }),
  };
}

/** A full disk or a database out of reach is told as such, not as a defect. */
async function available<Result>(work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    throw error instanceof ExchangeError ? error : storageUnavailable(error);
  }
}

function rowOf({ mediaType, ...facts }: Attachment, at: number): AttachmentTable {
  return { ...facts, media_type: mediaType, created_at: new Date(at).toISOString() };
}

function factsOf({ media_type: mediaType, created_at: _, ...facts }: AttachmentTable): Attachment {
  return { ...facts, mediaType };
}
