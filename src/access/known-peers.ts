import type { Kysely } from 'kysely';
import type { Tables } from '../store/schema.ts';

/** Remembers from where each application has succeeded before, over restarts. */
export interface KnownPeers {
  has(caller: string, peer: string): boolean;
  /** Writes only when the peer is new. */
  add(caller: string, peer: string): Promise<void>;
}

const PREFIX = 'peers:';
/** Enough for a partner's addresses; beyond it the oldest goes. */
const PEERS_PER_CALLER = 64;

/** Reads what earlier processes remembered. */
export async function openKnownPeers(database: Kysely<Tables>): Promise<KnownPeers> {
  const facts = await database.selectFrom('fact').selectAll().where('name', 'like', `${PREFIX}%`).execute();
  const known = new Map<string, readonly string[]>(
    facts.map(({ name, value }) => [name.slice(PREFIX.length), JSON.parse(value) as readonly string[]]),
  );
  return {
    has: (caller, peer) => known.get(caller)?.includes(peer) ?? false,
    async add(caller, peer) {
      const before = known.get(caller) ?? [];
      if (before.includes(peer)) return;
      const peers = [...before, peer].slice(-PEERS_PER_CALLER);
      known.set(caller, peers);
      const value = JSON.stringify(peers);
      await database
        .insertInto('fact')
        .values({ name: `${PREFIX}${caller}`, value })
        .onConflict((conflict) => conflict.column('name').doUpdateSet({ value }))
        .execute();
    },
  };
}
