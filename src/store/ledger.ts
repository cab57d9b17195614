import type { CommitResult, CommitUnit, EarlierMessage, Ledger } from '../envelope/commit.ts';
import { ExchangeError } from '../envelope/exchange-error.ts';
import { checkUnit } from './check-unit.ts';
import type { UnitOutcome } from './decide-group.ts';
import { GroupFailure, type GroupWriter } from './group-writer.ts';
import { type Fault, faultOf, storageUnavailable } from './storage-fault.ts';

/** How large a group may grow; a larger unit is a group of its own. */
const LARGEST_GROUP = { units: 256, changes: 20_000 } as const;

/** Milliseconds that a unit may wait before it is refused: within the five seconds of a caller's patience. */
const PATIENCE = 4_500;

/** Milliseconds between two tries while the database is locked or away. */
const PAUSE = 50;

export interface LedgerParts {
  readonly writeGroup: GroupWriter;
  readonly recall: (caller: string, messageId: string) => Promise<EarlierMessage | undefined>;
  /** Whether a transaction that failed while committing may have been kept all the same (PostgreSQL). */
  readonly commitMayBeLost: boolean;
  /** Called when an fsync failed: what is on disk is unknown, the process must end. */
  readonly onFatal: (error: unknown) => void;
  /** Told how many units shared a commit. */
  readonly onGroup: (units: number) => void;
}

interface Waiting {
  readonly unit: CommitUnit;
  readonly deadline: number;
  /** Once answered, by its group or by the clock. */
  answered: boolean;
  readonly resolve: (result: CommitResult) => void;
  readonly reject: (error: unknown) => void;
}

/**
 * Group commit: while one transaction is written, the next group gathers. Nobody is answered before COMMIT
 * is durable, and nobody waits longer than PATIENCE. `settle` may be called again when a group is tried again.
 */
export class GroupLedger implements Ledger {
  readonly #parts: LedgerParts;
  readonly #queue: Waiting[] = [];
  #running: Promise<void> | undefined;
  #clock: NodeJS.Timeout | undefined;
  #inFlight: readonly Waiting[] = [];
  /** The last group found no database: do not make everyone wait for it. */
  #away = false;
  #closed = false;

  constructor(parts: LedgerParts) {
    this.#parts = parts;
  }

  async commit(unit: CommitUnit): Promise<CommitResult> {
    checkUnit(unit);
    if (this.#closed) throw storageUnavailable(new Error('the store is closed'));
    return new Promise((resolve, reject) => {
      this.#queue.push({ unit, deadline: Date.now() + PATIENCE, answered: false, resolve, reject });
      this.#clock ??= setInterval(() => this.#expire(), 100);
      this.#running ??= this.#run();
    });
  }

  async recall(caller: string, messageId: string): Promise<EarlierMessage | undefined> {
    try {
      return await this.#parts.recall(caller, messageId);
    } catch (error) {
      throw storageUnavailable(error);
    }
  }

  /** Takes no more units and resolves once those taken are answered. */
  async close(): Promise<void> {
    this.#closed = true;
    await this.#running;
  }

  async #run(): Promise<void> {
    while (this.#queue.length > 0) {
      await this.#gather();
      this.#inFlight = this.#takeGroup();
      await this.#settleGroup(this.#inFlight);
      this.#inFlight = [];
    }
    clearInterval(this.#clock);
    this.#clock = undefined;
    this.#running = undefined;
  }

  /**
   * Everything that arrives with this turn of the event loop joins the group, and so on while turns bring more.
   * A lone unit waits for one turn; in a rush, new connections (Node takes one a turn) are not kept out.
   */
  async #gather(): Promise<void> {
    let before: number;
    do {
      before = this.#queue.length;
      await new Promise((resolve) => setImmediate(resolve));
    } while (this.#queue.length > before && this.#queue.length < LARGEST_GROUP.units);
  }

  #takeGroup(): readonly Waiting[] {
    let changes = 0;
    let count = 0;
    for (const { unit } of this.#queue) {
      changes += unit.changes.length;
      if (count === LARGEST_GROUP.units || (count > 0 && changes > LARGEST_GROUP.changes)) break;
      count += 1;
    }
    return this.#queue.splice(0, count);
  }

  /** Answers every unit of the group, trying again while that makes sense. */
  async #settleGroup(group: readonly Waiting[]): Promise<void> {
    for (;;) {
      const open = group.filter((waiting) => !waiting.answered);
      if (open.length === 0) return;
      try {
        answerAll(open, await this.#parts.writeGroup(open.map(({ unit }) => unit)));
        this.#away = false;
        this.#parts.onGroup(open.length);
        return;
      } catch (error) {
        if (await this.#recover(open, error)) continue;
        return;
      }
    }
  }

  /** Whether the group shall be tried again. */
  async #recover(open: readonly Waiting[], failure: unknown): Promise<boolean> {
    const { cause, committing } =
      failure instanceof GroupFailure ? failure : { cause: failure, committing: false };
    const fault = faultOf(cause);
    if (fault === 'fatal') {
      this.#closed = true;
      this.#parts.onFatal(cause);
    }
    const lost = committing && this.#parts.commitMayBeLost && fault !== 'conflict';
    if (!lost && (await this.#worthRetrying(fault))) return true;
    if (!lost && fault === 'other' && open.length > 1) {
      // One of them may be at fault; the others shall not suffer for it.
      for (const waiting of open) await this.#settleGroup([waiting]);
      return false;
    }
    for (const waiting of open) refuse(waiting, storageUnavailable(cause));
    return false;
  }

  async #worthRetrying(fault: Fault): Promise<boolean> {
    if (fault === 'conflict') {
      await pause(Math.random() * 5);
      return true;
    }
    if (fault !== 'busy' || this.#away) return false;
    await pause(PAUSE);
    return true;
  }

  #expire(): void {
    const now = Date.now();
    const late = [...this.#inFlight, ...this.#queue].filter(
      (waiting) => !waiting.answered && waiting.deadline <= now,
    );
    if (late.length === 0) return;
    this.#away = true;
    for (const waiting of late)
      refuse(waiting, storageUnavailable(new Error('the database did not answer in time')));
    const open = this.#queue.filter((waiting) => !waiting.answered);
    this.#queue.splice(0, this.#queue.length, ...open);
  }
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}

function answerAll(group: readonly Waiting[], outcomes: readonly UnitOutcome[]): void {
  group.forEach((waiting, index) => {
    const outcome = outcomes[index]!;
    if (outcome.kind === 'failed') refuse(waiting, outcome.error);
    else if (!waiting.answered) {
      waiting.answered = true;
      waiting.resolve(outcome);
    }
  });
}

function refuse(waiting: Waiting, error: unknown): void {
  if (waiting.answered) return;
  waiting.answered = true;
  waiting.reject(error instanceof ExchangeError ? error : ExchangeError.from(error));
}
