import { timingSafeEqual } from 'node:crypto';
import type { Kysely } from 'kysely';
import { z } from 'zod';
import { sm3Hex } from '../crypto/digest.ts';
import { randomSetupCode } from '../crypto/random-secret.ts';
import { ExchangeError } from '../envelope/exchange-error.ts';
import type { Tables } from '../store/schema.ts';
import { typedCode } from './typed-code.ts';

const SETUP_FACT = 'setup';
const SETUP_MILLISECONDS = 24 * 3_600_000;
const setupFact = z.object({ digest: z.string(), until: z.number() });

/** A new one-time code for the first operator, valid 24 hours, instead of any earlier one; only its digest is kept. */
export async function issueSetupCode(database: Kysely<Tables>, now: number): Promise<string> {
  const code = randomSetupCode();
  const value = JSON.stringify({ digest: digestOf(code), until: now + SETUP_MILLISECONDS });
  await database
    .insertInto('fact')
    .values({ name: SETUP_FACT, value })
    .onConflict((conflict) => conflict.column('name').doUpdateSet({ value }))
    .execute();
  return code;
}

/** What is stored of the code, where it is the right one; throws TOKEN_INVALID when it is wrong, used or too old. */
export async function checkSetupCode(database: Kysely<Tables>, code: string, now: number): Promise<string> {
  const query = database.selectFrom('fact').select('value').where('name', '=', SETUP_FACT);
  const fact = (await query.executeTakeFirst())?.value;
  if (!fact || !opens(code, fact, now)) throw new ExchangeError('TOKEN_INVALID');
  return fact;
}

/** Takes the code away: what was stored of it, once, or whatever code there may be. */
export async function endSetupCode(database: Kysely<Tables>, fact?: string): Promise<boolean> {
  const deletion = database.deleteFrom('fact').where('name', '=', SETUP_FACT);
  const { numDeletedRows } = await (fact === undefined
    ? deletion
    : deletion.where('value', '=', fact)
  ).executeTakeFirst();
  return numDeletedRows === 1n;
}

function opens(code: string, fact: string, now: number): boolean {
  const { digest, until } = setupFact.parse(JSON.parse(fact));
  return timingSafeEqual(Buffer.from(digestOf(code)), Buffer.from(digest)) && now < until;
}

function digestOf(code: string): string {
  return sm3Hex(typedCode(code));
}
