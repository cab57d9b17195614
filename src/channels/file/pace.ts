import { setImmediate as nextTurn } from 'node:timers/promises';
import {
  createWeightGate,
  FILES_UNDER_WAY,
  type WeightGate,
  weightOf,
} from '../../record-files/weight-gate.ts';

/** Keeps the files of all folders from taking more memory, and more of the event loop at once, than they may. */
export interface Pace {
  /** Lets work on a file in by its weight. */
  readonly pass: WeightGate['pass'];
  /** Resolves in a turn of the event loop of its own: what is done next by others waits, and sockets are served between. */
  turn(): Promise<void>;
}

export function createPace(): Pace {
  let last = Promise.resolve();
  return {
    pass: createWeightGate(FILES_UNDER_WAY).pass,
    turn: () => {
      last = last.then(() => nextTurn());
      return last;
    },
  };
}

const PLAIN = /\.(?:csv|txt|xml)\s*$/i;

/** What a file weighs, in bytes; one whose name does not say that it is plain may be packed. */
export function fileWeight(shownName: string, size: number): number {
  return weightOf(size, !PLAIN.test(shownName));
}
