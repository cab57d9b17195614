import { timingSafeEqual } from 'node:crypto';
import type { Kysely } from 'kysely';
import { z } from 'zod';
import { sm3Hex } from '../crypto/digest.ts';
import { checkPassword, digestPassword } from '../crypto/password-digest.ts';
import { randomSecret, randomSetupCode } from '../crypto/random-secret.ts';
import type { Sealer } from '../crypto/seal.ts';
import { ExchangeError } from '../envelope/exchange-error.ts';
import type { Tables } from '../store/schema.ts';
import { faulty, parseInput } from './faults.ts';
import type { SlowWork } from './slow-work.ts';

/** The accounts of the console. None exists at first; a one-time code makes the first. */
export interface Operators {
  exist(): Promise<boolean>;
  /** A new one-time set-up code, valid 24 hours, instead of any earlier one; undefined once an operator exists. */
  issueSetupCode(): Promise<string | undefined>;
  /** Creates the first operator, once; throws TOKEN_INVALID when the code is wrong, used or too old. */
  setUp(input: unknown): Promise<string>;
  /** Whether user name and password belong together; an unknown name takes as long as a wrong password. */
  verify(username: string, password: string): Promise<boolean>;
  changePassword(username: string, password: string): Promise<void>;
}

export interface OperatorsOptions {
  readonly database: Kysely<Tables>;
  readonly sealer: Sealer;
  readonly slowly: SlowWork;
  /** Milliseconds since 1970. */
  readonly now?: () => number;
}

const SETUP_FACT = 'setup';
const SETUP_MILLISECONDS = 24 * 3_600_000;

const username = z
  .string()
  .regex(/^[\p{L}\p{N}_.@-]{2,64}$/u, { error: '2 to 64 letters, digits, _ . @ or -' });
const password = z.string().min(12, { error: 'at least 12 characters' }).max(128);
const setupInput = z
  .strictObject({ code: z.string().max(64), username, password })
  .refine((input) => !input.password.toLowerCase().includes(input.username.toLowerCase()), {
    path: ['password'],
    error: 'a password without the user name in it',
  });
const setupFact = z.object({ digest: z.string(), until: z.number() });

/** The accounts in table `operator`; their password digests are sealed for the user name. */
export async function openOperators(options: OperatorsOptions): Promise<Operators> {
  const { database, sealer, slowly, now = Date.now } = options;
  // Checked in place of an account that does not exist; nobody knows its password.
  const decoy = await digestPassword(randomSecret());

  async function exist(): Promise<boolean> {
    return (await database.selectFrom('operator').select('username').limit(1).execute()).length > 0;
  }

  async function sealedDigest(name: string, text: string): Promise<string> {
    return sealer.seal(await slowly(() => digestPassword(text)), contextOf(name));
  }

  return {
    exist,
    async issueSetupCode() {
      if (await exist()) return undefined;
      const code = randomSetupCode();
      const value = JSON.stringify({ digest: codeDigest(code), until: now() + SETUP_MILLISECONDS });
      await database
        .insertInto('fact')
        .values({ name: SETUP_FACT, value })
        .onConflict((conflict) => conflict.column('name').doUpdateSet({ value }))
        .execute();
      return code;
    },
    async setUp(input) {
      const wanted = parseInput(setupInput, input);
      const fact = await findSetup(database);
      if (!fact || !opens(wanted.code, fact, now())) throw new ExchangeError('TOKEN_INVALID');
      const digest = await sealedDigest(wanted.username, wanted.password);
      await database.transaction().execute(async (transaction) => {
        const { numDeletedRows } = await transaction
          .deleteFrom('fact')
          .where('name', '=', SETUP_FACT)
          .where('value', '=', fact)
          .executeTakeFirst();
        if (numDeletedRows !== 1n) throw new ExchangeError('TOKEN_INVALID');
        const created_at = new Date(now()).toISOString();
        await transaction
          .insertInto('operator')
          .values({ username: wanted.username, digest, created_at })
          .execute();
      });
      return wanted.username;
    },
    async verify(name, text) {
      const row = await database
        .selectFrom('operator')
        .select('digest')
        .where('username', '=', name)
        .executeTakeFirst();
      const digest = row ? sealer.open(row.digest, contextOf(name)) : decoy;
      return (await slowly(() => checkPassword(text, digest))) && row !== undefined;
    },
    async changePassword(name, text) {
      if (text.toLowerCase().includes(name.toLowerCase()))
        throw faulty([{ path: 'password', message: 'a password without the user name in it' }]);
      const digest = await sealedDigest(
        name,
        parseInput(z.object({ password }), { password: text }).password,
      );
      await database.updateTable('operator').set({ digest }).where('username', '=', name).execute();
    },
  };
}

async function findSetup(database: Kysely<Tables>): Promise<string | undefined> {
  const fact = database.selectFrom('fact').select('value').where('name', '=', SETUP_FACT);
  return (await fact.executeTakeFirst())?.value;
}

function opens(code: string, fact: string, now: number): boolean {
  const { digest, until } = setupFact.parse(JSON.parse(fact));
  return timingSafeEqual(Buffer.from(codeDigest(code)), Buffer.from(digest)) && now < until;
}

/** As typed in: case, blanks and dashes do not count. */
function codeDigest(code: string): string {
  return sm3Hex(code.toUpperCase().replace(/[^0-9A-Z]/g, ''));
}

function contextOf(name: string): string {
  return `operator:${name}`;
}
