import type { Envelope, Proof } from '../../envelope/envelope.ts';
import { ExchangeError } from '../../envelope/exchange-error.ts';
import type { Member, RawMessage } from '../../envelope/raw-message.ts';
import { compactMember } from '../../text/json.ts';
import { PATTERN_TEXTS, PATTERNS, REQUEST_SIGNED } from './members.ts';
import { EXCHANGE_OPERATION } from './operations.ts';

const KNOWN = new Set(Object.keys(EXCHANGE_OPERATION.input.shape));

/** Reads Table 5's members; throws BAD_PARAMETER naming the member. */
export function decode(raw: RawMessage, limits: { readonly busilistBytes: number }): Envelope {
  for (const name of raw.members.keys()) {
    if (!KNOWN.has(name)) throw badParameter(name.slice(0, 64), '不是接口约定的参数，请删除');
  }
  const payload = payloadOf(raw.members.get('busilist'), limits.busilistBytes);
  const texts = {
    appid: callerOf(raw),
    busicode: plain(raw, 'busicode'),
    action: plain(raw, 'action'),
    busilist: payload,
    random: plain(raw, 'random'),
  };
  return {
    operation: EXCHANGE_OPERATION.name,
    caller: texts.appid,
    proof: proofOf(raw, texts),
    messageId: texts.random,
    business: texts.busicode,
    action: texts.action,
    payload,
  };
}

/** A channel that answers for its sender knows who that is; its messages name nobody else. */
function callerOf(raw: RawMessage): string {
  const { vouched } = raw;
  if (vouched === undefined) return plain(raw, 'appid');
  if (raw.members.has('appid') && plain(raw, 'appid') !== vouched)
    throw badParameter('appid', '与此通道约定的应用账号不一致');
  return vouched;
}

/** A sign, or a channel that answers for its sender (8.1: 网页录入或者导入方式通过授予账号登录). */
function proofOf(raw: RawMessage, texts: Readonly<Record<Signed, string>>): Proof {
  const sign = signOf(raw);
  if (sign === undefined && raw.vouched !== undefined) return { kind: 'vouched' };
  return { kind: 'sign', sign, fields: REQUEST_SIGNED.map((name) => [name, texts[name]] as const) };
}

type Signed = (typeof REQUEST_SIGNED)[number];

/** The text of a member when it is there and well-formed: enough to echo it in an early refusal. */
export function wellFormed(raw: RawMessage, name: keyof typeof PATTERNS): string | undefined {
  const member = raw.members.get(name);
  return member?.kind === 'text' && PATTERNS[name].test(member.text) ? member.text : undefined;
}

function plain(raw: RawMessage, name: keyof typeof PATTERNS): string {
  const member = raw.members.get(name);
  if (!member) throw badParameter(name, '必填，不能缺少');
  if (member.kind !== 'text') throw badParameter(name, '应为字符串');
  if (!PATTERNS[name].test(member.text)) throw badParameter(name, `应为${PATTERN_TEXTS[name]}`);
  return member.text;
}

/** An array is signed as its source without insignificant white space, a text verbatim (reading b). */
function payloadOf(member: Member | undefined, limit: number): string {
  if (!member) throw badParameter('busilist', '必填，不能缺少');
  const text = member.kind === 'json' ? compactMember(member) : member.text;
  if (member.kind === 'json' && !text.startsWith('[')) throw badParameter('busilist', '应为JSON数组或其文本');
  if (text.length > limit || Buffer.byteLength(text) > limit) {
    throw new ExchangeError('TOO_LARGE', { message: `busilist超过大小限制（${limit}字节），请分批发送` });
  }
  return text;
}

function signOf(raw: RawMessage): string | undefined {
  const member = raw.members.get('sign');
  return member?.kind === 'text' && member.text !== '' ? member.text : undefined;
}

function badParameter(member: string, expected: string): ExchangeError {
  const message = `请求参数错误：${member} ${expected}`;
  return new ExchangeError('BAD_PARAMETER', { message, details: [{ member, message: expected }] });
}
