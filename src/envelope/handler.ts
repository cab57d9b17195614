import type { Application } from './application.ts';
import type { Attachments } from './attachment.ts';
import type { Change, ChangeResult, FullUpload, Reads } from './commit.ts';
import type { Instruction } from './envelope.ts';
import type { Answer } from './outcome.ts';
import type { RuleSet } from './rule-set.ts';
import type { SourcePlace } from './source-place.ts';

/** What an operation came to: changes to commit, and the answer once the store has decided them. */
export interface Work {
  readonly changes: readonly Change[];
  readonly full?: FullUpload;
  /** Something was changed elsewhere: the answer is kept for a resend although nothing is stored here. */
  readonly changed?: true;
  /** Throws the refusal when a change was refused: then nothing is stored. */
  answer(results: readonly ChangeResult[], removed: number): Answer;
}

/** What a handler may know and read; it writes nothing itself. */
export interface HandlerContext {
  readonly application: Application;
  /** Undefined for instructions that touch no records (`log`). */
  readonly rules: RuleSet | undefined;
  /** What the rules let pass but would have mended. */
  readonly warnings: readonly string[];
  /** Region prefixes that the caller's grants cover; undefined: all. */
  readonly scope: readonly string[] | undefined;
  /** Where the message stands in its sender's own order. */
  readonly place?: SourcePlace;
  /** Whether sensitive members are shown in full. */
  readonly reveal: boolean;
  readonly reads: Reads;
  readonly attachments: Attachments;
}

export type Handle = (instruction: Instruction, context: HandlerContext) => Promise<Work>;
