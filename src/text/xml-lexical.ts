const BLANKS = /^[\t\n\r ]+|[\t\n\r ]+$/g;
const INTEGER = /^([+-]?)0*(\d+)$/;
const DECIMAL = /^([+-]?)0*(\d*)(?:\.(\d*))?(?:[eE]([+-]?\d{1,4}))?$/;
const BOOLEANS: Readonly<Record<string, string>> = { true: 'true', 1: 'true', false: 'false', 0: 'false' };
/** Digits that an exponent may add: more is no measure of anything. */
const LONGEST_EXPONENT = 400;
/** Characters of a value that is no text; the patterns below are only quick on short ones. */
const LONGEST = 1000;

/** The JSON lexeme of an XML Schema boolean; undefined for any other text. */
export function booleanLexeme(text: string): string | undefined {
  const value = collapsed(text);
  return Object.hasOwn(BOOLEANS, value) ? BOOLEANS[value] : undefined;
}

/** The JSON lexeme of an XML Schema integer: the same digits, without a plus sign and leading zeros. */
export function integerLexeme(text: string): string | undefined {
  const [, sign, digits] = INTEGER.exec(collapsed(text)) ?? [];
  return digits === undefined ? undefined : `${sign === '-' ? '-' : ''}${digits}`;
}

/** The JSON lexeme of an XML Schema decimal or double: the same digits; INF and NaN are none. */
export function numberLexeme(text: string): string | undefined {
  const value = collapsed(text);
  const [match, sign, whole = '', fraction = '', exponent] = DECIMAL.exec(value) ?? [];
  if (match === undefined || !/\d/.test(value.split(/[eE]/)[0]!)) return undefined;
  const digits = `${whole || '0'}${fraction === '' ? '' : `.${fraction}`}`;
  return `${sign === '-' ? '-' : ''}${digits}${exponent === undefined ? '' : `e${exponent}`}`;
}

/** A JSON number without an exponent, as xs:decimal has it; undefined when that would be absurdly long. */
export function decimalText(lexeme: string): string | undefined {
  const [, sign, whole = '', fraction = '', exponent = '0'] = DECIMAL.exec(collapsed(lexeme)) ?? [];
  const shift = Number(exponent);
  if (sign === undefined || Math.abs(shift) > LONGEST_EXPONENT) return undefined;
  if (shift === 0) return lexeme.replace(/[eE].*/, '');
  const digits = `${whole}${fraction}`.padStart(1, '0');
  const point = whole.length + shift;
  const padded = point < 0 ? '0'.repeat(-point) + digits : digits.padEnd(point, '0');
  const at = Math.max(point, 0);
  const decimals = padded.slice(at);
  return `${sign}${padded.slice(0, at) || '0'}${decimals === '' ? '' : `.${decimals}`}`;
}

/** A JSON number as xs:integer has it; undefined when it has decimals other than 0. */
export function integerText(lexeme: string): string | undefined {
  const [, whole] = /^(-?\d+)(?:\.0*)?$/.exec(decimalText(lexeme) ?? '') ?? [];
  return whole;
}

/** White space around a value means nothing in XML Schema, but for texts. */
function collapsed(text: string): string {
  return text.length > LONGEST ? '' : text.replace(BLANKS, '');
}
