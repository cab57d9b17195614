import { createCipheriv, createHash, createHmac, randomUUID } from 'node:crypto';

/** Which sign a partner makes; written here anew from the texts, so that the gateway's own code is not its judge. */
export type PartnerProfile = 'MD5' | 'SM4' | 'SM4-SM3' | 'HMAC-SM3';

export interface Partner {
  readonly appid: string;
  readonly secret: string;
  readonly standard: 's1' | 's2';
  readonly profile: PartnerProfile;
}

export interface Message {
  readonly appid: string;
  readonly busicode: string;
  readonly action: string;
  /** JSON text, without insignificant white space where it is sent as an array. */
  readonly busilist: string;
  readonly random: string;
  readonly sign: string;
}

const ANSWER_MEMBERS = {
  s1: ['appid', 'busicode', 'datalist', 'random'],
  s2: ['datalist', 'random'],
} as const;

/** Signs `k=v&…&key=SECRET` over the fields in the order given. */
export function signFields(fields: readonly (readonly [string, string])[], partner: Partner): string {
  const text = `${fields.map(([name, value]) => `${name}=${value}`).join('&')}&key=${partner.secret}`;
  const digest = () => createHash('sm3').update(text).digest();
  const signs: Record<PartnerProfile, () => Buffer> = {
    MD5: () => createHash('md5').update(text).digest(),
    SM4: () => sm4(Buffer.from(text), keyOf(partner)),
    'SM4-SM3': () => sm4(digest(), keyOf(partner)),
    'HMAC-SM3': () => createHmac('sm3', keyOf(partner)).update(text).digest(),
  };
  return signs[partner.profile]().toString('hex').toUpperCase();
}

/** A signed message with a fresh random. */
export function signedMessage(
  partner: Partner,
  busicode: string,
  action: string,
  busilist: unknown,
  changed: Partial<Message> = {},
): Message {
  const text = typeof busilist === 'string' ? busilist : JSON.stringify(busilist);
  const message = {
    appid: partner.appid,
    busicode,
    action,
    busilist: text,
    random: randomUUID() as string,
    ...changed,
  };
  const fields = (['appid', 'busicode', 'action', 'busilist', 'random'] as const).map(
    (name) => [name, message[name]] as const,
  );
  return { ...message, sign: changed.sign ?? signFields(fields, partner) };
}

/** The message as a REST body with `busilist` as an array. */
export function restBody({ busilist, ...message }: Message): string {
  return JSON.stringify(message).replace(/\}$/, `,"busilist":${busilist}}`);
}

/** Checks the sign of an answer over the texts as they stood in it. */
export function answerIsSigned(
  partner: Partner,
  members: Readonly<Record<string, string | undefined>>,
): boolean {
  const fields = ANSWER_MEMBERS[partner.standard].map((name) => [name, members[name] ?? ''] as const);
  return members['sign'] === signFields(fields, partner);
}

/** The source text of `datalist` in a REST answer: what its sign covers. */
export function datalistText(body: string): string {
  const start = body.indexOf('"datalist":') + '"datalist":'.length;
  const end = body.lastIndexOf(',"random":');
  return body.slice(start, end);
}

function keyOf({ secret }: Partner): Buffer {
  return /^[0-9A-Fa-f]{32}$/.test(secret) ? Buffer.from(secret, 'hex') : Buffer.from(secret, 'ascii');
}

function sm4(text: Buffer, key: Buffer): Buffer {
  const cipher = createCipheriv('sm4-ecb', key, null);
  return Buffer.concat([cipher.update(text), cipher.final()]);
}
