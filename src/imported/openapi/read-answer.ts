import { STATUS_CODES } from 'node:http';
import type { HttpAnswer } from '../../outbound/http-caller.ts';
import { compactJson, quoteJson } from '../../text/json.ts';
import {
  isList,
  isObject,
  type JsonObject,
  type JsonValue,
  readJsonValue,
  writeJsonValue,
} from '../../text/json-value.ts';
import { TextError } from '../../text/text-error.ts';
import { decodeUtf8 } from '../../text/utf8.ts';
import type { ImportedOutcome } from '../imported-service.ts';
import { isJson } from './media.ts';
import type { AnswerForm } from './openapi-service.ts';

const DEPTH = 64;
/** Characters of the provider's own words, and of its code. */
const LONGEST_MESSAGE = 500;
const LONGEST_CODE = 64;
/** Where providers put their words, the usual ones first (`detail` and `title`: RFC 9457). */
const MESSAGES = [
  'message',
  'msg',
  'detail',
  'error_description',
  'errorMessage',
  'error',
  'title',
  'errors',
];
const CODES = ['code', 'errorCode', 'errcode', 'error', 'type'];

/** What an HTTP answer says: the members as they came, the provider's "no", or that it is nothing that was agreed. */
export function readAnswer(answer: HttpAnswer, form: AnswerForm): ImportedOutcome {
  const { status } = answer;
  if (status >= 200 && status < 300) return readGood(answer, form);
  if (status >= 400 && status < 500) return { kind: 'fault', status, ...faultOf(answer) };
  if (status >= 500 && status < 600) return readBroken(answer);
  return notUnderstood(`HTTP ${status} is no answer to a call`);
}

/**
 * A 5xx is the provider's "no" only in words of its own, in JSON as it was agreed. Any other may be of a proxy or of a
 * crash halfway, and nobody knows then what was done.
 */
function readBroken(answer: HttpAnswer): ImportedOutcome {
  const { status, mediaType } = answer;
  const { message, code } = faultOf(answer);
  const empty = [`HTTP ${status}`, STATUS_CODES[status]].some(
    (words) => words?.toLowerCase() === message.toLowerCase(),
  );
  if (empty || !isJson(mediaType))
    return notUnderstood(`HTTP ${status} with ${typeText(mediaType)} and no words of the provider's own`);
  return { kind: 'fault', status, message, ...(code !== undefined && { code }) };
}

function readGood({ status, mediaType, body }: HttpAnswer, form: AnswerForm): ImportedOutcome {
  if (form === 'none' && (body.length === 0 || isHarmless(mediaType)))
    return { kind: 'answer', status, content: '{}' };
  if (!isJson(mediaType)) return notUnderstood(`HTTP ${status} with ${typeText(mediaType)} instead of JSON`);
  const source = jsonOf(body);
  if (source === undefined) return notUnderstood(`HTTP ${status} with a body that is no strict JSON`);
  const content = contentOf(source, form);
  if (content === undefined)
    return notUnderstood(`HTTP ${status} with JSON that is no ${form === 'items' ? 'list' : 'object'}`);
  return { kind: 'answer', status, content };
}

/** What may stand where nothing is told: `OK`, but no page to log in at. */
function isHarmless(mediaType: string): boolean {
  return isJson(mediaType) || mediaType === 'text/plain';
}

/** The text of an object with the members of the output. */
function contentOf(source: string, form: AnswerForm): string | undefined {
  if (form === 'object') return source.startsWith('{') ? source : undefined;
  if (form === 'items' && !source.startsWith('[')) return undefined;
  return `{${quoteJson(form)}:${source}}`;
}

function jsonOf(body: Buffer): string | undefined {
  try {
    return compactJson(decodeUtf8(body), { depth: DEPTH }).trim();
  } catch (thrown) {
    if (thrown instanceof TextError) return undefined;
    throw thrown;
  }
}

/** Only what was meant for callers: JSON and plain text. A page for browsers tells them nothing. */
function faultOf({ status, mediaType, body }: HttpAnswer): { message: string; code?: string } {
  const fallback = { message: `HTTP ${status}` };
  if (mediaType === 'text/plain')
    return { message: tidy(body.toString('utf8'), LONGEST_MESSAGE) || fallback.message };
  const source = isJson(mediaType) ? jsonOf(body) : undefined;
  const value = source === undefined ? null : readJsonValue(source, { depth: DEPTH });
  if (typeof value === 'string') return { message: tidy(value, LONGEST_MESSAGE) || fallback.message };
  if (!isObject(value)) return fallback;
  const message = wordsIn(value) || fallback.message;
  const code = tidy(firstText(value, CODES), LONGEST_CODE);
  return { message, ...(code !== '' && { code }) };
}

/** At the top, or in the object that it calls `error`. */
function wordsIn(value: JsonObject): string {
  const own = tidy(firstText(value, MESSAGES), LONGEST_MESSAGE);
  if (own !== '') return own;
  const inner = value.get('error');
  if (isObject(inner)) return wordsIn(new Map([...inner].filter(([name]) => name !== 'error')));
  const errors = value.get('errors');
  return errors === undefined ? '' : tidy(writeJsonValue(errors), LONGEST_MESSAGE);
}

function firstText(value: JsonObject, names: readonly string[]): string {
  const found = names.map((name) => value.get(name)).find((one) => isTelling(one));
  return found === undefined ? '' : typeof found === 'string' ? found : writeJsonValue(found);
}

function isTelling(value: JsonValue | undefined): boolean {
  if (value === undefined || value === null || isObject(value) || isList(value)) return false;
  return value !== '' && typeof value !== 'boolean';
}

/** One line, without control characters. */
function tidy(text: string, longest: number): string {
  return text
    .slice(0, 4 * longest)
    .replace(/[\s\p{Cc}]+/gu, ' ')
    .trim()
    .slice(0, longest);
}

function typeText(mediaType: string): string {
  return mediaType === '' ? 'no media type' : mediaType.slice(0, 80);
}

/** It was answered, so what was asked may have been done. */
function notUnderstood(message: string): ImportedOutcome {
  return { kind: 'failed', failure: 'not-understood', message, delivered: 'unknown' };
}
