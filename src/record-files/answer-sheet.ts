import type { FileForm } from '../envelope/operation.ts';
import type { RawReply } from '../envelope/raw-message.ts';
import { isList, isObject, type JsonObject, type JsonValue, writeJsonValue } from '../text/json-value.ts';
import type { Sheet } from './record-file.ts';
import { plainText, replyValue } from './reply-texts.ts';

/** A name that a head can have in every form of file. */
const HEAD_NAME = /^[A-Za-z0-9_]{1,64}$/;

/**
 * The records of a query's answer: a column for each member in the order of their first appearance, texts exact,
 * what has structure as its JSON; the head is the rest of the answer. Undefined where there are none to be seen.
 */
export function answerSheet(reply: RawReply, { answer }: FileForm): Sheet | undefined {
  const [first, ...below] = answer ?? [];
  const member = reply.members.find(({ name }) => name === first);
  if (member === undefined || reply.error !== undefined) return undefined;
  const around: JsonObject[] = [];
  let value: JsonValue | undefined = replyValue(member);
  for (const name of below) {
    if (!isObject(value)) return undefined;
    around.push(value);
    value = value.get(name);
  }
  if (value === undefined || !isList(value) || !value.every(isObject)) return undefined;
  const columns = [...new Set(value.flatMap((record) => [...record.keys()]))];
  const rows = value.map((record) => columns.map((name) => cellOf(record.get(name))));
  return { head: headOf(reply, around), columns, rows };
}

function cellOf(value: JsonValue | undefined): string {
  return value === undefined ? '' : (plainText(value) ?? writeJsonValue(value));
}

/** The plain members of the answer and of the objects that the records stand in, each name once. */
function headOf({ members }: RawReply, around: readonly JsonObject[]): Sheet['head'] {
  const values = [
    ...members.map((member) => [member.name, replyValue(member)] as const),
    ...around.flatMap((object) => [...object]),
  ];
  const head = new Map<string, string>();
  for (const [name, value] of values) {
    const text = plainText(value);
    if (text && HEAD_NAME.test(name) && !head.has(name)) head.set(name, text);
  }
  return [...head];
}
