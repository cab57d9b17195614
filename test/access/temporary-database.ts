import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach } from '@jest/globals';
import type { Kysely } from 'kysely';
import type { Connected } from '../../src/store/connected.ts';
import { migrate } from '../../src/store/migrate.ts';
import type { Tables } from '../../src/store/schema.ts';
import { openSqlite } from '../../src/store/sqlite/open.ts';

const open: { readonly connected: Connected; readonly folder: string }[] = [];

/** A new SQLite database in a folder of its own; both go after the test. */
export async function temporaryDatabase(): Promise<Kysely<Tables>> {
  const folder = mkdtempSync(join(tmpdir(), 'tonggui-'));
  const connected = await openSqlite({ kind: 'sqlite', file: join(folder, 'tonggui.db') });
  open.push({ connected, folder });
  await migrate(connected.database);
  return connected.database;
}

afterEach(async () => {
  for (const { connected, folder } of open.splice(0)) {
    await connected.close();
    rmSync(folder, { recursive: true });
  }
});
