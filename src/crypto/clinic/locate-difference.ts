import type { SignSettings } from '../../envelope/application.ts';
import { parseSharedSecret } from '../shared-secret.ts';
import { type SignField, signText } from '../sign-text.ts';
import { decryptSm4Ecb } from '../sm4.ts';
import type { Bilingual } from './variants.ts';

const OTHER_KEY: Bilingual = {
  chinese: '用该应用的密钥无法解密此SM4签名：对方使用了另一个密钥、另一种模式或填充方式。',
  english:
    "The SM4 sign does not decrypt under the application's key: another key, mode or padding was used.",
};

function decrypted(secret: string, sign: Buffer): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(
      decryptSm4Ecb(parseSharedSecret(secret), sign),
    );
  } catch {
    return undefined;
  }
}

function firstDifference(left: string, right: string): number {
  let at = 0;
  while (at < left.length && left[at] === right[at]) at += 1;
  return at;
}

/** Names the member in which the position lies, counted from 1, and nothing of its content. */
function placeOf(at: number, fields: readonly SignField[], { order }: SignSettings): Bilingual {
  const names = order === 'ascii' ? fields.toSorted(([left], [right]) => (left < right ? -1 : 1)) : fields;
  let begin = 0;
  for (const [name, text] of names) {
    const value = begin + name.length + 1;
    if (at <= value + text.length) {
      const position = Math.max(1, at - value + 1);
      return {
        chinese: `解密后比对：对方签名的原文从参数${name}的第${position}个字符处开始不同。`,
        english: `Decrypted and compared: the partner signed another text from character ${position} of ${name} on.`,
      };
    }
    begin = value + text.length + 1;
  }
  return {
    chinese: '解密后比对：各参数一致，只有末尾的密钥部分不同。',
    english: 'Decrypted and compared: the members are the same, only the key part at the end differs.',
  };
}

/**
 * For an SM4 sign that no variant explains: where the partner's text begins to differ. Unlike any other sign it
 * can be decrypted; only the place is told, since the text holds the secret.
 */
export function locateDifference(
  fields: readonly SignField[],
  settings: SignSettings,
  sign: Buffer,
): Bilingual | undefined {
  const [key] = settings.keys;
  if (settings.profile !== 'SM4' || key === undefined || sign.length % 16 !== 0) return undefined;
  const theirs = decrypted(key.value, sign);
  if (theirs === undefined) return OTHER_KEY;
  return placeOf(firstDifference(signText(fields, settings.order, key.value), theirs), fields, settings);
}
