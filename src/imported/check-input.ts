import { Ajv2020, type ErrorObject, type ValidateFunction } from 'ajv/dist/2020.js';
import { ExchangeError } from '../envelope/exchange-error.ts';
import type { StructureSchema } from '../envelope/operation.ts';
import { tolerantPattern } from './tolerant-pattern.ts';

/** Throws BAD_PARAMETER when members are not what the operation takes; `input` is the JSON text of their object. */
export type CheckInput = (input: string) => void;

/** Makes the checks of one service's operations; each is compiled when it is first needed. */
export type CreateCheck = (input: StructureSchema) => CheckInput;

/** Beyond it a list of allowed values is cut short. */
const MOST_VALUES = 20;
const LONGEST_NAME = 64;

const TYPES: Readonly<Record<string, string>> = {
  string: '字符串',
  number: '数值',
  integer: '整数',
  boolean: '布尔值',
  object: '对象',
  array: '数组',
  null: '空值',
};

/** What was expected, by JSON Schema keyword; never a value of the message, never a pattern. */
const EXPECTED: Readonly<Record<string, (params: Readonly<Record<string, unknown>>) => string>> = {
  required: () => '必填，不能缺少',
  additionalProperties: () => '不是接口约定的参数，请删除',
  type: ({ type }) =>
    `应为${[type]
      .flat()
      .map((one) => TYPES[String(one)] ?? String(one))
      .join('或')}`,
  enum: ({ allowedValues }) => `应为以下之一：${valueList(allowedValues)}`,
  minLength: ({ limit }) => (limit === 1 ? '不能为空' : `不应少于${limit}个字符`),
  maxLength: ({ limit }) => `不应超过${limit}个字符`,
  minimum: ({ limit }) => `应不小于${limit}`,
  maximum: ({ limit }) => `应不大于${limit}`,
  minItems: ({ limit }) => `不应少于${limit}项`,
  maxItems: ({ limit }) => `不应超过${limit}项`,
  pattern: () => '不符合约定的格式',
};

/**
 * Checks by JSON Schema 2020-12, where formats are only told. Numbers are compared as doubles; what goes on to the
 * provider are the digits that came.
 */
export function createChecks(): CreateCheck {
  const regExp = Object.assign((pattern: string) => tolerantPattern(pattern), { code: 'tolerantPattern' });
  const ajv = new Ajv2020({
    strict: false,
    ownProperties: true,
    validateFormats: false,
    logger: false,
    code: { regExp },
  });
  return (input) => {
    let validate: ValidateFunction | undefined;
    return (text) => {
      validate ??= ajv.compile(withoutNotes(input));
      if (!validate(JSON.parse(text))) throw badInput(validate.errors ?? []);
    };
  };
}

/** The refusal of a member, by its path. */
export function badMember(member: string, expected: string): ExchangeError {
  const message = `请求参数错误：${member} ${expected}`;
  return new ExchangeError('BAD_PARAMETER', { message, details: [{ member, message: expected }] });
}

/** `default` and `format` decide nothing here, and a foreign `$id` must not make names of our own compiler. */
function withoutNotes(schema: StructureSchema): StructureSchema {
  const { title: _, description: __, ...rest } = schema;
  return rest;
}

/** Of several faults (alternatives report each of theirs) the one that lies deepest tells most. */
function badInput(errors: readonly ErrorObject[]): ExchangeError {
  const telling = errors.filter(({ params }) => params['type'] !== 'null');
  const [first] = [...(telling.length > 0 ? telling : errors)].sort((one, other) => rank(other) - rank(one));
  const expected = EXPECTED[first!.keyword]?.(first!.params) ?? '不符合接口约定';
  return badMember(pathOf(first!), expected);
}

function rank({ instancePath, keyword }: ErrorObject): number {
  const choice = keyword === 'anyOf' || keyword === 'oneOf';
  return 2 * instancePath.split('/').length - (choice ? 1 : 0);
}

/** `lines[0].price`, the missing or unknown member included. */
function pathOf({ instancePath, params }: ErrorObject): string {
  const named: unknown = params['missingProperty'] ?? params['additionalProperty'];
  const steps = instancePath
    .split('/')
    .slice(1)
    .map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'));
  if (typeof named === 'string') steps.push(named);
  return steps.reduce((path, step) => {
    if (path !== '' && /^\d+$/.test(step)) return `${path}[${step}]`;
    const name = step.slice(0, LONGEST_NAME);
    return path === '' ? name : `${path}.${name}`;
  }, '');
}

function valueList(values: unknown): string {
  const all = Array.isArray(values) ? values : [];
  const told = all.slice(0, MOST_VALUES).map((value) => String(value).slice(0, LONGEST_NAME));
  return `${told.join('、')}${all.length > MOST_VALUES ? '……' : ''}`;
}
