/** What one request holds of the budget. */
export interface BodyHold {
  /** False when the budget has no such room left. */
  take(bytes: number): boolean;
  /** Gives everything back; does nothing the second time. */
  release(): void;
}

export interface BodyBudget {
  open(): BodyHold;
}

/** Bounds the bytes of bodies that all callers together make the process hold, before anyone has proved who it is. */
export function createBodyBudget(most: number): BodyBudget {
  let held = 0;
  const open = (): BodyHold => {
    let own = 0;
    return {
      take: (bytes) => {
        if (held + bytes > most) return false;
        held += bytes;
        own += bytes;
        return true;
      },
      release: () => {
        held -= own;
        own = 0;
      },
    };
  };
  return { open };
}
