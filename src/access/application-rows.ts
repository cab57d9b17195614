import type { Insertable, Selectable } from 'kysely';
import { z } from 'zod';
import type { Sealer } from '../crypto/seal.ts';
import type { Application } from '../envelope/application.ts';
import type { EditionRules } from '../envelope/standard.ts';
import type { ApplicationTable } from '../store/schema.ts';
import { type ApplicationSecrets, assemble, formOf, secretsOf } from './application-form.ts';
import { applicationInput } from './application-input.ts';
import { parseInput } from './faults.ts';

const secretsSchema: z.ZodType<ApplicationSecrets> = z.strictObject({
  keys: z.array(z.strictObject({ value: z.string(), notAfter: z.string().optional() })).min(1),
  ownPrivateKey: z.string().optional(),
  cipherKey: z.string().optional(),
  passwordDigest: z.string().optional(),
  disabledAt: z.string().optional(),
});

/** Writes an application as its row, but for when it was created: settings to read, secrets sealed for its id. */
export function rowOf(
  application: Application,
  sealer: Sealer,
  changedAt: string,
): Omit<Insertable<ApplicationTable>, 'created_at'> {
  return {
    id: application.id,
    settings: JSON.stringify(formOf(application)),
    sealed: sealer.seal(JSON.stringify(secretsOf(application)), application.id),
    changed_at: changedAt,
  };
}

/** Reads a row; throws with the application's id when it is damaged or sealed under another key. */
export function applicationOf(
  row: Selectable<ApplicationTable>,
  sealer: Sealer,
  editions: Readonly<Record<string, EditionRules>>,
): Application {
  try {
    const secrets = parseInput(secretsSchema, JSON.parse(sealer.open(row.sealed, row.id)));
    const settings: unknown = JSON.parse(row.settings);
    const form = parseInput(applicationInput(editions), withKey(settings, secrets.keys[0]!.value));
    if (form.id !== row.id) throw new Error('the row belongs to another application');
    return assemble(form, secrets);
  } catch (cause) {
    throw new Error(`application ${row.id} cannot be read: its row is damaged or sealed under another key`, {
      cause,
    });
  }
}

/** Settings with the signing key in its place, as an operator would have written them. */
export function withKey(settings: unknown, key: string): unknown {
  const form = settings as { readonly sign?: object };
  return { ...form, sign: { ...form.sign, key } };
}
