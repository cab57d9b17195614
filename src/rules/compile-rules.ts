import type { Item } from '../envelope/envelope.ts';
import type { RuleSet } from '../envelope/rule-set.ts';
import { checkBatch, FAULT_LIMITS, FILE_FAULT_LIMITS } from './check-batch.ts';
import { type Compile, keySchemaOf, schemaOf, type Validators } from './compilers.ts';
import { explainFaults, type Fault } from './explain-fault.ts';
import { maskFaults } from './mask-faults.ts';
import { maskMembers, type SensitiveKinds } from './mask-members.ts';
import { memberTitles, readOnce } from './member-titles.ts';
import { createNormalize } from './normalize-items.ts';
import { type RecordKey, recordKey } from './record-key.ts';
import type { RuleFile } from './rule-file.ts';
import { spellingFaults } from './spelling-faults.ts';
import { titleFaults } from './title-faults.ts';

/** A longer record is told its first fault only: every fault of a hostile one would fill the memory. */
const LONGEST_TOLD_WHOLE = 65_536;
/** One more than are told of a record shows that there are more. */
const MOST_TOLD = 1 + Math.max(FAULT_LIMITS.record, FILE_FAULT_LIMITS.record);
/** The keywords that tell of a member that nobody knows. */
const UNKNOWN: ReadonlySet<string> = new Set(['additionalProperties', 'unevaluatedProperties']);

/** Makes a rule set of a rule file; throws when the file is no JSON Schema that ajv's strict mode takes. */
export function compileRules(
  id: Pick<RuleSet, 'standard' | 'name'>,
  file: RuleFile,
  compile: Compile,
): RuleSet {
  const key = recordKey(file);
  const titles = memberTitles(file);
  const perOwner = file['x-perOwner'];
  const kinds = sensitiveKinds(file);
  const checker = (validators: Validators, concerns: (name: string) => boolean): RuleSet['check'] => {
    const inspect = createInspect(validators, file, key, concerns);
    return (items, source) => {
      if (source?.fromFile !== true) return checkBatch(items, (item) => inspect(item), key, FAULT_LIMITS);
      const read = readOnce(titles);
      const inFile = (item: Item) =>
        inspect(item, [...titleFaults(item, read, file, concerns), ...maskFaults(item, file)]);
      return checkBatch(items, inFile, key, FILE_FAULT_LIMITS);
    };
  };
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
    check: checker(compile(schemaOf(file)), () => true),
    checkKeys: checker(compile(keySchemaOf(file)), (name) => key.names.includes(name)),
    normalize: createNormalize(file, titles),
    keyOf: key.of,
    tellKey: (item) => key.told(item) ?? '',
    mask: (text) => maskMembers(text, kinds),
  };
}

/** All faults of one record but that of its key in a batch; those of its columns are told already. */
type Inspect = (item: Item, columns?: readonly Fault[]) => readonly Fault[];

/** `concerns` tells whose spellings matter. */
function createInspect(
  validators: Validators,
  file: RuleFile,
  key: RecordKey,
  concerns: (name: string) => boolean,
): Inspect {
  const spellings = Object.entries(file['x-spellings']).filter(([, name]) => concerns(name));
  return (item, columns = []) => {
    const names = [...columns, ...spellingFaults(item, spellings, file)];
    const most = MOST_TOLD + names.length;
    const faults = withNames(names, schemaFaults(item, validators, file, most));
    // What the file's own rules say of a key member is more precise: the same fault is told once.
    const more = key.faults(item).filter(({ member }) => !faults.some((fault) => fault.member === member));
    return more.length === 0 ? faults : [...faults, ...more];
  };
}

/** Where a name that is no member's own is at fault, that says more than that it is unknown. */
function withNames(names: readonly Fault[], faults: readonly Fault[]): readonly Fault[] {
  if (names.length === 0) return faults;
  const told = new Set(names.map(({ member }) => member));
  const isTold = ({ rule, member }: Fault) => UNKNOWN.has(rule) && told.has(member);
  return [...faults.filter((fault) => !isTold(fault)), ...names];
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

function schemaFaults(item: Item, validators: Validators, file: RuleFile, most: number): readonly Fault[] {
  if (validators.first(item.value)) return [];
  const long = item.text.length > LONGEST_TOLD_WHOLE;
  if (!long) validators.all(item.value);
  return explainFaults((long ? validators.first : validators.all).errors ?? [], file, most);
}
