const HEX_DIGITS = /^[0-9A-Fa-f]{32}$/;
const ASCII_CHARACTERS = /^[\x21-\x7e]{16}$/;

/**
 * The 16 key bytes of a shared secret: 32 hex digits, or exactly 16 visible ASCII characters (S1 1.12, our
 * reading c). Throws on anything else; the message never repeats the secret.
 */
export function parseSharedSecret(text: string): Buffer {
  if (HEX_DIGITS.test(text)) return Buffer.from(text, 'hex');
  if (ASCII_CHARACTERS.test(text)) return Buffer.from(text, 'latin1');
  throw new Error(
    'a shared secret is 32 hex digits or exactly 16 visible ASCII characters (密钥须为32位十六进制数或16个可见ASCII字符)',
  );
}

const VISIBLE = /^[\x21-\x7e]{8,128}$/;

/** A secret that only stands in a text, as MD5's does: partners bring it in any form. Never repeats it. */
export function parseTextSecret(text: string): string {
  if (VISIBLE.test(text)) return text;
  throw new Error('a shared secret is 8 to 128 visible ASCII characters (密钥须为8至128个可见ASCII字符)');
}
