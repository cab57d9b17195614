/** The line of a text, from 1, on which the character at `at` stands; lines end with CR LF, LF or CR. */
export function lineAt(text: string, at: number): number {
  let line = 1;
  for (let i = 0; i < at; i += 1) {
    const unit = text.charCodeAt(i);
    if (unit === 0x0a || (unit === 0x0d && text.charCodeAt(i + 1) !== 0x0a)) line += 1;
  }
  return line;
}
