import { join } from 'node:path';
import { DatabaseSync } from '@photostructure/sqlite';

/** What a gateway has written up to now. */
export interface Written {
  readonly records: number;
  /** Message ids that are spent. */
  readonly seen: number;
  /** Entries of attempts at an exchange. */
  readonly attempts: number;
}

export interface Inside {
  count(): Written;
  /** The newest entries of attempts, oldest first. */
  lastAttempts(count: number): readonly Readonly<Record<string, unknown>>[];
  /** Every row but the records themselves as text, to look for what must not be there. */
  everything(): string;
  close(): void;
}

const ATTEMPTS = "event like 'EXCHANGE_%'";

/** Looks at a running gateway's SQLite file, without a lock and without a way to write. */
export function lookInside(data: string): Inside {
  const database = new DatabaseSync(join(data, 'tonggui.db'), { readOnly: true });
  const rows = (query: string) => database.prepare(query).all() as Readonly<Record<string, unknown>>[];
  const number = (query: string) => Number(Object.values(rows(query)[0]!)[0]);
  return {
    count: () => ({
      records: number('select coalesce(sum(version), 0) from record'),
      seen: number('select count(*) from seen'),
      attempts: number(`select count(*) from audit where ${ATTEMPTS}`),
    }),
    lastAttempts: (count) =>
      rows(`select * from audit where ${ATTEMPTS} order by sequence desc limit ${count}`).reverse(),
    everything: () =>
      rows("select name from sqlite_master where type = 'table' and name not like 'record%'")
        .map(({ name }) => JSON.stringify(rows(`select * from "${String(name)}"`)))
        .join('\n'),
    close: () => database.close(),
  };
}
