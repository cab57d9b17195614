import type { Kysely, RawBuilder } from 'kysely';
import type { FrontTables } from './columns.ts';
import { openMysql } from './mysql.ts';
import { openPostgres } from './postgres.ts';
import type { DatabaseSettings } from './settings.ts';
import { openSqlite } from './sqlite.ts';

/** A connected front-end database. */
export interface FrontDatabase {
  readonly database: Kysely<FrontTables>;
  /** The schema in which tables are found by their bare name, where there are several. */
  readonly schema: RawBuilder<string> | undefined;
  /** Ends a `select` whose rows nobody else may change before the transaction ends. */
  readonly lock: RawBuilder<unknown>;
  /**
   * Runs the work unless another gateway process works on this series; undefined when one does. The work's statements
   * go over the connection that holds the lock, so a process that lost it can write nothing.
   */
  exclusively<Result>(series: string, work: Work<Result>): Promise<Result | undefined>;
  /** `cut`: what is at work there is not waited for. */
  close(cut: boolean): Promise<void>;
}

export type Work<Result> = (database: Kysely<FrontTables>) => Promise<Result>;

const OPEN = {
  sqlite: openSqlite,
  postgres: openPostgres,
  mysql: openMysql,
} as const satisfies Record<DatabaseSettings['kind'], unknown>;

/** Opens a front-end database; `connections` is how many the channel will use at a time. */
export async function openFrontDatabase(
  settings: DatabaseSettings,
  connections: number,
): Promise<FrontDatabase> {
  if (settings.kind === 'sqlite') return OPEN.sqlite(settings.file);
  return OPEN[settings.kind](addressOf(settings), connections);
}

function addressOf({ url, urlVariable }: Exclude<DatabaseSettings, { kind: 'sqlite' }>): string {
  const address = url ?? process.env[urlVariable!];
  if (address === undefined) throw new Error(`the environment variable ${urlVariable} is not set`);
  return address;
}
