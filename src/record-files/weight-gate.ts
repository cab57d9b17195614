/** Lets work pass whose weights together stay within a budget. */
export interface WeightGate {
  /** Waits for room, in the order of arrival; what is heavier than the whole budget passes alone. */
  pass<Result>(weight: number, work: () => Promise<Result>): Promise<Result>;
}

/**
 * What files of records that are under way may weigh together, in bytes of their contents: what is read of a file, and
 * what the exchange makes of it, takes a multiple of that in memory.
 */
export const FILES_UNDER_WAY = 8 * 1024 * 1024;

/** How many times its size a workbook weighs, which is packed. */
const PACKED = 5;

/** What a file of so many bytes weighs. */
export function weightOf(size: number, isPacked: boolean): number {
  return isPacked ? size * PACKED : size;
}

export function createWeightGate(budget: number): WeightGate {
  const waiting: { readonly weight: number; readonly enter: () => void }[] = [];
  let inside = 0;
  let weighs = 0;
  const fits = (weight: number) => inside === 0 || weighs + weight <= budget;
  const enter = (weight: number) => {
    inside += 1;
    weighs += weight;
  };
  function leave(weight: number): void {
    inside -= 1;
    weighs -= weight;
    while (waiting[0] !== undefined && fits(waiting[0].weight)) {
      const next = waiting.shift()!;
      enter(next.weight);
      next.enter();
    }
  }
  return {
    async pass(weight, work) {
      if (waiting.length === 0 && fits(weight)) enter(weight);
      else await new Promise<void>((resolve) => waiting.push({ weight, enter: resolve }));
      try {
        return await work();
      } finally {
        leave(weight);
      }
    },
  };
}
