/** The part of a GB/T 2260 code that its whole area shares: 320000 → 32, 320500 → 3205, 320505 → 320505. */
export function regionPrefix(code: string): string {
  return code.replace(/(?:00){1,2}$/, '');
}

/** Whether a region lies within one of the prefixes; no prefixes means everywhere. */
export function isWithin(region: string, prefixes: readonly string[] | undefined): boolean {
  return prefixes === undefined || prefixes.some((prefix) => region.startsWith(prefix));
}
