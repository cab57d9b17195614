import type { CallResult } from '../envelope/call-result.ts';
import type { Member } from '../envelope/raw-message.ts';
import { quoteJson, readMembers } from '../text/json.ts';
import { decodeUtf8 } from '../text/utf8.ts';
import { failedResult, notUnderstood } from './failed-result.ts';
import type { HttpAnswer, HttpCall, HttpCaller } from './http-caller.ts';

export interface RestCall {
  readonly url: string;
  readonly members: ReadonlyMap<string, Member>;
  /** Beside those of the wire form, such as `authorization`. */
  readonly headers?: Readonly<Record<string, string>> | undefined;
  readonly onSent?: ((bytes: number) => void) | undefined;
}

/** Posts members as a JSON object and reads the answer's strictly, whatever its HTTP status. */
export function callRest(caller: HttpCaller, call: RestCall): Promise<CallResult> {
  return sendJson(caller, jsonCall(call));
}

/** Sends a call and reads the members of the JSON object that it is answered with. */
export async function sendJson(caller: HttpCaller, call: HttpCall): Promise<CallResult> {
  try {
    return readAnswer(await caller.send(call));
  } catch (error) {
    return failedResult(error);
  }
}

/** The call that posts members as a JSON object. */
export function jsonCall({ url, members, headers, onSent }: RestCall): HttpCall {
  return {
    url,
    headers: { ...headers, 'content-type': 'application/json; charset=utf-8', accept: 'application/json' },
    body: Buffer.from(writeJson(members), 'utf8'),
    onSent,
  };
}

/** The JSON object with each member's exact text. */
export function writeJson(members: ReadonlyMap<string, Member>): string {
  const written = [...members].map(
    ([name, { kind, text }]) => `${quoteJson(name)}:${kind === 'json' ? text : quoteJson(text)}`,
  );
  return `{${written.join(',')}}`;
}

function readAnswer({ status, mediaType, body }: HttpAnswer): CallResult {
  if (mediaType !== 'application/json' && !mediaType.endsWith('+json'))
    return notUnderstood(status, `HTTP ${status} with ${mediaType || 'no media type'} instead of JSON`);
  try {
    return { kind: 'answer', status, members: readMembers(decodeUtf8(body)) };
  } catch {
    return notUnderstood(status, `HTTP ${status} with a body that is no JSON object`);
  }
}
