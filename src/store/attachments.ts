import { createHash, randomUUID } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Kysely } from 'kysely';
import writeFileAtomic from 'write-file-atomic';
import type { Attachment, Attachments } from '../envelope/attachment.ts';
import type { AttachmentTable, Tables } from './schema.ts';

export interface AttachmentsOptions {
  readonly database: Kysely<Tables>;
  /** Where contents lie, each under its digest. */
  readonly folder: string;
}

/** Contents on disk, once each whoever sends them; facts in the database. */
export function openAttachments({ database, folder }: AttachmentsOptions): Attachments {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const fileOf = (digest: string) => join(folder, digest);
  return {
    async keep({ name, mediaType, bytes: content }, owner) {
      const digest = createHash('sm3').update(content).digest('hex');
      await writeFileAtomic(fileOf(digest), content, { mode: 0o600, fsync: true });
      const facts = { id: randomUUID(), owner, name, mediaType, bytes: content.length, digest };
      await database.insertInto('attachment').values(rowOf(facts)).execute();
      return facts;
    },
    async read(id) {
      const row = await database.selectFrom('attachment').selectAll().where('id', '=', id).executeTakeFirst();
      return row && { facts: factsOf(row), content: await readFile(fileOf(row.digest)) };
    },
  };
}

function rowOf({ mediaType, ...facts }: Attachment): AttachmentTable {
  return { ...facts, media_type: mediaType, created_at: new Date().toISOString() };
}

function factsOf({ media_type: mediaType, created_at: _, ...facts }: AttachmentTable): Attachment {
  return { ...facts, mediaType };
}
