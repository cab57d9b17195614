import type { RawReply, ReplyMember } from '../envelope/raw-message.ts';
import {
  isList,
  isObject,
  JsonNumber,
  type JsonValue,
  readJsonValue,
  writeJsonValue,
} from '../text/json-value.ts';
import { TextError } from '../text/text-error.ts';

/** What was read before kept its own limit of depth. */
const DEPTH = 256;
/** UTF-16 units of a text that says something to people; a ciphertext is longer. */
const LONGEST = 500;

export interface ReplyTexts {
  /** What the answer says of the whole message. */
  readonly summary: string;
  /** What was taken but should be mended. */
  readonly hints: readonly string[];
}

/** What of an answer can be told to people, whatever its standard: its own message, else all its plain members. */
export function replyTexts({ members }: Pick<RawReply, 'members'>): ReplyTexts {
  const values = members.flatMap(openOnce);
  const texts = values
    .map(([name, value]) => [name, plainText(value)] as const)
    .filter((entry): entry is readonly [string, string] => entry[1] !== undefined && entry[1] !== '')
    .filter(([, text]) => text.length <= LONGEST);
  const message = texts.find(([name]) => name === 'message')?.[1];
  const summary = message ?? texts.map(([name, text]) => `${name}：${text}`).join('；');
  return { summary, hints: values.flatMap(([, value]) => hintsOf(value)) };
}

/** The value of an answer's member: JSON of either kind, else its text. */
export function replyValue({ kind, text }: Pick<ReplyMember, 'kind' | 'text'>): JsonValue {
  if (kind === 'text' && !/^[\t\n\r ]*[[{]/.test(text)) return text;
  try {
    return readJsonValue(text, { depth: DEPTH });
  } catch (thrown) {
    if (thrown instanceof TextError) return text;
    throw thrown;
  }
}

/** The text of a value that is neither an object nor a list; null is ''. */
export function plainText(value: JsonValue): string | undefined {
  if (value === null) return '';
  if (typeof value === 'string') return value;
  if (value instanceof JsonNumber || typeof value === 'boolean') return writeJsonValue(value);
  return undefined;
}

/** A member, or the members of the object that it is. */
function openOnce(member: ReplyMember): readonly (readonly [string, JsonValue])[] {
  const value = replyValue(member);
  return isObject(value) ? [...value] : [[member.name, value]];
}

function hintsOf(value: JsonValue): readonly string[] {
  return isList(value) ? value.filter((entry): entry is string => typeof entry === 'string') : [];
}
