import type { Envelope, Proof } from '../envelope/envelope.ts';
import { ExchangeError } from '../envelope/exchange-error.ts';
import type { Operation } from '../envelope/operation.ts';
import type { Member, RawMessage } from '../envelope/raw-message.ts';
import { compactJson, quoteJson, writeMembers } from '../text/json.ts';
import { TextError } from '../text/text-error.ts';
import { readBasicCredentials } from './basic-credentials.ts';
import { badMember, type CheckInput } from './check-input.ts';
import type { ImportedOperation } from './imported-service.ts';

/** An operation that can be called, and how its members are checked before it is. */
export interface Callable {
  readonly operation: ImportedOperation;
  readonly business: string;
  readonly check: CheckInput;
}

/** Levels of nesting: as deep as XML may come in. */
const DEPTH = 64;
const KEY = /^[\x21-\x7e]{1,64}$/;
const APPID = /^[A-Za-z0-9_-]{1,64}$/;

/** Reads a call: its members as one JSON object in the order of the description, each with its exact text. */
export function decodeCall(raw: RawMessage, callable: Callable | undefined): Envelope {
  if (!callable) throw new ExchangeError('UNKNOWN_OPERATION');
  const { operation, business, check } = callable;
  const payload = payloadOf(raw, operation);
  check(payload);
  const messageId = messageIdOf(raw, operation);
  return {
    operation: operation.name,
    ...proofOf(raw),
    ...(messageId !== undefined && { messageId }),
    business,
    action: operation.name,
    payload,
  };
}

/** Reads who wants a token. A missing secret is left to the verification: it counts as a wrong one. */
export function decodeToken(raw: RawMessage, { name, input }: Operation): Envelope {
  for (const member of raw.members.keys())
    if (!Object.hasOwn(input.shape, member)) throw unknownMember(member);
  const appid = textOf(raw, 'appid');
  if (appid === undefined) throw badMember('appid', '必填，不能缺少');
  if (!APPID.test(appid)) throw badMember('appid', '应为1至64位字母、数字、_或-');
  const proof: Proof = { kind: 'secret', secret: textOf(raw, 'secret') };
  return { operation: name, caller: appid, proof, business: '', action: '', payload: '' };
}

function payloadOf({ members }: RawMessage, { input }: ImportedOperation): string {
  const { properties = {} } = input;
  for (const name of members.keys()) if (!Object.hasOwn(properties, name)) throw unknownMember(name);
  const ordered = Object.keys(properties).filter((name) => members.has(name));
  return writeMembers(ordered.map((name) => [name, sourceOf(name, members.get(name)!)] as const));
}

function sourceOf(name: string, { kind, text }: Member): string {
  if (kind === 'text') return quoteJson(text);
  try {
    return compactJson(text, { depth: DEPTH });
  } catch (thrown) {
    if (thrown instanceof TextError) throw badMember(name, '嵌套层数超过限制，或不是合法的JSON');
    throw thrown;
  }
}

/**
 * HTTP Basic as stubs send it, a token in the header, or a channel that answers for its sender. Whoever shows nothing
 * is refused as one whose token is wrong.
 */
function proofOf(raw: RawMessage): Pick<Envelope, 'caller' | 'proof'> {
  const header = raw.headers['authorization'];
  const basic = readBasicCredentials(header);
  if (basic) return { caller: basic.username, proof: { kind: 'secret', secret: basic.password } };
  const [, token] = /^bearer +(\S+)$/i.exec(header ?? '') ?? [];
  if (token === undefined && raw.vouched !== undefined) return { proof: { kind: 'vouched' } };
  return { proof: { kind: 'token', token } };
}

/** The same key means the same message (as the IETF's draft has it); what changes nothing may be asked again. */
function messageIdOf({ headers }: RawMessage, { name, safe }: ImportedOperation): string | undefined {
  const key = headers['idempotency-key'];
  if (key === undefined || safe) return undefined;
  if (!KEY.test(key)) throw badMember('Idempotency-Key', '请求头应为1至64个ASCII字符');
  return `${name}/${key}`;
}

function textOf({ members }: RawMessage, name: string): string | undefined {
  const member = members.get(name);
  return member?.kind === 'text' && member.text !== '' ? member.text : undefined;
}

function unknownMember(name: string): ExchangeError {
  return badMember(name.slice(0, 64), '不是接口约定的参数，请删除');
}
