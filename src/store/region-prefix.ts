/** What all regions below a GB/T 2260 code begin with: 320000 gives 32, 320500 gives 3205, 000000 gives ''. */
export function regionPrefix(code: string): string {
  let end = code.length;
  while (end >= 2 && end % 2 === 0 && code.endsWith('00', end)) end -= 2;
  return code.slice(0, end);
}

/** Whether a region lies in one of the scope's; one that is not known lies in none. */
export function inScope(region: string | null | undefined, scope: readonly string[] | undefined): boolean {
  if (scope === undefined) return true;
  return region != null && scope.some((code) => region.startsWith(regionPrefix(code)));
}
