/** What a region and all below it begin with (GB/T 2260): 320000 → 32, 320500 → 3205, 320505 → 320505, 000000 → ''. */
export function regionPrefix(code: string): string {
  let end = code.length;
  while (end >= 2 && end % 2 === 0 && code.endsWith('00', end)) end -= 2;
  return code.slice(0, end);
}

/** Whether a text is a code of GB/T 2260, and not a region's name. */
export function isRegionCode(text: string): boolean {
  return /^\d{6}$/.test(text);
}

/** Whether a region lies within one of the prefixes; one that is not known lies in none. No prefixes: everywhere. */
export function isWithin(
  region: string | null | undefined,
  prefixes: readonly string[] | undefined,
): boolean {
  if (prefixes === undefined) return true;
  return region != null && prefixes.some((prefix) => region.startsWith(prefix));
}
