import { readFileSync } from 'node:fs';

type JsonRecord = Readonly<Record<string, unknown>>;

interface RuleFile {
  readonly 'x-primaryKey': readonly string[];
  readonly 'x-examples': { readonly good: readonly JsonRecord[] };
}

let serial = 0;

/** A valid record of a kind of data under a key of its own: the rule file's first good example. */
export function sampleRecord(
  ruleSet: `${'s1' | 's2'}/${string}` = 's1/0101',
  changed: JsonRecord = {},
): JsonRecord {
  const file = `src/standards/special-equipment/rules/${ruleSet}.json`;
  const rules = JSON.parse(readFileSync(file, 'utf8')) as RuleFile;
  const [sample] = rules['x-examples'].good;
  const key = rules['x-primaryKey'][0]!;
  serial += 1;
  const digits = `${process.pid % 1000}`.padStart(3, '0') + `${serial}`.padStart(5, '0');
  return { ...sample, [key]: String(sample![key]).slice(0, -8) + digits, ...changed };
}
