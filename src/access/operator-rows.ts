import type { Kysely } from 'kysely';
import { ExchangeError } from '../envelope/exchange-error.ts';
import type { OperatorTable, Tables } from '../store/schema.ts';
import { storageUnavailable } from '../store/storage-fault.ts';
import { faulty } from './faults.ts';

/** Table `operator`. What the database cannot do at present is STORAGE_UNAVAILABLE. */
export interface OperatorRows {
  find(username: string): Promise<OperatorTable | undefined>;
  /** By user name. */
  list(): Promise<readonly OperatorTable[]>;
  /** Adds an account after `before`, both or neither; throws BAD_PARAMETER when there is one of that name. */
  insert(row: OperatorTable, before: (transaction: Kysely<Tables>) => Promise<void>): Promise<void>;
  update(username: string, values: Partial<OperatorTable>): Promise<void>;
  /** The same, and ends every session. */
  endSessions(username: string, values: Partial<OperatorTable>): Promise<void>;
  /** The same for an account that is enabled and still stands as it did at `epoch`; false where it does not. */
  replace(username: string, epoch: number, values: Partial<OperatorTable>): Promise<boolean>;
  /** Ends every session of an account; throws BAD_PARAMETER for the last administrator that is enabled. */
  disable(username: string): Promise<void>;
}

/** Whoever writes this fact keeps others from doing so until the transaction ends. */
const LOCK_FACT = 'operators';

export function openOperatorRows(database: Kysely<Tables>, instant: () => string): OperatorRows {
  async function update(username: string, values: Partial<OperatorTable>): Promise<void> {
    const change = database.updateTable('operator').set({ ...values, changed_at: instant() });
    await change.where('username', '=', username).execute();
  }

  async function endSessions(into: Kysely<Tables>, username: string, values: Partial<OperatorTable>) {
    const change = into
      .updateTable('operator')
      .set((row) => ({ ...values, epoch: row('epoch', '+', 1), changed_at: instant() }));
    await change.where('username', '=', username).execute();
  }

  return {
    find(username) {
      const query = database.selectFrom('operator').selectAll().where('username', '=', username);
      return query.executeTakeFirst().catch(unavailable);
    },
    list() {
      return database.selectFrom('operator').selectAll().orderBy('username').execute().catch(unavailable);
    },
    insert(row, before) {
      return database
        .transaction()
        .execute(async (transaction) => {
          await before(transaction);
          const insertion = transaction.insertInto('operator').values(row);
          const { numInsertedOrUpdatedRows } = await insertion
            .onConflict((conflict) => conflict.doNothing())
            .executeTakeFirst();
          if (numInsertedOrUpdatedRows !== 1n) throw nameTaken();
        })
        .catch(unavailable);
    },
    update: (username, values) => update(username, values).catch(unavailable),
    endSessions: (username, values) => endSessions(database, username, values).catch(unavailable),
    async replace(username, epoch, values) {
      const { numUpdatedRows } = await database
        .updateTable('operator')
        .set({ ...values, epoch: epoch + 1, changed_at: instant() })
        .where('username', '=', username)
        .where('epoch', '=', epoch)
        .where('enabled', '=', 1)
        .executeTakeFirst()
        .catch(unavailable);
      return numUpdatedRows === 1n;
    },
    disable(username) {
      return database
        .transaction()
        .execute(async (transaction) => {
          await lock(transaction);
          await keepAdministrator(transaction, username);
          await endSessions(transaction, username, { enabled: 0 });
        })
        .catch(unavailable);
    },
  };
}

export function nameTaken(): ExchangeError {
  return faulty([{ path: 'username', message: 'there is an account of this name' }]);
}

/** Two administrators who disable each other at once come one after the other. */
async function lock(transaction: Kysely<Tables>): Promise<void> {
  const value = '';
  await transaction
    .insertInto('fact')
    .values({ name: LOCK_FACT, value })
    .onConflict((conflict) => conflict.column('name').doUpdateSet({ value }))
    .execute();
}

async function keepAdministrator(transaction: Kysely<Tables>, username: string): Promise<void> {
  const administrators = await transaction
    .selectFrom('operator')
    .select('username')
    .where('role', '=', 'administrator')
    .where('enabled', '=', 1)
    .execute();
  if (administrators.length === 1 && administrators[0]?.username === username)
    throw faulty([{ path: 'username', message: 'not the last administrator that is enabled' }]);
}

/** For what reads and writes accounts: what is no refusal is an outage. */
export function unavailable(error: unknown): never {
  throw error instanceof ExchangeError ? error : storageUnavailable(error);
}
