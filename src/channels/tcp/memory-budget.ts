/** What one holder has of a budget. */
export interface Share {
  /** Says how much is held from now on; false when there is no room for more, which then is not held. */
  set(bytes: number): boolean;
}

/** Bounds what all connections together make the process hold; gives out empty shares. */
export function createMemoryBudget(most: number): () => Share {
  let held = 0;
  return () => {
    let own = 0;
    return {
      set: (bytes) => {
        if (bytes > own && held - own + bytes > most) return false;
        held += bytes - own;
        own = bytes;
        return true;
      },
    };
  };
}
