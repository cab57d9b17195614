import type { Kysely } from 'kysely';
import type { EarlierMessage, Ledger, Reads } from '../envelope/commit.ts';
import { ExchangeError } from '../envelope/exchange-error.ts';
import { checkTables } from './check-tables.ts';
import type { Connected } from './connected.ts';
import { forgetSeen } from './forget-seen.ts';
import { createGroupWriter } from './group-writer.ts';
import { GroupLedger } from './ledger.ts';
import { migrate } from './migrate.ts';
import { openPostgres } from './postgres/open.ts';
import type { PostgresOptions } from './postgres/pool.ts';
import { readLog } from './reads/log.ts';
import { readRecords } from './reads/records.ts';
import type { Tables } from './schema.ts';
import type { Sealer } from './sealer.ts';
import { openSqlite, type SqliteOptions } from './sqlite/open.ts';
import { storageUnavailable } from './storage-fault.ts';
import { createTrail, type Trail } from './trail.ts';

export type StoreOptions = (SqliteOptions | PostgresOptions) & {
  /** An fsync failed: what is on disk is unknown, and the process must end. */
  readonly onFatal?: (error: unknown) => void;
  /** Told how many units shared a commit, for measuring. */
  readonly onGroup?: (units: number) => void;
};

/** The database of one gateway process. */
export interface Store {
  readonly kind: 'sqlite' | 'postgres';
  readonly database: Kysely<Tables>;
  readonly reads: Reads;
  readonly trail: Trail;
  /** Brings the tables up to date, or throws why that cannot be; call it before anything else. */
  migrate(): Promise<void>;
  /** The durable side of the exchange; one a process, because it owns the chain of the sealer. */
  ledger(sealer: Sealer): Ledger;
  /** Forgets message ids older than an instant (never younger than 7 days); says how many. */
  forgetSeen(before: Date): Promise<number>;
  /** Waits for what is being committed; may be called twice. */
  close(): Promise<void>;
}

/** Opens SQLite (refusing a file that another process serves) or connects to PostgreSQL. */
export async function openStore(options: StoreOptions): Promise<Store> {
  const connected = options.kind === 'sqlite' ? await openSqlite(options) : await openPostgres(options);
  const ledgers: GroupLedger[] = [];
  let closing: Promise<void> | undefined;
  async function close(): Promise<void> {
    await Promise.all(ledgers.map((ledger) => ledger.close()));
    await connected.close();
  }
  return {
    kind: connected.kind,
    database: connected.database,
    reads: createReads(connected),
    trail: createTrail(connected),
    migrate: async () => {
      await migrate(connected.database);
      await checkTables(connected.database, migrate);
    },
    ledger: (sealer) => {
      const ledger = createLedger(connected, sealer, options);
      ledgers.push(ledger);
      return ledger;
    },
    forgetSeen: (before) => forgetSeen(connected.database, before),
    close: () => {
      closing ??= close();
      return closing;
    },
  };
}

function createLedger(
  connected: Connected,
  sealer: Sealer,
  { onFatal = () => {}, onGroup = () => {} }: Pick<StoreOptions, 'onFatal' | 'onGroup'>,
): GroupLedger {
  const findSeen = connected.bulk.find('seen', false);
  return new GroupLedger({
    writeGroup: createGroupWriter(connected, sealer),
    recall: async (caller, messageId): Promise<EarlierMessage | undefined> => {
      const [row] = await findSeen(connected.database, [[caller, messageId]]);
      return row && { digest: row.digest, answer: row.answer };
    },
    commitMayBeLost: connected.kind === 'postgres',
    onFatal,
    onGroup,
  });
}

function createReads({ database, bulk }: Connected): Reads {
  const findRecords = bulk.find('record', false);
  return {
    records: (query) => available(readRecords(database, findRecords, query)),
    log: (query) => available(readLog(database, query)),
  };
}

/** A database that cannot be read is told as such, not as an internal error. */
async function available<T>(reading: Promise<T>): Promise<T> {
  try {
    return await reading;
  } catch (error) {
    throw error instanceof ExchangeError ? error : storageUnavailable(error);
  }
}
