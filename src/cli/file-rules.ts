import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Config, configSchema } from '../config/schema.ts';
import { memberTitles } from '../rules/member-titles.ts';
import { nameByTitles } from '../rules/name-by-titles.ts';
import { type RuleFile, readRuleFile } from '../rules/rule-file.ts';
import { createBusinessCodes } from '../standards/dual-prevention/business-codes.ts';
import { createStandards } from '../standards/standards.ts';
import { readItems } from '../text/json.ts';
import { CommandError } from './command-error.ts';
import { EXIT } from './exit-code.ts';

export type Edition = 's1' | 's2' | 's5';

/** A name in a path, and nothing else. */
const KIND = /^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$/;

/** The rule file of a kind of data, by its name or a code that means it; the operator's own before the built-in one. */
export function ruleFileOf(
  { limits, rules }: Pick<Config, 'limits' | 'rules'>,
  edition: Edition,
  kind: string,
): RuleFile | undefined {
  const standard = createStandards(limits).find(({ editions }) => Object.hasOwn(editions, edition));
  if (standard === undefined || !KIND.test(kind)) return undefined;
  const meant = standard.ruleSetOf?.(edition, kind) ?? createBusinessCodes({}).txcodes.get(kind) ?? kind;
  const folders = [...(rules.folder === undefined ? [] : [rules.folder]), standard.rules];
  const found = folders
    .map((folder) => join(folder, edition, `${meant}.json`))
    .find((file) => existsSync(file));
  return found === undefined ? undefined : readRules(found);
}

function readRules(file: string): RuleFile {
  try {
    return readRuleFile(readFileSync(file, 'utf8'));
  } catch (error) {
    const why = error instanceof Error ? error.message : 'it cannot be read';
    throw new CommandError(EXIT.usage, `the rule file ${file} cannot be used: ${why}`);
  }
}

/**
 * The records of a file with each column that goes by a Chinese title under its member's name, as far as the built-in
 * rule file knows it: the gateway reads titles in files, and names alone in messages.
 */
export function nameColumns(records: string, edition: Edition, kind: string): string {
  const file = ruleFileOf(configSchema.parse({}), edition, kind);
  if (file === undefined) return records;
  const named = nameByTitles(readItems(records), memberTitles(file));
  return `[${named.map(({ text }) => text).join(',')}]`;
}
