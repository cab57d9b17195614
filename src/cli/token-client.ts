import { randomUUID } from 'node:crypto';
import type { CallResult } from '../envelope/call-result.ts';
import type { Member } from '../envelope/raw-message.ts';
import type { HttpCaller } from '../outbound/http-caller.ts';
import { callRest, sendJson, writeJson } from '../outbound/rest-client.ts';
import { SERVLET } from '../standards/dual-prevention/members.ts';
import { READ, SUCCESS } from '../standards/dual-prevention/reply-codes.ts';
import { memberSources, quoteJson, readItems } from '../text/json.ts';
import { CommandError } from './command-error.ts';
import { EXIT } from './exit-code.ts';
import type { Send, Sent } from './send-batches.ts';

/** Whom to call by token, and as whom. */
export interface TokenPeer {
  /** What stands before the text's own paths. */
  readonly url: string;
  readonly appid: string;
  readonly secret: string;
  readonly headers: Readonly<Record<string, string>>;
}

/** Where records go: by a txcode (A.3), or by the address of their resource (C.2 to C.4). */
export interface TokenTarget {
  readonly txcode?: string | undefined;
  readonly resource?: string | undefined;
  readonly storage: string;
  readonly action: string;
  readonly random?: string | undefined;
}

/** The interfaces that A.2 actions ask for (C.1 to C.4). */
export const INTERFACES: Readonly<Record<string, string>> = {
  '01': 'addObjects',
  '02': 'updateObjects',
  '03': 'deleteObjects',
  '04': 'getObjects',
};

/** Gets a token when the first batch is sent (A.2), and sends every batch with it. */
export function createTokenSender(caller: HttpCaller, peer: TokenPeer, target: TokenTarget): Send {
  let token: Promise<CallResult> | undefined;
  return async (records, onSent) => {
    token ??= askToken(caller, peer);
    const given = await token;
    const value = given.kind === 'answer' ? given.members.get('access_token')?.text : undefined;
    if (value === undefined) return tellNoToken(given);
    const serial = target.random ?? randomUUID();
    const ask = target.action === '04' ? question : change;
    return tell(serial, await ask(caller, peer, target, { serial, token: value, records, onSent }));
  };
}

interface Message {
  readonly serial: string;
  readonly token: string;
  readonly records: string;
  readonly onSent: (bytes: number) => void;
}

/** By POST, so that the secret stands in no address. */
function askToken(caller: HttpCaller, { url, appid, secret, headers }: TokenPeer): Promise<CallResult> {
  const members = new Map([text('appid', appid), text('secret', secret)]);
  return callRest(caller, { url: `${url}${SERVLET}/token`, members, headers });
}

function change(
  caller: HttpCaller,
  { url, headers }: TokenPeer,
  target: TokenTarget,
  { serial, token, records, onSent }: Message,
): Promise<CallResult> {
  const { txcode } = target;
  const data = ['data', { kind: 'json', text: records }] as const;
  const members = new Map<string, Member>([
    text('access_token', token),
    ...(txcode === undefined ? [] : [text('txcode', txcode)]),
    data,
    ...(txcode === undefined ? [] : [text('serialnumber', serial)]),
  ]);
  const path = txcode === undefined ? addressOf(target, serial) : `${SERVLET}/syndata`;
  return callRest(caller, { url: `${url}${path}`, members, headers, onSent });
}

/** C.1: one object of members that the records shall have; paging too. */
function question(
  caller: HttpCaller,
  { url, headers }: TokenPeer,
  target: TokenTarget,
  { serial, token, records }: Message,
): Promise<CallResult> {
  const [criteria, ...others] = readItems(records);
  if (others.length > 0) throw new CommandError(EXIT.usage, 's5 asks by one object of criteria');
  const query = new URLSearchParams();
  for (const [name, source] of memberSources(criteria?.text ?? '{}')) {
    const value = criteria?.value[name];
    query.set(name, typeof value === 'string' ? value : source);
  }
  const basic = headers['authorization'] !== undefined;
  if (basic) query.set('access_token', token);
  return sendJson(caller, {
    method: 'GET',
    url: `${url}${addressOf(target, serial)}?${query}`,
    headers: { accept: 'application/json', ...(basic ? headers : { authorization: `Bearer ${token}` }) },
  });
}

function addressOf({ action, storage, resource }: TokenTarget, serial: string): string {
  const segments = [INTERFACES[action]!, serial, storage, resource!];
  return `/${segments.map(encodeURIComponent).join('/')}`;
}

function tellNoToken(result: CallResult): Sent {
  if (result.kind === 'failed') return failed(result.message, { failed: result.failure });
  const said = result.members.get('err')?.text ?? `HTTP ${result.status}`;
  const line = `error: no token: ${quoteJson(said.slice(0, 300))}`;
  return { exitCode: exitCodeOf(result.status, false), line, json: answerJson({}, result) };
}

function tell(serialnumber: string, result: CallResult): Sent {
  if (result.kind === 'failed') {
    const again = result.delivered === 'unknown';
    const hint = again ? `; it may have arrived: send it again with --random ${serialnumber}` : '';
    const facts = { serialnumber, failed: result.failure, delivered: result.delivered };
    return failed(`${result.message}${hint}`, facts);
  }
  const status = result.members.get('status')?.text;
  const exitCode = exitCodeOf(result.status, status === SUCCESS || status === READ);
  return { exitCode, line: printable(result.members), json: answerJson({ serialnumber }, result) };
}

function failed(message: string, facts: object): Sent {
  return { exitCode: EXIT.unreachable, line: `error: ${message}`, json: JSON.stringify(facts) };
}

function exitCodeOf(http: number, succeeded: boolean): Sent['exitCode'] {
  if (succeeded) return EXIT.ok;
  return http === 429 || http === 503 ? EXIT.unreachable : EXIT.refused;
}

/** One answer as one JSON line, the digits of its numbers kept. */
function answerJson(facts: object, { status, members }: Exclude<CallResult, { kind: 'failed' }>): string {
  const head = JSON.stringify({ ...facts, status }).slice(0, -1);
  return `${head},"answer":${printable(members)}}`;
}

/** Nothing signs this answer, so nothing of it may steer a terminal: JSON escapes the lower controls, this the upper. */
function printable(members: ReadonlyMap<string, Member>): string {
  const quote = (control: string) => `\\u00${control.charCodeAt(0).toString(16)}`;
  return writeJson(members).replace(/[\u007f-\u009f]/g, quote);
}

function text(name: string, value: string): readonly [string, Member] {
  return [name, { kind: 'text', text: value }];
}
