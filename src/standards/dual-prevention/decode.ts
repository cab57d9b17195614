import type { UploadedFile } from '../../envelope/attachment.ts';
import type { Envelope, Proof } from '../../envelope/envelope.ts';
import { ExchangeError } from '../../envelope/exchange-error.ts';
import type { Member, RawMessage } from '../../envelope/raw-message.ts';
import { compactJson } from '../../text/json.ts';
import { TextError } from '../../text/text-error.ts';
import { ATTACHMENT, type BusinessCodes } from './business-codes.ts';
import { ADDRESS_MEMBERS, PATTERN_TEXTS, PATTERNS } from './members.ts';
import { OPERATIONS, type OperationName } from './operations.ts';

export interface DecodeParts {
  readonly codes: BusinessCodes;
  readonly limits: { readonly busilistBytes: number; readonly jsonDepth: number };
}

type Read = (raw: RawMessage, parts: DecodeParts) => Omit<Envelope, 'operation'>;

const READ: Readonly<Record<OperationName, Read>> = {
  token: readSecret,
  requestToken: readSecret,
  syndata: readSyndata,
  addObjects: (raw, parts) => readObjects(raw, parts, '01'),
  addoObjects: (raw, parts) => readObjects(raw, parts, '01'),
  updateObjects: (raw, parts) => readObjects(raw, parts, '02'),
  deleteObjects: (raw, parts) => readObjects(raw, parts, '03'),
  getObjects: readQuestion,
  upload: readUpload,
  file: readFile,
};

/** Reads the members of an operation; throws BAD_PARAMETER naming the member. */
export function decode(raw: RawMessage, parts: DecodeParts): Envelope {
  const operation = raw.operation as OperationName;
  if (!Object.hasOwn(READ, operation)) throw new ExchangeError('UNKNOWN_OPERATION');
  return { operation, ...READ[operation](raw, parts) };
}

/** A.2. A missing secret is left to the verification: it counts as a wrong one. */
function readSecret(raw: RawMessage): ReturnType<Read> {
  checkKnown(raw);
  const secret = textOf(raw, 'secret');
  return { caller: plain(raw, 'appid'), proof: { kind: 'secret', secret }, ...NOTHING };
}

const NOTHING = { business: '', action: '', payload: '' } as const;

/** A.3. An unknown txcode stays as it is, to be refused once its sender is known. */
function readSyndata(raw: RawMessage, parts: DecodeParts): ReturnType<Read> {
  checkKnown(raw);
  const txcode = plain(raw, 'txcode');
  const serial = optional(raw, 'serialnumber');
  return {
    ...(serial !== undefined && { messageId: `${raw.operation}/${serial}` }),
    business: parts.codes.txcodes.get(txcode) ?? txcode,
    ...changeOf(raw, parts, '01'),
  };
}

/** C.2 to C.4. A serial number belongs to its address, so the whole URI of 4.5.1 is the message's id. */
function readObjects(raw: RawMessage, parts: DecodeParts, action: string): ReturnType<Read> {
  checkKnown(raw);
  const [serial, storage, resource] = ADDRESS_MEMBERS.map((name) => plain(raw, name));
  return {
    messageId: `${raw.operation}/${serial}/${storage}/${resource}`,
    business: resource!,
    ...changeOf(raw, parts, action),
  };
}

function changeOf(raw: RawMessage, { limits }: DecodeParts, action: string) {
  const full = optional(raw, 'updateMethod') === 'full';
  const { publicUrl } = raw;
  return {
    proof: proofOf(raw),
    action,
    payload: payloadOf(raw, limits),
    ...(full && { full }),
    ...(publicUrl !== undefined && { publicUrl }),
  };
}

/** C.1. A question changes nothing, so it may be asked again under the same serial number. */
function readQuestion(raw: RawMessage): ReturnType<Read> {
  const [, , resource] = ADDRESS_MEMBERS.map((name) => plain(raw, name));
  const asked = [...raw.members].filter(([name]) => !NOT_ASKED.has(name));
  const texts = asked.map(([name, member]) => [name, textMember(name, member)] as const);
  const payload = JSON.stringify(Object.fromEntries(texts));
  return { business: resource!, action: '04', payload, proof: proofOf(raw) };
}

