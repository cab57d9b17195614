/** The code of a system error such as `ENOENT`; never its message, which may hold what was read. */
export function systemCode(error: unknown): string {
  const coded = typeof error === 'object' && error !== null && 'code' in error;
  return coded ? String(error.code) : 'unreadable';
}
