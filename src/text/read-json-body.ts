import { ExchangeError } from '../envelope/exchange-error.ts';
import type { Member } from '../envelope/raw-message.ts';
import { compactJson, type JsonLimits, readMembers } from './json.ts';
import { describeJsonFault } from './json-fault-text.ts';
import { TextError } from './text-error.ts';
import { decodeUtf8 } from './utf8.ts';

const BARE_LIST = /^[\t\n\r ]*\[/;

/**
 * The members of a body that is a strict JSON object in UTF-8; where an operation names a `list`, a bare array is
 * that member. Throws MALFORMED with the place of the fault, in Chinese.
 */
export function readJsonBody(
  body: Uint8Array,
  list: string | undefined,
  limits: JsonLimits,
): ReadonlyMap<string, Member> {
  try {
    const text = decodeUtf8(body);
    if (list === undefined || !BARE_LIST.test(text)) return readMembers(text, limits);
    return new Map([[list, { kind: 'json', text: compactJson(text, limits) }]]);
  } catch (thrown) {
    if (!(thrown instanceof TextError)) throw thrown;
    throw new ExchangeError('MALFORMED', { message: describeJsonFault(thrown), cause: thrown });
  }
}
