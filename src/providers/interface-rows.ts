import type { Insertable, Selectable } from 'kysely';
import { z } from 'zod';
import { parseInput } from '../access/faults.ts';
import type { Sealer } from '../crypto/seal.ts';
import type { EditionRules } from '../envelope/standard.ts';
import type { InterfaceTable } from '../store/schema.ts';
import { INTERFACE_STATES, type Interface, type TestReport } from './interface.ts';
import { formOf, type InterfaceForm, joinSecrets, secretsOf } from './interface-form.ts';
import { interfaceInput } from './interface-input.ts';
import type { ServiceFacts } from './service-facts.ts';

const secretsSchema = z.strictObject({
  key: z.string().optional(),
  ownPrivateKey: z.string().optional(),
  cipherKey: z.string().optional(),
  headers: z.record(z.string(), z.string()).optional(),
});
const sealedSchema = z.strictObject({ written: secretsSchema, proven: secretsSchema.optional() });

/** What the column `settings` holds; the gateway alone writes it. */
interface Kept {
  readonly written: InterfaceForm;
  readonly proven?: { readonly settings: InterfaceForm; readonly facts: ServiceFacts };
  readonly report?: TestReport;
  readonly enabledAt?: string;
}

/** Writes an interface as its row: settings to read, secrets sealed for its id. */
export function rowOf(one: Interface, sealer: Sealer): Insertable<InterfaceTable> {
  const { id, state, notice, written, proven, report, enabledAt, createdAt, changedAt } = one;
  const kept: Kept = {
    written: formOf(written),
    ...(proven && { proven: { settings: formOf(proven.settings), facts: proven.facts } }),
    ...(report && { report }),
    ...(enabledAt && { enabledAt }),
  };
  const secrets = {
    written: secretsOf(written),
    ...(proven && { proven: secretsOf(proven.settings) }),
  };
  return {
    id,
    settings: JSON.stringify(kept),
    sealed: sealer.seal(JSON.stringify(secrets), contextOf(id)),
    state,
    notice: notice ?? null,
    created_at: createdAt,
    changed_at: changedAt,
  };
}

/** Reads a row; throws with the interface's id when it is damaged or sealed under another key. */
export function interfaceOf(
  row: Selectable<InterfaceTable>,
  sealer: Sealer,
  editions: Readonly<Record<string, EditionRules>>,
): Interface {
  try {
    const secrets = parseInput(sealedSchema, JSON.parse(sealer.open(row.sealed, contextOf(row.id))));
    const { written, proven, report, enabledAt } = JSON.parse(row.settings) as Kept;
    const read = (form: InterfaceForm, own: z.output<typeof secretsSchema>) =>
      parseInput(interfaceInput(editions), joinSecrets(form, own as Parameters<typeof joinSecrets>[1]));
    return {
      id: row.id,
      state: parseInput(z.enum(INTERFACE_STATES), row.state),
      ...(row.notice !== null && { notice: row.notice }),
      written: read(written, secrets.written),
      ...(proven && {
        proven: { settings: read(proven.settings, secrets.proven ?? {}), facts: proven.facts },
      }),
      ...(report && { report }),
      ...(enabledAt && { enabledAt }),
      createdAt: row.created_at,
      changedAt: row.changed_at,
    };
  } catch (cause) {
    throw new Error(`interface ${row.id} cannot be read: its row is damaged or sealed under another key`, {
      cause,
    });
  }
}

/** Other rows are sealed for ids too; what was sealed for one of those must not open here. */
function contextOf(id: string): string {
  return `interface ${id}`;
}
