import type { Envelope, Proof } from '../../../src/envelope/envelope.ts';
import { ExchangeError } from '../../../src/envelope/exchange-error.ts';
import type { RawMessage } from '../../../src/envelope/raw-message.ts';
import { compactJson } from '../../../src/text/json.ts';
import { OPERATIONS, type OperationName, PATTERNS } from './operations.ts';

/** Reads the members of an operation; throws BAD_PARAMETER naming the member. Trusts nothing, looks nothing up. */
export function decode(raw: RawMessage): Envelope {
  const operation = raw.operation as OperationName;
  if (!Object.hasOwn(OPERATIONS, operation)) throw new ExchangeError('UNKNOWN_OPERATION');
  for (const name of raw.members.keys())
    if (!Object.hasOwn(OPERATIONS[operation].input.shape, name))
      throw bad(name.slice(0, 64), '不是接口约定的参数');
  const unit = raw.vouched ?? plain(raw, 'unit');
  const serial = plain(raw, 'serial');
  const payload = operation === 'publish' ? noticesOf(raw) : pageOf(raw);
  return {
    operation,
    caller: unit,
    messageId: serial,
    business: 'notice',
    action: operation === 'publish' ? '01' : '04',
    payload,
    proof: proofOf(raw, { unit, serial, payload }),
  };
}

/** A sign over the texts as they stand, or a channel that answers for its sender. */
function proofOf(raw: RawMessage, texts: Readonly<Record<string, string>>): Proof {
  const sign = signOf(raw);
  if (sign === undefined && raw.vouched !== undefined) return { kind: 'vouched' };
  return { kind: 'sign', sign, fields: Object.entries(texts) };
}

function plain(raw: RawMessage, name: keyof typeof PATTERNS): string {
  const member = raw.members.get(name);
  if (!member) throw bad(name, '必填，不能缺少');
  if (member.kind !== 'text' || !PATTERNS[name].test(member.text)) throw bad(name, '格式不符合约定');
  return member.text;
}

/** An array is signed as its source without insignificant white space, a text as it is. */
function noticesOf({ members }: RawMessage): string {
  const member = members.get('notices');
  if (!member) throw bad('notices', '必填，不能缺少');
  return member.kind === 'json' ? compactJson(member.text) : member.text;
}

function pageOf(raw: RawMessage): string {
  return raw.members.has('page') ? plain(raw, 'page') : '';
}

/** A missing sign is left to the verification: it counts as a failed one. */
function signOf({ members }: RawMessage): string | undefined {
  const sign = members.get('sign');
  return sign?.kind === 'text' && sign.text !== '' ? sign.text : undefined;
}

function bad(member: string, expected: string): ExchangeError {
  const message = `请求参数错误：${member} ${expected}`;
  return new ExchangeError('BAD_PARAMETER', { message, details: [{ member, message: expected }] });
}
