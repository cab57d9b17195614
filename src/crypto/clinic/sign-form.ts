import { decodeHex } from '../decode-hex.ts';
import type { Bilingual } from './variants.ts';

/** The bytes of a sign as it was written, and in what its writing differs from upper-case hex. */
export interface SignForm {
  readonly bytes: Buffer;
  readonly deviations: readonly Bilingual[];
}

const SPACED: Bilingual = { chinese: '签名中含有空白或换行', english: 'the sign holds white space' };
const LOWER: Bilingual = { chinese: '签名为小写十六进制', english: 'the sign is lower-case hex' };
const BASE64: Bilingual = { chinese: '签名为Base64编码', english: 'the sign is Base64' };
const DER: Bilingual = { chinese: 'SM2签名为DER编码', english: 'the SM2 sign is in DER' };

/** One INTEGER of a DER sequence, as 32 bytes, and where the next begins. */
function integerAt(bytes: Buffer, at: number): readonly [value: Buffer, next: number] | undefined {
  const next = at + 2 + (bytes[at + 1] ?? 0);
  const value = bytes
    .subarray(at + 2, next)
    .toString('hex')
    .replace(/^(?:00)+/, '')
    .padStart(64, '0');
  const whole = bytes[at] === 0x02 && next <= bytes.length && value.length === 64;
  return whole ? [Buffer.from(value, 'hex'), next] : undefined;
}

/** r and s side by side of a signature in DER. */
function fromDer(bytes: Buffer): Buffer | undefined {
  if (bytes[0] !== 0x30 || bytes[1] !== bytes.length - 2) return undefined;
  const r = integerAt(bytes, 2);
  const s = r && integerAt(bytes, r[1]);
  return s && s[1] === bytes.length ? Buffer.concat([r[0], s[0]]) : undefined;
}

/** Reads a sign however it is written: hex in either case, Base64, SM2 in DER. Undefined when it is neither. */
export function readSignForm(sign: string, lenientCase: boolean): SignForm | undefined {
  const text = sign.replace(/\s+/g, '');
  const base64 = /^[A-Za-z0-9+/_-]+={0,2}$/.test(text) ? Buffer.from(text, 'base64') : undefined;
  const hex = decodeHex(text);
  const read = hex ?? base64;
  if (read === undefined || read.length === 0) return undefined;
  const raw = fromDer(read);
  const lower = hex !== undefined && /[a-f]/.test(text) && !lenientCase;
  const found = [text !== sign && SPACED, lower && LOWER, hex === undefined && BASE64, raw && DER];
  return { bytes: raw ?? read, deviations: found.filter((deviation) => typeof deviation === 'object') };
}
