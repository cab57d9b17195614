import { randomUUID } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Kysely } from 'kysely';
import { firstFact } from '../store/first-fact.ts';
import type { Tables } from '../store/schema.ts';

/** The fact that says which folder belongs to the database, and the file in the folder that says the same. */
const FACT = 'attachments.folder';
const FILE = 'database.id';

/** Throws where the folder belongs to another database: what is unknown here may be well known there. */
export async function claimFolder(database: Kysely<Tables>, folder: string): Promise<void> {
  const value = await firstFact(database, FACT, randomUUID());
  const file = join(folder, FILE);
  await writeFile(file, value, { flag: 'wx', mode: 0o600 }).catch(ignoreExisting);
  if ((await readFile(file, 'utf8')) === value) return;
  throw new Error(
    `no uploaded file is cleared away: ${folder} belongs to another database, or ${file} is to be deleted`,
  );
}

function ignoreExisting(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EEXIST') throw error;
}
