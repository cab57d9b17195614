import { type AuditRow, GENESIS } from './audit-row.ts';
import type { Checkpoint } from './checkpoint.ts';
import type { Damage, DamageKind } from './damage.ts';
import { rowHash } from './row-hash.ts';

/** Damaged rows for which another place is looked for; beyond that they are only told as changed. */
const MOST_SUSPECTS = 200;

/** Sequences of one gap that are remembered one by one, in case they come later. */
const LARGEST_GAP = 10_000;

interface Last {
  readonly sequence: number;
  readonly hash: string;
  /** Whether the row matched its own hash. */
  readonly sound: boolean;
}

/** Follows the chain of one writer, row by row. */
export class ChainCheck {
  readonly #writer: string;
  readonly #checkpoints: Map<number, string>;
  readonly #damages: Damage[] = [];
  readonly #missing = new Set<number>();
  readonly #suspects: AuditRow[] = [];
  #last: Last = { sequence: 0, hash: GENESIS, sound: true };
  #replaced = false;
  #rows = 0;

  constructor(writer: string, checkpoints: readonly Checkpoint[]) {
    this.#writer = writer;
    this.#checkpoints = new Map(checkpoints.map(({ sequence, hash }) => [sequence, hash]));
  }

  get writer(): string {
    return this.#writer;
  }

  get rows(): number {
    return this.#rows;
  }

  get last(): number {
    return this.#last.sequence;
  }

  /** The highest sequence that a checkpoint vouches for. */
  get checkpointed(): number {
    return Math.max(0, ...this.#checkpoints.keys());
  }

  add(row: AuditRow): void {
    this.#rows += 1;
    const sound = rowHash(row) === row.hash;
    if (!sound) this.#suspect(row);
    if (row.sequence <= this.#last.sequence) this.#comeLate(row);
    else this.#follow(row, sound);
    if (sound) this.#compareCheckpoint(row);
  }

  /** Everything that is wrong, by sequence. */
  finish(): readonly Damage[] {
    this.#placeSuspects();
    this.#reportMissing();
    const end = this.checkpointed;
    if (end > this.#last.sequence) this.#report('truncated', this.#last.sequence + 1, end);
    return this.#damages.sort((a, b) => a.sequence - b.sequence);
  }

  #follow(row: AuditRow, sound: boolean): void {
    const { sequence } = this.#last;
    const gap = row.sequence - sequence - 1;
    if (gap > LARGEST_GAP) this.#report('missing', sequence + 1, row.sequence - 1);
    else for (let missing = sequence + 1; missing < row.sequence; missing += 1) this.#missing.add(missing);
    if (gap === 0 && sound && this.#last.sound && row.previous !== this.#last.hash) {
      // The first row has nobody before it that could have been made anew.
      this.#report('rewritten', Math.max(sequence, 1));
    }
    this.#last = { sequence: row.sequence, hash: row.hash, sound };
  }

  /** A row whose sequence is behind: a line that was moved, or one too many. */
  #comeLate(row: AuditRow): void {
    this.#report(this.#missing.delete(row.sequence) ? 'swapped' : 'inserted', row.sequence);
  }

  #suspect(row: AuditRow): void {
    if (this.#suspects.length < MOST_SUSPECTS) this.#suspects.push(row);
    else this.#report('changed', row.sequence);
  }

  /** A damaged row that is sound under the number of another damaged or missing one was moved from there. */
  #placeSuspects(): void {
    const places = [
      ...this.#suspects.map(({ sequence }) => sequence),
      ...[...this.#missing].slice(0, MOST_SUSPECTS),
    ];
    for (const row of this.#suspects) {
      const home = places.find((sequence) => rowHash({ ...row, sequence }) === row.hash);
      if (home !== undefined) this.#missing.delete(home);
      this.#report(home === undefined ? 'changed' : 'swapped', row.sequence);
    }
  }

  #reportMissing(): void {
    const missing = [...this.#missing].sort((a, b) => a - b);
    let first = missing[0];
    missing.forEach((sequence, index) => {
      if (missing[index + 1] === sequence + 1) return;
      this.#report('missing', first ?? sequence, sequence);
      first = missing[index + 1];
    });
  }

  /** Told once: everything after it differs too. */
  #compareCheckpoint(row: AuditRow): void {
    const hash = this.#checkpoints.get(row.sequence);
    if (hash === undefined || hash === row.hash || this.#replaced) return;
    this.#replaced = true;
    this.#report('replaced', row.sequence);
  }

  #report(kind: DamageKind, sequence: number, until = sequence): void {
    this.#damages.push({ writer: this.#writer, sequence, kind, ...(until > sequence ? { until } : {}) });
  }
}
