import { type TableSettings, tableSettings } from '../channels/table/settings.ts';
import { closestName } from '../config/closest-name.ts';
import type { Config } from '../config/schema.ts';
import type { Standard } from '../envelope/standard.ts';
import { createStandards } from '../standards/standards.ts';
import { kindsOfEdition } from './kinds-of-edition.ts';

/** What the front-end databases' `tables` and `full` name that no message can, each by the path of the setting. */
export function inspectTableKinds(config: Config): readonly string[] {
  const { table } = config.channels;
  if (table === undefined) return [];
  const standards = createStandards(config.limits, config.standards);
  return tableSettings.parse(table).flatMap((settings, index) => {
    const standard = standards.find((candidate) => candidate.standard === settings.standard);
    if (standard === undefined) return [];
    const codes = codesByKind(config, standard);
    const wrong = [...inspectTables(settings, codes), ...inspectFull(settings, codes)];
    return wrong.map((problem) => `channels.table[${index}]${problem}`);
  });
}

type FrontSettings = TableSettings[number];

/** What messages call the kinds of data that have a rule file, in whichever edition. */
type CodesByKind = ReadonlyMap<string, ReadonlySet<string>>;

function codesByKind(config: Config, standard: Standard): CodesByKind {
  const codes = new Map<string, Set<string>>();
  for (const edition of Object.keys(standard.editions)) {
    const kinds = kindsOfEdition(config, standard, edition);
    for (const kind of kinds.filter((name) => standard.unreachable?.(edition, name) === undefined)) {
      const named = standard.codesOf?.(edition, kind).map(({ code }) => code) ?? [kind];
      codes.set(kind, new Set([...(codes.get(kind) ?? []), ...named]));
    }
  }
  return codes;
}

/** Every row of such a table would be refused. */
function inspectTables({ tables = {} }: FrontSettings, codes: CodesByKind): readonly string[] {
  const known = [...new Set([...codes.values()].flatMap((named) => [...named]))];
  return Object.entries(tables).flatMap(([table, code]) => {
    if (known.includes(code)) return [];
    const named = codes.get(code);
    const hint = named === undefined ? closest(code, known) : `; its codes are ${[...named].join(', ')}`;
    const source = known.every((name) => codes.has(name))
      ? expectedOf(known)
      : 'a business code of a kind of data that has a rule file';
    return [`.tables.${table}: expected ${source}, got ${JSON.stringify(code)}${hint}`];
  });
}

/** A kind of data with a wrong letter would make full uploads of it increments, and nobody would notice. */
function inspectFull({ full, tables }: FrontSettings, codes: CodesByKind): readonly string[] {
  const known = tables ? [...new Set(Object.values(tables))] : [...codes.keys()];
  const source = tables ? `a kind of data of tables (${known.join(', ')})` : expectedOf(known);
  return full.flatMap((kind, place) =>
    known.includes(kind)
      ? []
      : [`.full[${place}]: expected ${source}, got ${JSON.stringify(kind)}${closest(kind, known)}`],
  );
}

function expectedOf(kinds: readonly string[]): string {
  return `a kind of data that has a rule file (${kinds.join(', ')})`;
}

function closest(given: string, known: readonly string[]): string {
  const meant = closestName(given, known);
  return meant === undefined ? '' : `; did you mean ${meant}?`;
}
