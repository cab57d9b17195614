import type { Kysely, Selectable } from 'kysely';
import type { FailureTable, Tables } from '../store/schema.ts';

/** Whose consecutive failures are counted together. */
export interface FailureTuple {
  readonly caller: string;
  /** Peer address, or the certificate's fingerprint. */
  readonly peer: string;
  readonly business: string;
}

export type FailureRow = Selectable<FailureTable>;

/** The counted failures in the database, shared by all processes. Instants are ISO texts. */
export interface FailureRows {
  /** Rows with failures, the latest first. */
  load(limit: number): Promise<readonly FailureRow[]>;
  /** Rows that changed since then, those without failures too: they tell of a release. */
  changedSince(instant: string): Promise<readonly FailureRow[]>;
  /** Counts one more; starts anew when the last failure is older than `lapsed` or a hold has ended. */
  count(tuple: FailureTuple, now: string, lapsed: string): Promise<FailureRow>;
  /** Sets the hold unless another process has; answers whether this call did. */
  hold(tuple: FailureTuple, now: string, until: string): Promise<boolean>;
  /** Sets the count to zero, whether held or not. */
  clear(tuple: FailureTuple, now: string): Promise<void>;
  drop(tuple: FailureTuple): Promise<void>;
  /** Forgets rows that have not mattered since then. */
  prune(before: string): Promise<void>;
}

/** The rows of table `failure`. */
export function createFailureRows(database: Kysely<Tables>): FailureRows {
  const update = ({ caller, peer, business }: FailureTuple) =>
    database
      .updateTable('failure')
      .where('caller', '=', caller)
      .where('peer', '=', peer)
      .where('business', '=', business);
  return {
    load: (limit) =>
      database
        .selectFrom('failure')
        .selectAll()
        .where('failures', '>', 0)
        .orderBy('changed_at', 'desc')
        .limit(limit)
        .execute(),

    changedSince: (instant) =>
      database.selectFrom('failure').selectAll().where('changed_at', '>=', instant).execute(),

    count: ({ caller, peer, business }, now, lapsed) =>
      database
        .insertInto('failure')
        .values({ caller, peer, business, failures: 1, held_until: null, changed_at: now })
        .onConflict((conflict) =>
          conflict.columns(['caller', 'peer', 'business']).doUpdateSet((row) => {
            const anew = row.or([
              row('failure.changed_at', '<', lapsed),
              row('failure.held_until', '<=', now),
            ]);
            return {
              failures: row
                .case()
                .when(anew)
                .then(1)
                .else(row('failure.failures', '+', 1))
                .end(),
              held_until: row.case().when(anew).then(null).else(row.ref('failure.held_until')).end(),
              changed_at: now,
            };
          }),
        )
        .returningAll()
        .executeTakeFirstOrThrow(),

    async hold(tuple, now, until) {
      const { numUpdatedRows } = await update(tuple)
        .set({ held_until: until, changed_at: now })
        .where('held_until', 'is', null)
        .executeTakeFirst();
      return numUpdatedRows === 1n;
    },

    async clear(tuple, now) {
      await update(tuple).set({ failures: 0, held_until: null, changed_at: now }).execute();
    },

    async drop({ caller, peer, business }) {
      await database
        .deleteFrom('failure')
        .where('caller', '=', caller)
        .where('peer', '=', peer)
        .where('business', '=', business)
        .execute();
    },

    async prune(before) {
      await database
        .deleteFrom('failure')
        .where('changed_at', '<', before)
        .where((row) => row.or([row('held_until', 'is', null), row('held_until', '<', before)]))
        .execute();
    },
  };
}
