import { createCipheriv, createHash, createHmac, timingSafeEqual } from 'node:crypto';

/** Name and text of what a sign covers, in the order of the standard's table. */
export type Fields = readonly (readonly [name: string, text: string])[];

/** A secret of 32 hex digits stands for 16 bytes; any other has exactly 16 ASCII characters. */
function keyBytes(secret: string): Buffer {
  return /^[0-9a-f]{32}$/i.test(secret) ? Buffer.from(secret, 'hex') : Buffer.from(secret, 'ascii');
}

function sm4(secret: string, plain: Buffer): Buffer {
  const cipher = createCipheriv('sm4-ecb', keyBytes(secret), null);
  return Buffer.concat([cipher.update(plain), cipher.final()]);
}

const profiles: Record<string, (secret: string, text: Buffer) => Buffer> = {
  MD5: (_, text) => createHash('md5').update(text).digest(),
  SM4: (secret, text) => sm4(secret, text),
  'SM4-SM3': (secret, text) => sm4(secret, createHash('sm3').update(text).digest()),
  'HMAC-SM3': (secret, text) => createHmac('sm3', keyBytes(secret)).update(text).digest(),
};

/** Signs `a=…&b=…&key=SECRET` by the application's profile: upper-case hex. */
export function sign(profile: string, secret: string, fields: Fields): string {
  const digest = profiles[profile];
  if (!digest) throw new Error(`this example does not sign by ${profile}`);
  const text = [...fields, ['key', secret] as const].map(([name, value]) => `${name}=${value}`).join('&');
  return digest(secret, Buffer.from(text, 'utf8')).toString('hex').toUpperCase();
}

/** Whether an answer's sign is the one that its fields call for; compared in constant time. */
export function verify(profile: string, secret: string, fields: Fields, received: string): boolean {
  const expected = Buffer.from(sign(profile, secret, fields));
  const actual = Buffer.from(received);
  return expected.length === actual.length && timingSafeEqual(expected, actual);
}
