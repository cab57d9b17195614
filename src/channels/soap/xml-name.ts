const START = /[\p{L}_]/u;
const PART = /[\p{L}\p{N}._-]/u;
/** What looks like an escape must be escaped itself, or two names would become one. */
const ESCAPE_LIKE = /^_x[0-9A-Fa-f]{4,6}_/;

/**
 * The name of the element that stands for a member: the same wherever XML allows it; else each other character as
 * `_xHHHH_`, as .NET and ISO 9075-14 write it.
 */
export function xmlNameOf(name: string): string {
  let rest = name;
  let written = '';
  while (rest !== '') {
    const character = String.fromCodePoint(rest.codePointAt(0)!);
    const plain = (written === '' ? START : PART).test(character) && !ESCAPE_LIKE.test(rest);
    written += plain ? character : escaped(character);
    rest = rest.slice(character.length);
  }
  return written === '' ? '_x_' : written;
}

function escaped(character: string): string {
  return `_x${character.codePointAt(0)!.toString(16).toUpperCase().padStart(4, '0')}_`;
}