const NOT_ASKED: ReadonlySet<string> = new Set([...ADDRESS_MEMBERS, 'access_token']);

function readUpload(raw: RawMessage): ReturnType<Read> {
  checkKnown(raw);
  return { ...NOTHING, business: ATTACHMENT, action: '05', proof: proofOf(raw), file: onlyFile(raw) };
}

function readFile(raw: RawMessage): ReturnType<Read> {
  checkKnown(raw);
  return { business: ATTACHMENT, action: '04', payload: plain(raw, 'id'), proof: proofOf(raw) };
}

/** Whatever its part is called, there is nothing else that it could be. */
function onlyFile({ files }: RawMessage): UploadedFile {
  const [file, ...others] = files?.values() ?? [];
  if (!file || others.length > 0) throw badParameter('file', '应以multipart/form-data上传一个文件');
  return file;
}

/** A token in the message, in the header, or a channel that answers for its sender. */
function proofOf(raw: RawMessage): Proof {
  const member = textOf(raw, 'access_token');
  const [, bearer] = /^bearer +(\S+)$/i.exec(raw.headers['authorization'] ?? '') ?? [];
  if (member !== undefined && bearer !== undefined && member !== bearer)
    throw badParameter('access_token', '与请求头Authorization中的访问令牌不一致');
  const token = member ?? bearer;
  return token === undefined && raw.vouched !== undefined ? { kind: 'vouched' } : { kind: 'token', token };
}

/** The source of `data` without insignificant white space, alike for an array and for its text. */
function payloadOf(raw: RawMessage, { busilistBytes, jsonDepth }: DecodeParts['limits']): string {
  const member = raw.members.get('data');
  if (!member) throw badParameter('data', '必填，不能缺少');
  if (member.text.length > busilistBytes || Buffer.byteLength(member.text) > busilistBytes) {
    throw new ExchangeError('TOO_LARGE', { message: `data超过大小限制（${busilistBytes}字节），请分批发送` });
  }
  return compacted(member.text, jsonDepth);
}

/** What is no JSON stays as it is, to be refused once its sender is known. */
function compacted(text: string, depth: number): string {
  try {
    return compactJson(text, { depth });
  } catch (thrown) {
    if (thrown instanceof TextError) return text;
    throw thrown;
  }
}

function checkKnown({ operation, members }: RawMessage): void {
  const { shape } = OPERATIONS[operation as OperationName].input;
  for (const name of members.keys()) {
    if (!Object.hasOwn(shape, name)) throw badParameter(name.slice(0, 64), '不是接口约定的参数，请删除');
  }
}

type Patterned = keyof typeof PATTERNS;

function plain(raw: RawMessage, name: Patterned): string {
  const text = optional(raw, name);
  if (text === undefined) throw badParameter(name, '必填，不能缺少');
  return text;
}

function optional(raw: RawMessage, name: Patterned): string | undefined {
  const member = raw.members.get(name);
  if (!member) return undefined;
  const text = textMember(name, member);
  if (!PATTERNS[name].test(text)) throw badParameter(name, `应为${PATTERN_TEXTS[name]}`);
  return text;
}

function textMember(name: string, { kind, text }: Member): string {
  if (kind !== 'text') throw badParameter(name, '应为字符串');
  return text;
}

/** A credential of any other form is as good as none. */
function textOf(raw: RawMessage, name: 'secret' | 'access_token'): string | undefined {
  const member = raw.members.get(name);
  return member?.kind === 'text' && member.text !== '' ? member.text : undefined;
}

function badParameter(member: string, expected: string): ExchangeError {
  const message = `请求参数错误：${member} ${expected}`;
  return new ExchangeError('BAD_PARAMETER', { message, details: [{ member, message: expected }] });
}
