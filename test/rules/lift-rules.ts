import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { compileRules } from '../../src/rules/compile-rules.ts';
import { createCompile } from '../../src/rules/compilers.ts';
import { readRuleFile } from '../../src/rules/rule-file.ts';
import { readItems } from '../../src/text/json.ts';

/** A small rule file that uses every word of the vocabulary. */
export const LIFT = JSON.parse(readFileSync(join(import.meta.dirname, 'lift-rules.json'), 'utf8'));

export type LiftRecord = Record<string, unknown>;

/** A record of the file above that has no fault. */
export const GOOD: LiftRecord = { code: 'LIFT1', part: 'A', state: '在用', floors: 9 };

export const liftText = (changes: object = {}) => JSON.stringify({ ...LIFT, ...changes });

export function compileLift(changes: object = {}) {
  return compileRules({ standard: 's9', name: 'lift' }, readRuleFile(liftText(changes)), createCompile());
}

export const itemsOf = (...records: readonly LiftRecord[]) => readItems(JSON.stringify(records));
