/**
 * The bytes of a hex text in either letter case; undefined unless it is hex throughout. Buffer.from alone stops
 * at the first stranger and takes some wide letters for hex digits.
 */
export function decodeHex(text: string): Buffer | undefined {
  return text.length % 2 === 0 && !/[^0-9A-Fa-f]/.test(text) ? Buffer.from(text, 'hex') : undefined;
}
