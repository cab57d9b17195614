import { randomBytes } from 'node:crypto';
import type { Kysely } from 'kysely';
import { sm3Hex } from '../crypto/digest.ts';
import type { Application } from '../envelope/application.ts';
import { ExchangeError } from '../envelope/exchange-error.ts';
import type { IssuedToken } from '../envelope/outcome.ts';
import type { Peer } from '../envelope/raw-message.ts';
import type { Tables } from '../store/schema.ts';
import { storageUnavailable } from '../store/storage-fault.ts';
import { createLruMap } from './lru-map.ts';
import { type ClockSources, createSteadyClock, SYSTEM_CLOCK } from './steady-clock.ts';

/** Tokens that stand for their callers for a while; stored by their digest alone. */
export interface Tokens {
  /** For the secret that was shown. Throws STORAGE_UNAVAILABLE. */
  issue(application: Application, secret: string, peer: Peer): Promise<IssuedToken>;
  /** Throws TOKEN_INVALID for an unknown or expired token, or one that another certificate presents. */
  callerOf(token: string, peer: Peer): Promise<string>;
  /** Throws TOKEN_INVALID once the secret that it was given for is valid no more, or its application was disabled since. */
  confirm(token: string, application: Application): Promise<void>;
  /** Forgets expired tokens. */
  prune(): Promise<void>;
}

export interface TokensOptions {
  readonly database: Kysely<Tables>;
  /** Seconds that a token lives. */
  readonly seconds: number;
  readonly clock?: ClockSources;
}

interface Known {
  readonly caller: string;
  /** Fingerprint of the client certificate that asked for it; '' without one. */
  readonly bound: string;
  readonly expires: string;
  readonly given_for: string;
}

/** 32 random bytes as base64url. */
const FORM = /^[A-Za-z0-9_-]{43}$/;
const REMEMBERED = 10_000;

/** Tokens hold over restarts and for every process on the same database. */
export function createTokens({ database, seconds, clock = SYSTEM_CLOCK }: TokensOptions): Tokens {
  const known = createLruMap<Known>(REMEMBERED);
  const steady = createSteadyClock(0, clock);
  // Setting the wall clock back lengthens no life; setting it forth may shorten one.
  const at = (offset = 0) => new Date(Math.max(steady(), clock.wall()) + offset).toISOString();

  async function look(digest: string): Promise<Known | undefined> {
    const cached = known.get(digest);
    if (cached) return cached;
    const row = await database
      .selectFrom('token')
      .selectAll()
      .where('digest', '=', digest)
      .executeTakeFirst()
      .catch(unavailable);
    if (row) known.set(digest, row);
    return row;
  }

  return {
    async issue(application, secret, { certificate }) {
      const value = randomBytes(32).toString('base64url');
      const row = {
        digest: sm3Hex(value),
        caller: application.id,
        bound: certificate?.fingerprint256 ?? '',
        expires: at(seconds * 1000),
        given_for: givenFor(value, secret, application),
      };
      await database.insertInto('token').values(row).execute().catch(unavailable);
      return { value, expiresIn: seconds };
    },
    async callerOf(token, { certificate }) {
      const found = FORM.test(token) ? await look(sm3Hex(token)) : undefined;
      const stranger = found && found.bound !== '' && found.bound !== certificate?.fingerprint256;
      if (!found || stranger || found.expires <= at()) throw new ExchangeError('TOKEN_INVALID');
      return found.caller;
    },
    async confirm(token, application) {
      const found = await look(sm3Hex(token));
      const valid = application.sign.keys.filter(({ notAfter = '' }) => notAfter === '' || notAfter > at());
      if (!valid.some(({ value }) => givenFor(token, value, application) === found?.given_for))
        throw new ExchangeError('TOKEN_INVALID', { reason: 'TOKEN_REVOKED' });
    },
    async prune() {
      await database.deleteFrom('token').where('expires', '<=', at()).execute();
    },
  };
}

/** Tells the secret to nobody: a digest that also takes in the token, which is kept nowhere. */
function givenFor(token: string, secret: string, { disabledAt = '' }: Application): string {
  return sm3Hex([token, secret, disabledAt].join('\n'));
}

function unavailable(error: unknown): never {
  throw storageUnavailable(error);
}
