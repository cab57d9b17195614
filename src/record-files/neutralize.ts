/** What spreadsheet programs take for a formula or a command, even behind the `'` that is to keep them from it. */
const DANGEROUS = /^'*[=+\-@\t\r\n\0＝＋－＠]/;
const KEPT_FROM_HARM = /^'+[=+\-@\t\r\n\0＝＋－＠]/;
const NEGATIVE_NUMBER = /^-\d+(?:\.\d+)?$/;

/**
 * Makes a cell's text harmless to whoever opens the file in a spreadsheet program (ASVS 1.2.10): a dangerous
 * beginning gets one `'` in front. A plain negative number stays a number.
 */
export function neutralize(text: string): string {
  return DANGEROUS.test(text) && !NEGATIVE_NUMBER.test(text) ? `'${text}` : text;
}

/** Takes away what `neutralize` put there: `restore(neutralize(text)) === text` for every text. */
export function restore(text: string): string {
  return KEPT_FROM_HARM.test(text) ? text.slice(1) : text;
}
