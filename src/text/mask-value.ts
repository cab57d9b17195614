/** What a sensitive member holds, which decides how it is masked. */
export const SENSITIVE_KINDS = ['identity', 'phone', 'name', 'address', 'text'] as const;
export type SensitiveKind = (typeof SENSITIVE_KINDS)[number];

const STAR = '*';
/** Characters of an address that stay: about province and city. */
const ADDRESS_KEPT = 6;
const DIGIT = '[0-9０-９]';
const X = '[0-9０-９XxＸｘ]';
const GAP = '[ \\-－　]?';
const ALONE = { before: `(?<!${DIGIT})`, after: `(?!${DIGIT})` };
const MONTH_DAY = '(?:[0０][1-9１-９]|[1１][0-2０-２])(?:[0０][1-9１-９]|[12１２][0-9０-９]|[3３][01０１])';

/** Numbers that give a person away inside other text; half or full width, perhaps grouped. */
const IDENTITY_18 = `${DIGIT}{6}${GAP}${DIGIT}{8}${GAP}${DIGIT}{3}${GAP}${X}`;
/** The form until 1999; told from other numbers of 15 digits by its birthday. */
const IDENTITY_15 = `${DIGIT}{6}${GAP}${DIGIT}{2}${MONTH_DAY}${GAP}${DIGIT}{3}`;
const MOBILE = `(?:[+＋]?[8８][6６]${GAP})?[1１][3-9３-９]${DIGIT}${GAP}${DIGIT}{4}${GAP}${DIGIT}{4}`;
const IDENTITIES = new RegExp(`${ALONE.before}(?:${IDENTITY_18}|${IDENTITY_15})${ALONE.after}`, 'g');
const MOBILES = new RegExp(`${ALONE.before}${MOBILE}${ALONE.after}`, 'g');

const MASKS = {
  identity: (text) => cover(text, 4, 4),
  phone: (text) => cover(text, 3, 4),
  name: (text) => cover(text, 1, 0),
  address: maskAddress,
  text: maskNumbers,
} as const satisfies Record<SensitiveKind, (text: string) => string>;

/** A sensitive value with its telling part starred out. */
export function maskValue(text: string, kind: SensitiveKind): string {
  return MASKS[kind](text);
}

/** Whether a value looks like what `maskValue` gives: whoever would store it would lose what it stood for. */
export function isMasked(text: string, kind: SensitiveKind): boolean {
  return kind === 'text' ? COVERED_NUMBER.test(text) : text.includes(STAR) && maskValue(text, kind) === text;
}

/** Digits, what was starred out between them, and digits or the last X of an identity number. */
const COVERED_NUMBER = new RegExp(`${DIGIT}[*]{4,}${DIGIT}*${X}`);

function maskAddress(text: string): string {
  const length = [...text].length;
  return cover(text, length > ADDRESS_KEPT ? ADDRESS_KEPT : Math.floor(length / 2), 0);
}

function maskNumbers(text: string): string {
  return text
    .replace(IDENTITIES, (number) => cover(number, 4, 4))
    .replace(MOBILES, (number) => cover(number, 3, 4));
}

/** Keeps the ends; of a text too short for that no more than a third, at its end. */
function cover(text: string, head: number, tail: number): string {
  const characters = [...text];
  const length = characters.length;
  if (tail === 0)
    return characters.map((character, at) => (at < head && length > 1 ? character : STAR)).join('');
  const [first, last] = length >= head + tail + 3 ? [head, tail] : [0, Math.floor(length / 3)];
  return characters.map((character, at) => (at < first || at >= length - last ? character : STAR)).join('');
}
