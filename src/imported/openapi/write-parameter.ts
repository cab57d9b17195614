import { isList, isObject, JsonNumber, type JsonValue, writeJsonValue } from '../../text/json-value.ts';
import type { ParameterPlan } from './openapi-service.ts';

type Encode = (text: string) => string;

const SEPARATORS: Readonly<Record<string, string>> = { spaceDelimited: '%20', pipeDelimited: '%7C' };

/** Percent-encoded but for what RFC 3986 reserves nothing for. */
export function encodeComponent(text: string): string {
  return encodeURIComponent(text).replace(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

/** A value as one text: a string as it is, a number by its digits, what has parts as JSON. */
export function plainText(value: JsonValue): string {
  if (typeof value === 'string') return value;
  return value instanceof JsonNumber ? value.lexeme : writeJsonValue(value);
}

/** `style: simple`: items and members joined by commas (OpenAPI 3.1, 4.8.12.2). */
export function writeSimple({ style, explode }: ParameterPlan, value: JsonValue, encode: Encode): string {
  if (style === 'json') return encode(writeJsonValue(value));
  return joined(value, ',', explode, encode);
}

/** A path segment in the style of its parameter. */
export function writePathValue(plan: ParameterPlan, value: JsonValue): string {
  const { style, explode, name } = plan;
  if (style === 'label') return `.${joined(value, explode ? '.' : ',', explode, encodeComponent)}`;
  if (style !== 'matrix') return writeSimple(plan, value, encodeComponent);
  const key = encodeComponent(name);
  if (explode && isList(value))
    return value.map((item) => `;${key}=${encodeComponent(plainText(item))}`).join('');
  if (explode && isObject(value)) return `;${joined(value, ';', true, encodeComponent)}`;
  return `;${key}=${joined(value, ',', false, encodeComponent)}`;
}

/** The `name=value` pairs of a query in the style of its parameter; none for null. */
export function writeQueryValue(plan: ParameterPlan, value: JsonValue): readonly string[] {
  const { style, explode, name } = plan;
  if (value === null) return [];
  const key = encodeComponent(name);
  const pair = (text: string) => `${key}=${text}`;
  if (style === 'json') return [pair(encodeComponent(writeJsonValue(value)))];
  if (style === 'deepObject' && isObject(value))
    return present(value).map(
      ([part, text]) => `${key}%5B${encodeComponent(part)}%5D=${encodeComponent(text)}`,
    );
  if (isList(value) && explode)
    return value.filter((item) => item !== null).map((item) => pair(encodeComponent(plainText(item))));
  if (isObject(value) && explode)
    return present(value).map(([part, text]) => `${encodeComponent(part)}=${encodeComponent(text)}`);
  return [pair(joined(value, SEPARATORS[style] ?? ',', false, encodeComponent))];
}

function joined(value: JsonValue, separator: string, explode: boolean, encode: Encode): string {
  if (isList(value)) return value.map((item) => encode(plainText(item))).join(separator);
  if (!isObject(value)) return encode(plainText(value));
  return present(value)
    .map(([name, text]) => `${encode(name)}${explode ? '=' : separator}${encode(text)}`)
    .join(separator);
}

function present(value: ReadonlyMap<string, JsonValue>): readonly (readonly [name: string, text: string])[] {
  return [...value].flatMap(([name, part]) => (part === null ? [] : [[name, plainText(part)] as const]));
}
