import { randomBytes } from 'node:crypto';
import type { Kysely } from 'kysely';
import { z } from 'zod';
import { hmacSm3, sm3Hex } from '../crypto/digest.ts';
import { checkPassword, digestPassword } from '../crypto/password-digest.ts';
import { randomSecret } from '../crypto/random-secret.ts';
import type { Sealer } from '../crypto/seal.ts';
import { ExchangeError } from '../envelope/exchange-error.ts';
import type { PublisherTable, Tables } from '../store/schema.ts';
import { storageUnavailable } from '../store/storage-fault.ts';
import { createFailureThrottle } from './failure-throttle.ts';
import { faulty, parseInput } from './faults.ts';
import { createLruMap } from './lru-map.ts';
import { peerNetwork } from './peer-network.ts';
import { createPublisherTokens } from './publisher-tokens.ts';
import type { SlowWork } from './slow-work.ts';
import { type ClockSources, SYSTEM_CLOCK } from './steady-clock.ts';

/** A publisher as anyone may see it. Instants are ISO 8601 UTC. */
export interface Publisher {
  readonly name: string;
  readonly enabled: boolean;
  readonly createdAt: string;
  readonly changedAt: string;
}

/** A publisher whose credential was just drawn: it is told this once. */
export interface IssuedPublisher {
  readonly publisher: Publisher;
  readonly credential: string;
}

/** Who may publish in the registry, and the tokens that stand for them. */
export interface Publishers {
  list(): Promise<readonly Publisher[]>;
  /** Reads `{ name }`. Throws BAD_PARAMETER, also when there is one of that name. */
  add(input: unknown): Promise<IssuedPublisher>;
  /** A new credential; the old one and every token end. Undefined for an unknown name. */
  renew(name: string): Promise<IssuedPublisher | undefined>;
  /** Disabling ends every token. Undefined for an unknown name. */
  setEnabled(name: string, enabled: boolean): Promise<Publisher | undefined>;
  /**
   * A token for a name and its credential. Throws SECRET_MISMATCH alike for an unknown name, a wrong credential and a
   * disabled publisher, RATE_LIMITED after too many of them from one network, OVERLOADED, STORAGE_UNAVAILABLE.
   */
  issueToken(name: string, credential: string, peer: string): Promise<string>;
  /** Throws TOKEN_INVALID, with the reason TOKEN_EXPIRED where it was a token. */
  publisherOf(token: string): Promise<string>;
  /** Throws TOKEN_INVALID for what is no token in force. */
  discardToken(token: string): Promise<void>;
}

export interface PublishersOptions {
  readonly database: Kysely<Tables>;
  readonly sealer: Sealer;
  readonly slowly: SlowWork;
  /** Seconds that a token lives. */
  readonly tokenSeconds: number;
  /** Wrong credentials an hour from one network, all of which may come at once; 20 unless told. */
  readonly failuresPerHour?: number;
  readonly clock?: ClockSources;
}

const FAILURES_PER_HOUR = 20;
const CACHE_MILLISECONDS = 5 * 60_000;
const CACHED_AT_MOST = 1_000;
/** Longer ones are wrong anyway; only so much is ever digested. */
const CREDENTIAL_LENGTH = 256;

const addition = z.strictObject({
  name: z.string().regex(/^[\p{L}\p{N}_.@-]{2,64}$/u, { error: '2 to 64 letters, digits, _ . @ or -' }),
});

