/** Remembers which endpoints failed lately, so that others are asked first. */
export interface EndpointHealth {
  /**
   * In the order of preference, those that failed lately last. One whose rest is over is first again for a probe, and
   * for this call alone; what is no probe asks it only after those that are well.
   */
  order(endpoints: readonly string[], probe: boolean): readonly string[];
  isResting(endpoint: string): boolean;
  tell(endpoint: string, failed: boolean): void;
}

const FORGET_FROM = 1000;

/** A failed endpoint rests for `restSeconds`, then one call at a time finds out whether it is back. */
export function createEndpointHealth(restSeconds: number): EndpointHealth {
  const restsUntil = new Map<string, number>();
  const rest = (endpoint: string) => restsUntil.set(endpoint, Date.now() + restSeconds * 1000);
  const isResting = (endpoint: string) => (restsUntil.get(endpoint) ?? 0) > Date.now();

  function forgetOld(): void {
    for (const [endpoint, until] of restsUntil) if (until <= Date.now()) restsUntil.delete(endpoint);
  }

  return {
    isResting,
    order(endpoints, probe) {
      const isWell = (endpoint: string) => !restsUntil.has(endpoint);
      const resting = endpoints.filter(isResting);
      const ready = endpoints.filter((endpoint) => !resting.includes(endpoint));
      if (!probe)
        return [...ready.filter(isWell), ...ready.filter((endpoint) => !isWell(endpoint)), ...resting];
      // Until the probe tells how it went, the others leave it alone.
      const [first] = ready;
      if (first !== undefined && endpoints.length > 1 && !isWell(first)) rest(first);
      return [...ready, ...resting];
    },
    tell(endpoint, failed) {
      if (!failed) restsUntil.delete(endpoint);
      else rest(endpoint);
      if (restsUntil.size > FORGET_FROM) forgetOld();
    },
  };
}
