import { readFileSync } from 'node:fs';

type JsonRecord = Readonly<Record<string, unknown>>;

interface RuleFile {
  readonly 'x-primaryKey': readonly string[];
  readonly 'x-examples': { readonly good: readonly JsonRecord[] };
}

type RuleSetName = `${'s1' | 's2'}/${string}`;

let serial = 0;

const readRules = (ruleSet: RuleSetName) =>
  JSON.parse(readFileSync(`src/standards/special-equipment/rules/${ruleSet}.json`, 'utf8')) as RuleFile;

/** The first good example of a rule file, as it stands. */
export function goodExample(ruleSet: RuleSetName): JsonRecord {
  return readRules(ruleSet)['x-examples'].good[0]!;
}

/** A valid record of a kind of data under a key of its own: the rule file's first good example. */
export function sampleRecord(ruleSet: RuleSetName = 's1/0101', changed: JsonRecord = {}): JsonRecord {
  const rules = readRules(ruleSet);
  const [sample] = rules['x-examples'].good;
  const key = rules['x-primaryKey'][0]!;
  serial += 1;
  const digits = `${process.pid % 1000}`.padStart(3, '0') + `${serial}`.padStart(5, '0');
  return { ...sample, [key]: String(sample![key]).slice(0, -8) + digits, ...changed };
}
