import type { Chapter } from '../envelope/standard.ts';
import { FORMAT_TEXTS, TYPE_TEXTS } from './fault-endings.ts';
import type { RuleFile } from './rule-file.ts';

type Member = RuleFile['properties'][string] & {
  readonly description?: string;
  readonly enum?: readonly unknown[];
  readonly pattern?: string;
  readonly minLength?: number;
  readonly maxLength?: number;
};

const HEAD = ['数据项', '名称', '类型', '必填', '要求', '敏感'] as const;

/** Tells partners what a record of one kind of data looks like, in Chinese, from the rules that will check it. */
export function describeRules(standard: string, name: string, file: RuleFile): Chapter {
  const indexed = file['x-index'];
  return {
    title: `业务参数：${standard.toUpperCase()} ${name} ${file.title}`,
    paragraphs: [
      `主键：${file['x-primaryKey'].join('、')}。${indexed.length > 0 ? `还可按${indexed.join('、')}查询。` : ''}`,
      ...conditionsOf(file),
      `依据：${file['x-source']}`,
    ],
    table: { head: HEAD, rows: Object.entries(file.properties).map((entry) => rowOf(file, entry)) },
  };
}

function rowOf(file: RuleFile, [name, member]: [string, Member]): readonly string[] {
  return [
    name,
    member.title,
    [member.type]
      .flat()
      .map((type) => TYPE_TEXTS[type] ?? type)
      .join('或'),
    file.required.includes(name) ? '是' : '否',
    demandsOf(member).join('；'),
    file['x-sensitive'][name] === undefined ? '' : '查询时脱敏',
  ];
}

/** A pattern is told by its description: partners read sentences, the schema keeps the expression. */
function demandsOf(member: Member): readonly string[] {
  const { description, enum: values, format, pattern, minLength, maxLength } = member;
  return [
    ...(description !== undefined ? [description] : pattern !== undefined ? [`格式${pattern}`] : []),
    ...(values ? [`取值${values.map(String).join('、')}`] : []),
    ...(format !== undefined && description === undefined ? [FORMAT_TEXTS[format] ?? format] : []),
    ...(minLength !== undefined && minLength > 1 ? [`至少${minLength}个字符`] : []),
    ...(maxLength !== undefined ? [`至多${maxLength}个字符`] : []),
  ];
}

interface Branch {
  readonly required?: readonly string[];
  readonly properties?: Readonly<
    Record<string, { readonly const?: unknown; readonly enum?: readonly unknown[] }>
  >;
}

interface Condition {
  readonly description?: string;
  readonly then?: Branch;
  readonly else?: Branch;
}

/** What depends on other members, where the file says so in words. */
function conditionsOf(file: RuleFile): readonly string[] {
  const conditions = Array.isArray(file['allOf']) ? (file['allOf'] as readonly Condition[]) : [];
  return conditions.flatMap(({ description, then, else: otherwise }) =>
    description === undefined || then === undefined
      ? []
      : [`${description}，${branchText(then)}${otherwise ? `；否则${branchText(otherwise)}` : ''}。`],
  );
}

function branchText({ required, properties = {} }: Branch): string {
  const values = Object.entries(properties).map(([name, member]) => {
    const allowed = member.enum ?? (member.const === undefined ? [] : [member.const]);
    return allowed.length > 0 ? `${name}应为${allowed.map(String).join('或')}` : `${name}的格式另有要求`;
  });
  return [...(required ? [`必须填写${required.join('、')}`] : []), ...values].join('，') || '另有要求';
}
