import type { ErrorObject } from 'ajv';

/** Beyond it a list of allowed values is cut short. */
const MOST_VALUES = 20;
/** The types of JSON Schema, in Chinese. */
export const TYPE_TEXTS: Readonly<Record<string, string>> = {
  string: '字符串',
  number: '数值',
  integer: '整数',
  boolean: '布尔值',
  object: '对象',
  array: '数组',
  null: '空值',
};
/** What a text of each format looks like, in Chinese. */
export const FORMAT_TEXTS: Readonly<Record<string, string>> = {
  date: 'YYYY-MM-DD形式的有效日期',
  timestamp: 'YYYY-MM-DD HH:mm:ss形式的有效时间',
  region: 'GB/T 2260规定的6位数字行政区划代码',
  'credit-code': 'GB 32100规定的18位统一社会信用代码（含校验码）',
  'identity-number': 'GB 11643规定的18位公民身份号码（含校验码）',
  email: '电子邮件地址',
  uri: '网址',
  uuid: 'UUID',
};

type Params = Readonly<Record<string, unknown>>;
/** The end of a sentence that begins with the member's title; never shows the value. */
type Ending = (params: Params, error: ErrorObject) => string;

const atLeast: Ending = (params) => `应不小于${params['limit']}`;
const atMost: Ending = (params) => `应不大于${params['limit']}`;

/** By JSON Schema keyword. */
const ENDINGS: Readonly<Record<string, Ending>> = {
  required: () => '为必填项，缺少该数据项',
  dependentRequired: (params) => `为必填项，因为已填写${params['property']}`,
  additionalProperties: () => '不是本类数据的数据项，不予接收',
  unevaluatedProperties: () => '不是本类数据的数据项，不予接收',
  type: (params, error) => `类型应为${typesOf(params['type'])}，实为${typeOf(error.data)}`,
  pattern: (_, error) => badForm(descriptionOf(error)),
  format: (params, error) => badForm(descriptionOf(error) ?? FORMAT_TEXTS[String(params['format'])]),
  enum: (params) => `取值不在允许范围内，应为以下之一：${listOf(params['allowedValues'])}`,
  const: (params) => `取值不正确，应为“${shown(params['allowedValue'])}”`,
  minLength: (params) => (params['limit'] === 1 ? '不应为空' : `长度不应少于${params['limit']}个字符`),
  maxLength: (params) => `长度不应超过${params['limit']}个字符`,
  minimum: atLeast,
  maximum: atMost,
  exclusiveMinimum: (params) => `应大于${params['limit']}`,
  exclusiveMaximum: (params) => `应小于${params['limit']}`,
  multipleOf: (params) => `应为${params['multipleOf']}的整数倍`,
  minItems: (params) => `不应少于${params['limit']}项`,
  maxItems: (params) => `不应超过${params['limit']}项`,
  uniqueItems: () => '不应含有重复项',
  minProperties: (params) => `不应少于${params['limit']}个数据项`,
  maxProperties: (params) => `不应超过${params['limit']}个数据项`,
  'false schema': () => '不应填写',
};

/** The rest of the sentence that begins with the member's title: what was expected. */
export function endingOf(error: ErrorObject): string {
  const ending = ENDINGS[error.keyword];
  return ending?.(error.params, error) ?? `不符合规则：${descriptionOf(error) ?? error.keyword}`;
}

/** An expression says nothing to most readers: where a file has no words for its form, the interface document shows it. */
function badForm(expected: string | undefined): string {
  return expected === undefined ? '格式不正确，请对照接口文档' : `格式不正确，应为${expected}`;
}

function descriptionOf(error: ErrorObject): string | undefined {
  const description: unknown = error.parentSchema?.['description'];
  return typeof description === 'string' ? description : undefined;
}

function typesOf(type: unknown): string {
  return [type]
    .flat()
    .map((name) => TYPE_TEXTS[String(name)] ?? String(name))
    .join('或');
}

function typeOf(value: unknown): string {
  if (value === null) return TYPE_TEXTS['null']!;
  return TYPE_TEXTS[Array.isArray(value) ? 'array' : typeof value] ?? typeof value;
}

function listOf(values: unknown): string {
  const all = [values].flat();
  const told = all
    .slice(0, MOST_VALUES)
    .map((value) => `“${shown(value)}”`)
    .join('、');
  return all.length > MOST_VALUES ? `${told}等${all.length}种` : told;
}

function shown(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}
