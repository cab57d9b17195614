import type { Criterion, Instruction } from '../envelope/envelope.ts';
import { ExchangeError } from '../envelope/exchange-error.ts';
import type { HandlerContext, Work } from '../envelope/handler.ts';
import type { RuleSet } from '../envelope/rule-set.ts';

type QueryInstruction = Extract<Instruction, { kind: 'query' }>;

/** Action 04: a page of records within the caller's regions, sensitive members masked unless granted. */
export async function queryRecords(instruction: QueryInstruction, context: HandlerContext): Promise<Work> {
  const rules = context.rules!;
  const { criteria, ruleSet, paging } = instruction;
  checkMembers(criteria, rules);
  const { rows, page } = await context.reads.records({
    standard: context.application.standard,
    ruleSet,
    criteria: criteria.filter((criterion) => !isEmpty(criterion)),
    primaryKey: rules.perOwner ? [] : rules.primaryKey,
    ...(context.scope && { scope: context.scope }),
    paging,
  });
  const records = context.reveal ? rows : rows.map((text) => rules.mask(text));
  return { changes: [], answer: () => ({ records, page }) };
}

/** An object that holds only paging asks for everything. */
function isEmpty(criterion: Criterion): boolean {
  const { region, beginTime, endTime, members } = criterion;
  return !region && !beginTime && !endTime && Object.keys(members).length === 0;
}

/** A member that nothing is stored for would silently find nothing. */
function checkMembers(criteria: readonly Criterion[], rules: RuleSet): void {
  const known = askable(rules);
  const unknown = criteria.flatMap(askedMembers).find((name) => !known.has(name));
  if (unknown === undefined) return;
  const message = `不能按${unknown.slice(0, 64)}查询；可用：${[...known].join('、')}`;
  throw new ExchangeError('BAD_PAYLOAD', { message, details: [{ member: unknown.slice(0, 64), message }] });
}

function askable({ primaryKey, indexed, region, timestamp }: RuleSet): ReadonlySet<string> {
  return new Set([
    ...primaryKey,
    ...indexed,
    ...(region === undefined ? [] : ['region']),
    ...(timestamp === undefined ? [] : ['beginTime', 'endTime']),
  ]);
}

function askedMembers({ members, ...shared }: Criterion): readonly string[] {
  const given = (['region', 'beginTime', 'endTime'] as const).filter((name) => shared[name] !== undefined);
  return [...Object.keys(members), ...given];
}
