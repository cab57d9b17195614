/** A code that was read out or copied, as it is compared: case, blanks and dashes do not count. */
export function typedCode(code: string): string {
  return code.toUpperCase().replace(/[^0-9A-Z]/g, '');
}
