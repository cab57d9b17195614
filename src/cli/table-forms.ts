import { readFileSync } from 'node:fs';
import { BUSINESS_COLUMNS } from '../channels/table/columns.ts';
import type { TableForm } from '../channels/table/create-tables.ts';
import { loadRules, type RuleFolders } from '../rules/load-rules.ts';
import { type RuleFile, readRuleFile } from '../rules/rule-file.ts';

const USUAL_LENGTH = 255;
const FROM_TABLE_B1: ReadonlySet<string> = new Set(BUSINESS_COLUMNS);

/** A table for each kind of data of an edition, with the members of its rule file; none where there is no such edition. */
export function tableForms(folders: RuleFolders, edition: string): readonly TableForm[] {
  return loadRules(folders)
    .status()
    .filter(({ standard, state }) => standard === edition && state === 'enabled')
    .map(({ name, file }) => formOf(name, readRuleFile(readFileSync(file, 'utf8'))));
}

function formOf(table: string, { title, properties }: RuleFile): TableForm {
  const columns = Object.entries(properties)
    .filter(([name]) => !FROM_TABLE_B1.has(name))
    .map(([name, member]) => ({ name, title: member.title, length: lengthOf(member['maxLength']) }));
  return { table, title, columns };
}

function lengthOf(maxLength: unknown): number {
  return typeof maxLength === 'number' ? maxLength : USUAL_LENGTH;
}
