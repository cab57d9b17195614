import type { MemberSchema, OperationSchema } from './operation-schema.ts';

const TYPES: Readonly<Record<string, string>> = {
  string: '字符串',
  integer: '整数',
  number: '数值',
  boolean: '布尔值',
  array: '数组',
  object: '对象',
  null: '空值',
};

export type MemberRow = readonly string[];

/** The head of a table of members. */
export const MEMBER_HEAD = ['参数', '名称', '类型', '必填', '约束', '说明'] as const;

/** A row for each member: name, title, type, whether it must be there, form, description. */
export function memberRows({ properties, required }: OperationSchema): readonly MemberRow[] {
  return Object.entries(properties).map(([name, member]) => memberRow(name, member, required.includes(name)));
}

/** The row of one member. */
export function memberRow(name: string, member: MemberSchema, required: boolean): MemberRow {
  return [
    name,
    member.title ?? '',
    typeName(member),
    required ? '是' : '否',
    constraints(member).join('；'),
    member.description ?? '',
  ];
}

function typeName(member: MemberSchema): string {
  if (member.anyOf) return [...new Set(member.anyOf.map(typeName))].join('或');
  if (member.type === 'array' && member.items?.type) return `${typeName(member.items)}数组`;
  return TYPES[member.type ?? ''] ?? '任意';
}

function constraints(member: MemberSchema): string[] {
  return [
    ...(member.enum ? [`取值${member.enum.map(String).join('、')}`] : []),
    ...(member.const !== undefined ? [`固定为${String(member.const)}`] : []),
    ...(member.pattern !== undefined ? [member['x-form'] ?? `格式${member.pattern}`] : []),
    ...range('长度', member.minLength, member.maxLength),
    ...range('值', member.minimum, member.maximum),
    ...(member.default !== undefined ? [`默认${String(member.default)}`] : []),
  ];
}

function range(what: string, least: number | undefined, most: number | undefined): string[] {
  if (least === undefined && most === undefined) return [];
  if (least === most) return [`${what}${least}`];
  if (most === undefined) return [`${what}不小于${least}`];
  return [least === undefined ? `${what}不大于${most}` : `${what}${least}至${most}`];
}
