import { randomBytes } from 'node:crypto';
import type { Kysely } from 'kysely';
import { sm3Hex } from '../crypto/digest.ts';
import { ExchangeError } from '../envelope/exchange-error.ts';
import type { Tables } from '../store/schema.ts';
import { storageUnavailable } from '../store/storage-fault.ts';
import { type ClockSources, createSteadyClock } from './steady-clock.ts';

/** Tokens of the registry's publishers: stored by their digest alone, and never taken for an application's. */
export interface PublisherTokens {
  /** For the publisher whose stored credential this is. */
  issue(name: string, storedCredential: string): Promise<string>;
  /** Whose it is, and the SM3 of the stored credential that it was given for. Throws TOKEN_INVALID. */
  look(token: string): Promise<{ readonly name: string; readonly digest: string }>;
  /** Throws TOKEN_INVALID for what is no token in force. */
  discard(token: string): Promise<void>;
  discardAll(name: string): Promise<void>;
}

export interface PublisherTokensOptions {
  readonly database: Kysely<Tables>;
  readonly seconds: number;
  readonly clock: ClockSources;
}

/** 32 random bytes as base64url, told apart from other tokens; nothing that a Bearer header cannot carry. */
const FORM = /^authToken\.[A-Za-z0-9_-]{43}$/;

/** Tokens in the table of all tokens, whose clean-up forgets expired ones; they hold in every process. */
export function createPublisherTokens(options: PublisherTokensOptions): PublisherTokens {
  const { database, seconds, clock } = options;
  const steady = createSteadyClock(0, clock);
  // Setting the wall clock back lengthens no life; setting it forth may shorten one.
  const at = (offset = 0) => new Date(Math.max(steady(), clock.wall()) + offset).toISOString();

  return {
    async issue(name, storedCredential) {
      const token = `authToken.${randomBytes(32).toString('base64url')}`;
      const row = {
        digest: sm3Hex(token),
        caller: callerOf(name),
        bound: '',
        expires: at(seconds * 1000),
        given_for: sm3Hex(storedCredential),
      };
      await database.insertInto('token').values(row).execute().catch(unavailable);
      return token;
    },
    async look(token) {
      const row = FORM.test(token)
        ? await database
            .selectFrom('token')
            .selectAll()
            .where('digest', '=', sm3Hex(token))
            .executeTakeFirst()
            .catch(unavailable)
        : undefined;
      if (!row) throw new ExchangeError('TOKEN_INVALID');
      if (row.expires <= at()) throw new ExchangeError('TOKEN_INVALID', { reason: 'TOKEN_EXPIRED' });
      return { name: row.caller.slice(CALLER.length), digest: row.given_for };
    },
    async discard(token) {
      const { numDeletedRows } = FORM.test(token)
        ? await database
            .deleteFrom('token')
            .where('digest', '=', sm3Hex(token))
            .executeTakeFirst()
            .catch(unavailable)
        : { numDeletedRows: 0n };
      if (numDeletedRows !== 1n) throw new ExchangeError('TOKEN_INVALID');
    },
    async discardAll(name) {
      await database.deleteFrom('token').where('caller', '=', callerOf(name)).execute().catch(unavailable);
    },
  };
}

/** No application's id holds a blank. */
const CALLER = 'publisher ';

function callerOf(name: string): string {
  return `${CALLER}${name}`;
}

function unavailable(error: unknown): never {
  throw storageUnavailable(error);
}
