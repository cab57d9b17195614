import type { z } from 'zod';
import type {
  RecordCall,
  RecordDeed,
  RecordField,
  RecordForms,
  RecordKind,
} from '../console/records/record-forms.ts';
import type { RecordGate } from '../console/records/record-gate.ts';
import type { MountedService } from '../envelope/http-channel.ts';
import type { Exchange } from '../envelope/raw-message.ts';
import type { RuleSet } from '../envelope/rule-set.ts';
import type { Standard } from '../envelope/standard.ts';
import type { RowChange, TableForm } from '../envelope/table-form.ts';
import { createWeightGate, FILES_UNDER_WAY } from '../record-files/weight-gate.ts';
import { describeRules } from '../rules/describe-rules.ts';
import type { Rules } from '../rules/load-rules.ts';
import type { RuleFile } from '../rules/rule-file.ts';

export interface RecordGateParts {
  readonly standards: readonly Standard[];
  readonly services: readonly MountedService[];
  readonly rules: Rules;
  readonly exchange: Exchange;
}

/** Lets the console send files of records; what can be chosen there is told by standards and rule files. */
export function createRecordGate({ standards, services, rules, exchange }: RecordGateParts): RecordGate {
  const spoken = (edition: string) => standards.find(({ editions }) => Object.hasOwn(editions, edition));
  return {
    service: ({ standard: edition }) => {
      const name = spoken(edition)?.standard;
      return services.find(({ standard }) => standard === name);
    },
    forms: ({ standard: edition }) => {
      const standard = spoken(edition);
      return standard?.inTables && formsOf(standard, standard.inTables, edition, rules);
    },
    exchange,
    underWay: createWeightGate(FILES_UNDER_WAY),
  };
}

function formsOf(standard: Standard, form: TableForm, edition: string, rules: Rules): RecordForms {
  const kinds = rules
    .status()
    .filter(
      ({ standard: of, name }) => of === edition && standard.unreachable?.(edition, name) === undefined,
    );
  return {
    kindMember: form.kind,
    asked: form.source === undefined ? [] : [askedField(standard, form, form.source)],
    calls: callsOf(standard, form),
    kinds: kinds.flatMap(({ name }) => {
      const [set, file] = [rules.find(edition, name), rules.schema(edition, name)];
      return set && file ? [kindOf(standard, set, file)] : [];
    }),
  };
}

const DEEDS: Readonly<Record<RowChange, RecordDeed>> = { I: 'add', U: 'modify', D: 'delete' };

function callsOf({ operations }: Standard, { changes, full }: TableForm): readonly RecordCall[] {
  const told = Object.entries(DEEDS).map(([change, deed]) => ({ deed, ...changes[change as RowChange] }));
  const [question] = operations.filter(({ inFiles }) => inFiles?.answer);
  return [
    ...told,
    ...(full ? [{ deed: 'full', ...full } as const] : []),
    ...(question
      ? [{ deed: 'query', operation: question.name, members: question.inFiles!.question ?? {} } as const]
      : []),
  ].map(({ members = {}, ...call }) => ({ ...call, members }));
}

/** Operations tell their members as people read them (`x-form`), for the interface document too. */
function askedField({ operations }: Standard, { changes }: TableForm, name: string): RecordField {
  const { input } = operations.find((operation) => operation.name === changes.I.operation)!;
  const { title = name, 'x-form': hint = '' } = ((input.shape[name] as z.ZodType).meta() ?? {}) as {
    readonly title?: string;
    readonly 'x-form'?: string;
  };
  return { name, title, required: true, hint };
}

function kindOf(standard: Standard, set: RuleSet, file: RuleFile): RecordKind {
  const { name, title, primaryKey } = set;
  const fields = fieldsOf(set, file);
  return {
    name,
    title,
    primaryKey,
    codes: standard.codesOf?.(set.standard, name) ?? [{ code: name, title }],
    fields,
    criteria: [...askedMembers(set, fields), ...scopesOf(set)],
  };
}

type Member = RuleFile['properties'][string] & { readonly description?: string; readonly maxLength?: number };

function fieldsOf({ standard, name }: RuleSet, file: RuleFile): readonly RecordField[] {
  const rows = describeRules(standard, name, file).table?.rows ?? [];
  const demands = new Map(rows.map(([member = '', , , , demand = '']) => [member, demand]));
  return Object.entries<Member>(file.properties).map(
    ([member, { title, description, maxLength, ...rest }]) => {
      const values = rest.enum?.filter((value) => typeof value === 'string');
      return {
        name: member,
        title,
        required: file.required.includes(member),
        hint: values ? (description ?? '') : (demands.get(member) ?? ''),
        ...(values && { values }),
        ...(maxLength !== undefined && { maxLength }),
      };
    },
  );
}

/** Keys that are each sender's own are asked for by their members, which the rules index. */
function askedMembers({ primaryKey, indexed, perOwner }: RuleSet, fields: readonly RecordField[]) {
  const names = new Set(perOwner ? indexed : [...primaryKey, ...indexed]);
  return fields.filter(({ name }) => names.has(name)).map((field) => ({ ...field, required: false }));
}

const PERIOD_HINT = 'YYYY-MM-DD或YYYY-MM-DD HH:mm:ss';

/** What every question may name beside members, where the rules know of it. */
function scopesOf({ region, timestamp }: RuleSet): readonly RecordField[] {
  const scope = (name: string, title: string, hint: string) => ({ name, title, required: false, hint });
  return [
    ...(region === undefined ? [] : [scope('region', '行政区划', 'GB/T 2260代码，含下级')]),
    ...(timestamp === undefined
      ? []
      : [scope('beginTime', '开始时间', PERIOD_HINT), scope('endTime', '结束时间', PERIOD_HINT)]),
  ];
}
