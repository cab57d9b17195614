import type { HttpCall } from '../../outbound/http-caller.ts';
import { memberSources, writeMembers } from '../../text/json.ts';
import { isObject, type JsonObject, type JsonValue, readJsonValue } from '../../text/json-value.ts';
import { badMember } from '../check-input.ts';
import type { BodyPlan, ParameterPlan, RequestPlan } from './openapi-service.ts';
import {
  encodeComponent,
  plainText,
  writePathValue,
  writeQueryValue,
  writeSimple,
} from './write-parameter.ts';

const DEPTH = 64;
/** Longer ones are refused by common servers, each in its own way. */
const LONGEST_ADDRESS = 8000;

/** The HTTP request that members stand for. */
export function buildRequest(
  plan: RequestPlan,
  input: string,
  endpoint: string,
  own: Readonly<Record<string, string>>,
): HttpCall {
  const values = readJsonValue(input, { depth: DEPTH }) as JsonObject;
  const body = plan.body && writeBody(plan.body, input, values);
  const fixed = Object.fromEntries(Object.entries(own).map(([name, value]) => [name.toLowerCase(), value]));
  return {
    method: plan.method,
    url: addressOf(plan, values, endpoint),
    headers: {
      ...headersOf(plan.parameters, values),
      accept: 'application/json',
      ...fixed,
      ...(body !== undefined && { 'content-type': plan.body!.mediaType }),
    },
    body: body === undefined ? undefined : Buffer.from(body),
  };
}

function addressOf({ path, parameters }: RequestPlan, values: JsonObject, endpoint: string): string {
  const filled = path.replaceAll(/\{([^{}]*)\}/g, (_, name: string) => {
    const parameter = parameters.find((one) => one.in === 'path' && one.name === name)!;
    return pathText(parameter, given(values, parameter));
  });
  const query = parameters
    .filter((one) => one.in === 'query')
    .flatMap((one) => writeQueryValue(one, given(values, one)))
    .join('&');
  const address = `${endpoint.replace(/\/+$/, '')}${filled}${query === '' ? '' : `?${query}`}`;
  if (address.length > LONGEST_ADDRESS)
    throw badMember(parameters[0]?.member ?? '', '请求地址过长，请缩短查询条件');
  return address;
}

/** A segment of dots or of nothing would make another address of it. */
function pathText(parameter: ParameterPlan, value: JsonValue): string {
  const text = value === null ? '' : writePathValue(parameter, value);
  if (text === '' || /^\.{1,2}$/.test(text)) throw badMember(parameter.member, '不能为空，也不能只有点号');
  return text;
}

function headersOf(parameters: readonly ParameterPlan[], values: JsonObject): Record<string, string> {
  const headers = parameters
    .filter((one) => one.in === 'header' && given(values, one) !== null)
    .map((one) => [one.name.toLowerCase(), headerText(one, given(values, one))] as const);
  return Object.fromEntries(headers);
}

function headerText(parameter: ParameterPlan, value: JsonValue): string {
  const text = writeSimple(parameter, value, (part) => part);
  if (!/^[\x20-\x7e]*$/.test(text) || text !== text.trim())
    throw badMember(parameter.member, '应为可见的ASCII字符，首尾无空格');
  return text;
}

/** Undefined: none of its members is there, so there is no body. */
function writeBody({ mediaType, members }: BodyPlan, input: string, values: JsonObject): string | undefined {
  const isForm = mediaType === 'application/x-www-form-urlencoded';
  if (typeof members === 'string') {
    const value = values.get(members);
    if (value === undefined) return undefined;
    if (isForm) return isObject(value) ? writeForm([...value]) : plainText(value);
    return memberSources(input).find(([name]) => name === members)![1];
  }
  const sources = memberSources(input).filter(([name]) => members.includes(name));
  if (isForm) return writeForm([...values].filter(([name]) => members.includes(name)));
  return writeMembers(sources);
}

function writeForm(members: readonly (readonly [name: string, value: JsonValue])[]): string {
  return members
    .flatMap(([name, value]) => {
      const values = Array.isArray(value) ? (value as readonly JsonValue[]) : [value as JsonValue];
      return values
        .filter((one) => one !== null)
        .map((one) => `${encodeComponent(name)}=${encodeComponent(plainText(one))}`);
    })
    .join('&');
}

/** What is missing and what is null are both not sent. */
function given(values: JsonObject, { member }: ParameterPlan): JsonValue {
  return values.get(member) ?? null;
}
