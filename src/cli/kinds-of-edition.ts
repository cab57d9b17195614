import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Config } from '../config/schema.ts';
import type { Standard } from '../envelope/standard.ts';

/** The kinds of data of an edition that have a rule file, built in or of the operator. */
export function kindsOfEdition(
  { rules: { folder } }: Pick<Config, 'rules'>,
  standard: Pick<Standard, 'rules'>,
  edition: string,
): readonly string[] {
  const folders = [standard.rules, ...(folder === undefined ? [] : [folder])]
    .map((place) => join(place, edition))
    .filter((place) => existsSync(place));
  const files = folders.flatMap((place) => readdirSync(place)).filter((file) => file.endsWith('.json'));
  return [...new Set(files.map((file) => file.slice(0, -'.json'.length)))].sort();
}