/** The publishers in table `publisher`; what is stored of a credential is sealed for the publisher's name. */
export async function openPublishers(options: PublishersOptions): Promise<Publishers> {
  const { database, sealer, slowly, clock = SYSTEM_CLOCK } = options;
  const tokens = createPublisherTokens({ database, seconds: options.tokenSeconds, clock });
  const throttle = createFailureThrottle(options.failuresPerHour ?? FAILURES_PER_HOUR, clock.monotonic);
  const cacheKey = randomBytes(32);
  const good = createLruMap<number>(CACHED_AT_MOST);
  // Checked in place of a publisher that does not exist; nobody knows its credential.
  const decoy = await digestPassword(randomSecret());

  const now = () => new Date(clock.wall()).toISOString();

  async function find(name: string): Promise<PublisherTable | undefined> {
    const query = database.selectFrom('publisher').selectAll().where('name', '=', name);
    return query.executeTakeFirst().catch(unavailable);
  }

  async function drawn(name: string): Promise<{ readonly credential: string; readonly digest: string }> {
    const credential = randomSecret();
    const digest = sealer.seal(await slowly(() => digestPassword(credential)), contextOf(name));
    return { credential, digest };
  }

  async function change(name: string, values: Partial<PublisherTable>): Promise<Publisher | undefined> {
    await database
      .updateTable('publisher')
      .set({ ...values, changed_at: now() })
      .where('name', '=', name)
      .execute()
      .catch(unavailable);
    const row = await find(name);
    return row && viewOf(row);
  }

  /** The slow check, once for a credential that is right; equal work whether or not there is such a publisher. */
  async function isRight(row: PublisherTable | undefined, credential: string): Promise<boolean> {
    const key = hmacSm3(cacheKey, JSON.stringify([row?.name, row?.digest, credential])).toString('hex');
    if ((good.get(key) ?? 0) > clock.monotonic()) return true;
    const digest = row ? sealer.open(row.digest, contextOf(row.name)) : decoy;
    const right = (await slowly(() => checkPassword(credential, digest))) && row !== undefined;
    if (right) good.set(key, clock.monotonic() + CACHE_MILLISECONDS);
    return right;
  }

  return {
    async list() {
      const rows = await database.selectFrom('publisher').selectAll().orderBy('name').execute();
      return rows.map(viewOf);
    },
    async add(input) {
      const { name } = parseInput(addition, input);
      const { credential, digest } = await drawn(name);
      const row = { name, digest, enabled: 1, created_at: now(), changed_at: now() };
      const { numInsertedOrUpdatedRows } = await database
        .insertInto('publisher')
        .values(row)
        .onConflict((conflict) => conflict.doNothing())
        .executeTakeFirst()
        .catch(unavailable);
      if (numInsertedOrUpdatedRows !== 1n) throw faulty([{ path: 'name', message: 'there is one already' }]);
      return { publisher: viewOf(row), credential };
    },
    async renew(name) {
      const { credential, digest } = await drawn(name);
      const publisher = await change(name, { digest });
      await tokens.discardAll(name);
      return publisher && { publisher, credential };
    },
    async setEnabled(name, enabled) {
      const publisher = await change(name, { enabled: enabled ? 1 : 0 });
      if (!enabled) await tokens.discardAll(name);
      return publisher;
    },
    async issueToken(name, credential, peer) {
      const network = peerNetwork(peer);
      throttle.check(network);
      const row = await find(name.slice(0, CREDENTIAL_LENGTH));
      const right = await isRight(row, credential.slice(0, CREDENTIAL_LENGTH));
      if (!row || !right || row.enabled !== 1 || credential.length > CREDENTIAL_LENGTH) {
        throttle.failed(network);
        throw new ExchangeError('SECRET_MISMATCH');
      }
      return tokens.issue(row.name, row.digest);
    },
    async publisherOf(token) {
      const { name, digest } = await tokens.look(token);
      const row = await find(name);
      // A token that was issued while its publisher was disabled or renewed ends here.
      const stands = row !== undefined && row.enabled === 1 && sm3Hex(row.digest) === digest;
      if (!stands) throw new ExchangeError('TOKEN_INVALID', { reason: 'TOKEN_REVOKED' });
      return name;
    },
    discardToken: (token) => tokens.discard(token),
  };
}

function viewOf({ name, enabled, created_at, changed_at }: PublisherTable): Publisher {
  return { name, enabled: enabled === 1, createdAt: created_at, changedAt: changed_at };
}

function contextOf(name: string): string {
  return `publisher:${name}`;
}

function unavailable(error: unknown): never {
  throw storageUnavailable(error);
}
