import { randomUUID } from 'node:crypto';
import { decryptPayload, encryptPayload } from '../crypto/payload-cipher.ts';
import { signRequest } from '../crypto/sign-request.ts';
import { type AnswerVerdict, verifyAnswer } from '../crypto/verify-answer.ts';
import type { CipherSettings, SignSettings } from '../envelope/application.ts';
import type { CallResult } from '../envelope/call-result.ts';
import { ExchangeError } from '../envelope/exchange-error.ts';
import type { Member } from '../envelope/raw-message.ts';
import type { HttpCaller } from '../outbound/http-caller.ts';
import { callRest } from '../outbound/rest-client.ts';
import { callSoap } from '../outbound/soap-client.ts';
import { ANSWER_SIGNED, type Edition, REQUEST_SIGNED } from '../standards/special-equipment/members.ts';
import { CommandError } from './command-error.ts';
import { EXIT } from './exit-code.ts';

export type Protocol = 'rest' | 'soap11' | 'soap12';

/** Whom to call, and as whom. */
export interface ExchangePeer {
  readonly url: string;
  readonly protocol: Protocol;
  readonly namespace: string;
  readonly standard: Edition;
  readonly appid: string;
  readonly settings: SignSettings;
  readonly cipher?: CipherSettings | undefined;
  readonly headers: Readonly<Record<string, string>>;
}

export interface ExchangeRequest {
  readonly business: string;
  readonly action: string;
  /** JSON text of an array, without insignificant white space. */
  readonly records: string;
  readonly random?: string | undefined;
}

/** What one exchange came to. */
export interface ExchangeReport {
  readonly random: string;
  readonly result: CallResult;
  /** Of an answer and of a Fault that holds one; absent when there was none. */
  readonly verdict?: AnswerVerdict;
  /** JSON text, opened if it was encrypted. */
  readonly datalist?: string;
}

/** Signs, sends and proves one exchange of the special-equipment standard. */
export async function sendExchange(
  caller: HttpCaller,
  peer: ExchangePeer,
  request: ExchangeRequest,
  onSent?: (bytes: number) => void,
): Promise<ExchangeReport> {
  const random = request.random ?? randomUUID();
  const members = signRequest(membersOf(peer, request, random), REQUEST_SIGNED, peer.settings);
  const result = await send(caller, peer, members, onSent);
  if (result.kind === 'failed' || result.members.size === 0) return { random, result };
  const verdict = verifyAnswer(members, result.members, ANSWER_SIGNED[peer.standard], peer.settings);
  return { random, result, verdict, ...openDatalist(result.members, verdict, peer) };
}

function membersOf(
  { protocol, appid, cipher }: ExchangePeer,
  { business, action, records }: ExchangeRequest,
  random: string,
): ReadonlyMap<string, Member> {
  const asJson = protocol === 'rest' && cipher === undefined;
  const busilist = cipher === undefined ? records : encryptPayload(records, cipher);
  return new Map<string, Member>([
    ['appid', { kind: 'text', text: appid }],
    ['busicode', { kind: 'text', text: business }],
    ['action', { kind: 'text', text: action }],
    ['busilist', { kind: asJson ? 'json' : 'text', text: busilist }],
    ['random', { kind: 'text', text: random }],
  ]);
}

function send(
  caller: HttpCaller,
  { url, protocol, namespace, headers }: ExchangePeer,
  members: ReadonlyMap<string, Member>,
  onSent: ((bytes: number) => void) | undefined,
): Promise<CallResult> {
  if (protocol === 'rest') return callRest(caller, { url, members, headers, onSent });
  const version = protocol === 'soap11' ? '1.1' : '1.2';
  return callSoap(caller, { url, version, namespace, operation: 'exchange', members, headers, onSent });
}

/** A genuine answer is opened; one that is not stays as it came. */
function openDatalist(
  members: ReadonlyMap<string, Member>,
  verdict: AnswerVerdict,
  { cipher }: ExchangePeer,
): { readonly datalist?: string } {
  const text = members.get('datalist')?.text;
  if (text === undefined) return {};
  return { datalist: cipher !== undefined && verdict === 'genuine' ? opened(text, cipher) : text };
}

function opened(text: string, cipher: CipherSettings): string {
  try {
    return decryptPayload(text, cipher);
  } catch (error) {
    if (!(error instanceof ExchangeError)) throw error;
    throw new CommandError(
      EXIT.refused,
      'the answer is genuine but cannot be decrypted: another --cipher or cipher key, or the application has none',
    );
  }
}
