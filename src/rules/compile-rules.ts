import type { Item } from '../envelope/envelope.ts';
import type { RuleSet } from '../envelope/rule-set.ts';
import { checkBatch, FAULT_LIMITS, type FaultLimits } from './check-batch.ts';
import { type Compile, keySchemaOf, schemaOf, type Validators } from './compilers.ts';
import { explainFaults, type Fault } from './explain-fault.ts';
import { maskMembers } from './mask-members.ts';
import { recordKey } from './record-key.ts';
import type { RuleFile } from './rule-file.ts';

/** A longer record is told its first fault only: every fault of a hostile one would fill the memory. */
const LONGEST_TOLD_WHOLE = 65_536;

/** Makes a rule set of a rule file; throws when the file is no JSON Schema that ajv's strict mode takes. */
export function compileRules(
  id: Pick<RuleSet, 'standard' | 'name'>,
  file: RuleFile,
  compile: Compile,
  limits: FaultLimits = FAULT_LIMITS,
): RuleSet {
  const key = recordKey(file);
  const sensitive = new Map(Object.entries(file['x-sensitive']));
  const inspector = (validators: Validators) => (item: Item) => [
    ...inspect(item, validators, file),
    ...key.faults(item),
  ];
  const inspectRecord = inspector(compile(schemaOf(file)));
  const inspectKey = inspector(compile(keySchemaOf(file)));
  return {
    ...id,
    title: file.title,
    primaryKey: file['x-primaryKey'],
    region: file['x-region'],
    timestamp: file['x-timestamp'],
    indexed: file['x-index'],
    sensitive: [...sensitive.keys()],
    check: (items) => checkBatch(items, inspectRecord, key, limits),
    checkKeys: (items) => checkBatch(items, inspectKey, key, limits),
    normalize: (items) => ({ items, warnings: [] }),
    keyOf: key.of,
    mask: (text) => maskMembers(text, sensitive),
  };
}

function inspect(item: Item, validators: Validators, file: RuleFile): readonly Fault[] {
  if (validators.first(item.value)) return [];
  const long = item.text.length > LONGEST_TOLD_WHOLE;
  if (!long) validators.all(item.value);
  return explainFaults((long ? validators.first : validators.all).errors ?? [], file);
}
