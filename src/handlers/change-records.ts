import type { Change, ChangeResult } from '../envelope/commit.ts';
import type { ChangeInstruction, Item } from '../envelope/envelope.ts';
import type { ErrorCode } from '../envelope/error-code.ts';
import { ExchangeError } from '../envelope/exchange-error.ts';
import type { HandlerContext, Work } from '../envelope/handler.ts';
import type { Counts } from '../envelope/outcome.ts';
import { isRegionCode, isWithin } from '../envelope/region.ts';
import type { RuleSet } from '../envelope/rule-set.ts';

/** A record's key as a refusal tells it. */
type TellKey = (index: number) => string;

/** Actions 01–03: one conditional change a record, all of them or none. */
export function changeRecords(instruction: ChangeInstruction, context: HandlerContext): Work {
  const rules = context.rules!;
  const changes = instruction.items.map((item) => changeOf(instruction, item, rules, context));
  const tellKey: TellKey = (index) => rules.tellKey(instruction.items[index]!);
  checkScope(changes, instruction, context);
  checkTimestamps(changes, rules, tellKey);
  const answer: Work['answer'] = (results, removed) => ({
    counts: countsOf(results, removed, tellKey),
    warnings: context.warnings,
  });
  if (!instruction.full) return { changes, answer };
  const { standard, id: owner } = context.application;
  const full = { standard, ruleSet: instruction.ruleSet, owner, place: context.place };
  return { changes, answer, full };
}

function changeOf(
  instruction: ChangeInstruction,
  item: Item,
  rules: RuleSet,
  context: HandlerContext,
): Change {
  return {
    kind: instruction.kind,
    standard: context.application.standard,
    ruleSet: instruction.ruleSet,
    key: rules.perOwner ? `${context.application.id}\u001f${rules.keyOf(item)}` : rules.keyOf(item),
    owner: context.application.id,
    content: item.text,
    region: regionOf(item, rules.region),
    timestamp: textMember(item, rules.timestamp),
    index: indexOf(item, rules),
    place: context.place,
    // What has no region lies in none: then only the owner decides.
    ...(context.scope && rules.region && { scope: context.scope }),
  };
}

/** Clocks of partners may be off, but a version of next year would refuse every correction until then. */
const AHEAD = 86_400_000;
/** China's offset, milliseconds. */
const LOCAL = 8 * 3_600_000;

function checkTimestamps(changes: readonly Change[], { timestamp: member }: RuleSet, tellKey: TellKey): void {
  const latest = new Date(Date.now() + LOCAL + AHEAD).toISOString().slice(0, 19).replace('T', ' ');
  const index = changes.findIndex(({ timestamp }) => timestamp !== undefined && timestamp > latest);
  if (index < 0) return;
  const message = `${member}晚于当前时间一天以上`;
  const detail = { index, key: tellKey(index), member, rule: 'x-timestamp', message };
  throw new ExchangeError('RULES_FAILED', {
    message: `数据校验未通过：${changes.length > 1 ? `第${index + 1}条` : ''}${message}`,
    details: [detail],
  });
}

/** A sender may only write what lies in its own regions; the store checks the stored record's region too. */
function checkScope(
  changes: readonly Change[],
  { kind, items }: ChangeInstruction,
  { scope, rules }: HandlerContext,
): void {
  if (!scope || !rules!.region || kind === 'delete') return;
  const outside = changes.findIndex(({ region }) => !isWithin(region, scope));
  if (outside < 0) return;
  const detail = {
    index: outside,
    key: rules!.tellKey(items[outside]!),
    member: rules!.region,
    message:
      changes[outside]!.region === undefined
        ? '未填写行政区划代码，不能核对授权范围'
        : '所属区域不在授权范围内',
  };
  throw new ExchangeError('NOT_GRANTED', { message: '没有该区域的接口访问权限', details: [detail] });
}

/** A region's name says nothing that could be compared: where a file also takes names, the record has no region. */
function regionOf(item: Item, member: string | undefined): string | undefined {
  const text = textMember(item, member);
  return text !== undefined && isRegionCode(text) ? text : undefined;
}

function indexOf(item: Item, rules: RuleSet): Readonly<Record<string, string>> {
  const index: Record<string, string> = {};
  for (const member of rules.indexed) {
    const value = textMember(item, member);
    if (value !== undefined) index[member] = value;
  }
  return index;
}

function textMember(item: Item, member: string | undefined): string | undefined {
  const value = member === undefined ? undefined : item.value[member];
  return typeof value === 'string' ? value : typeof value === 'number' ? String(value) : undefined;
}

const REFUSALS: Readonly<Record<string, ErrorCode>> = {
  'refused-not-found': 'RECORD_NOT_FOUND',
  'refused-second-source': 'SECOND_SOURCE',
  'refused-stale': 'RECORD_STALE',
  'refused-scope': 'NOT_GRANTED',
};

/** Counts what happened, or tells every record that could not be changed. */
function countsOf(results: readonly ChangeResult[], removed: number, tellKey: TellKey): Counts {
  const refused = results.flatMap((result, index) =>
    result in REFUSALS ? [{ index, code: REFUSALS[result]! }] : [],
  );
  if (refused.length > 0) throw refusalOf(refused, tellKey, results.length);
  const counts = { created: 0, updated: 0, unchanged: 0, deleted: removed };
  for (const result of results) counts[result as keyof Counts] += 1;
  return counts;
}

/** At most this many faulty records are listed; the message counts them all. */
const TOLD = 100;

function refusalOf(
  refused: readonly { index: number; code: ErrorCode }[],
  tellKey: TellKey,
  sent: number,
): ExchangeError {
  const details = refused.slice(0, TOLD).map(({ index, code }) => ({
    index,
    key: tellKey(index),
    rule: code,
    message: new ExchangeError(code).message,
  }));
  const first = details[0]!;
  const message =
    sent === 1
      ? first.message
      : `第${first.index + 1}条 ${first.message}（共${refused.length}条未通过，全部未写入）`;
  return new ExchangeError(refused[0]!.code, { message, details });
}
