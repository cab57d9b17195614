/** Now as an ISO instant, but always after the earlier one, so that a change is never overlooked. */
export function laterThan(earlier: string): string {
  return new Date(Math.max(Date.now(), Date.parse(earlier) + 1)).toISOString();
}
