import type { Item } from '../envelope/envelope.ts';
import type { RuleSet } from '../envelope/rule-set.ts';
import { checkBatch, FAULT_LIMITS, type FaultLimits } from './check-batch.ts';
import { type Compile, keySchemaOf, schemaOf, type Validators } from './compilers.ts';
import { explainFaults, type Fault } from './explain-fault.ts';
import { maskMembers, type SensitiveKinds } from './mask-members.ts';
import { createNormalize } from './normalize-items.ts';
import { recordKey } from './record-key.ts';
import type { RuleFile } from './rule-file.ts';
import { type Spellings, spellingFaults } from './spelling-faults.ts';

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
  const perOwner = file['x-perOwner'];
  const kinds = sensitiveKinds(file);
  const inspector = (validators: Validators, spellings: Spellings) => (item: Item) => {
    const faults = [...inspect(item, validators, file), ...spellingFaults(item, spellings, file)];
    // What the file's own rules say of a key member is more precise: the same fault is told once.
    const more = key.faults(item).filter(({ member }) => !faults.some((fault) => fault.member === member));
    return more.length === 0 ? faults : [...faults, ...more];
  };
  const spellings = Object.entries(file['x-spellings']);
  const inspectRecord = inspector(compile(schemaOf(file)), spellings);
  const ofKey = spellings.filter(([, name]) => key.names.includes(name));
  const inspectKey = inspector(compile(keySchemaOf(file)), ofKey);
  return {
    ...id,
    title: file.title,
    primaryKey: file['x-primaryKey'],
    region: file['x-region'],
    timestamp: file['x-timestamp'],
    // Keys that are each sender's own are no values that a query could ask for: their members are.
    indexed: perOwner ? [...file['x-index'], ...key.names] : file['x-index'],
    perOwner,
    sensitive: Object.keys(file['x-sensitive']),
    check: (items) => checkBatch(items, inspectRecord, key, limits),
    checkKeys: (items) => checkBatch(items, inspectKey, key, limits),
    normalize: createNormalize(file),
    keyOf: key.of,
    tellKey: (item) => key.told(item) ?? '',
    mask: (text) => maskMembers(text, kinds),
  };
}

/**
 * What an unknown member holds nobody knows, so numbers that give a person away are masked in it. A provider may add
 * such a member also where the gateway itself would take none.
 */
function sensitiveKinds(file: RuleFile): SensitiveKinds {
  const sensitive = new Map(Object.entries(file['x-sensitive']));
  const isKnown = (name: string) => Object.hasOwn(file.properties, name);
  return { get: (name) => sensitive.get(name) ?? (isKnown(name) ? undefined : 'text') };
}

function inspect(item: Item, validators: Validators, file: RuleFile): readonly Fault[] {
  if (validators.first(item.value)) return [];
  const long = item.text.length > LONGEST_TOLD_WHOLE;
  if (!long) validators.all(item.value);
  return explainFaults((long ? validators.first : validators.all).errors ?? [], file);
}
