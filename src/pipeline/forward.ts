import { randomUUID } from 'node:crypto';
import { sm3Hex } from '../crypto/digest.ts';
import type { Application } from '../envelope/application.ts';
import type { Work } from '../envelope/handler.ts';
import type { Answer } from '../envelope/outcome.ts';
import type { Forwardable, Provider } from '../envelope/provider.ts';
import type { RuleSet } from '../envelope/rule-set.ts';
import type { Attempt } from './attempt.ts';
import { checkScope, withinScope } from './forward-scope.ts';
import type { ExchangeParts } from './ports.ts';
import { readOutcome } from './provider-outcome.ts';

/** What the caller may do and see. */
export interface Allowed {
  readonly application: Application;
  readonly rules: RuleSet | undefined;
  readonly warnings: readonly string[];
  readonly scope: readonly string[] | undefined;
  readonly reveal: boolean;
}

/** The instruction as something to forward, unless only the gateway itself can answer it. */
export function forwardable(instruction: { readonly kind: string }): instruction is Forwardable {
  return ['add', 'modify', 'delete', 'query', 'call'].includes(instruction.kind);
}

/**
 * S1 6.2 (1.5) b) to d): asks the provider over its own protocol, by the gateway's account there, and gives back what
 * it answers, sensitive members masked. Nothing of the records is kept here.
 */
export async function forward(
  { forwarding }: ExchangeParts,
  attempt: Attempt,
  provider: Provider,
  instruction: Forwardable,
  allowed: Allowed,
): Promise<Work> {
  checkScope(instruction, allowed, provider.regions);
  const { business, action } = attempt.envelope!;
  const messageId = idFor(attempt, provider, instruction);
  const ask = () => forwarding.ask(provider, { instruction, business, action, messageId });
  const { outcome, legs } = await forwarding.share(nameOf(attempt, instruction), attempt.digest!, ask);
  attempt.legs = legs;
  const mask = allowed.reveal ? (words: string) => words : forwarding.maskWords;
  const answer = readOutcome(outcome, provider, {
    changes: mayChange(forwarding, provider, instruction),
    mask,
  });
  const shown = show(answer, provider, allowed, forwarding.maskContent);
  return { changes: [], answer: () => shown, ...(instruction.kind !== 'query' && { changed: true }) };
}

/**
 * The same message of the same caller has the same id at the provider, so that a resend after an unknown outcome is
 * safe there too. A question gets a new one: it may always be asked anew.
 */
function idFor({ envelope, application }: Attempt, { id }: Provider, instruction: Forwardable): string {
  const { messageId } = envelope!;
  if (messageId === undefined || instruction.kind === 'query') return randomUUID();
  const digest = sm3Hex(JSON.stringify([application!.id, messageId, id]));
  return digest.slice(0, 32).replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}

function mayChange(
  { isSafe }: ExchangeParts['forwarding'],
  provider: Provider,
  instruction: Forwardable,
): boolean {
  if (instruction.kind === 'call') return !isSafe(provider, instruction.operation);
  return instruction.kind !== 'query';
}

/** By which a resend finds the call that is under way; undefined where every message is a call of its own. */
function nameOf({ envelope, application }: Attempt, instruction: Forwardable): string | undefined {
  const { messageId } = envelope!;
  if (messageId === undefined || instruction.kind === 'query') return undefined;
  return JSON.stringify([application!.id, messageId]);
}

function show(
  answer: Answer,
  provider: Provider,
  { rules, warnings, scope, reveal }: Allowed,
  maskContent: (content: string, paths: readonly string[]) => string,
): Answer {
  const told = [...warnings, ...(answer.warnings ?? [])];
  const records = answer.records?.filter((record) => withinScope(record, rules, scope));
  const { content } = answer;
  return {
    ...answer,
    ...(records && { records: reveal ? records : records.map((record) => rules!.mask(record)) }),
    ...(content !== undefined && {
      content: reveal ? content : maskContent(content, provider.sensitive ?? []),
    }),
    ...(told.length > 0 && { warnings: told }),
  };
}
