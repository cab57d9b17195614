import type { Criterion, Instruction, Item, LogCriteria, Paging } from '../../envelope/envelope.ts';
import { ExchangeError } from '../../envelope/exchange-error.ts';
import { memberText } from '../../text/json.ts';

/** Members of a criterion that are not members of a record. */
const CONTROL = new Set(['queryType', 'region', 'beginTime', 'endTime', 'pageno', 'pagesize', 'cursor']);

/** Reads action 04: each object is a set of criteria joined by AND, several objects by OR; or the log. */
export function interpretQuery(items: readonly Item[], ruleSet: string, pageSize: number): Instruction {
  const paging = pagingOf(items, pageSize);
  const log = items.find((item) => item.value.queryType !== undefined);
  if (!log) return { kind: 'query', ruleSet, criteria: items.map(criterionOf), paging };
  if (log.value.queryType !== 'log' || items.length > 1) throw bad('queryType', '只能为log，且单独使用');
  return { kind: 'log', criteria: logCriteriaOf(log), paging };
}

function criterionOf(item: Item): Criterion {
  const members = Object.fromEntries(
    Object.keys(item.value)
      .filter((name) => !CONTROL.has(name))
      .map((name) => [name, textOf(item, name)!]),
  );
  return { members, region: regionOf(item), ...period(item) };
}

function logCriteriaOf(item: Item): LogCriteria {
  const outcome = textOf(item, 'outcome');
  if (outcome !== undefined && !['accepted', 'refused', 'repeated'].includes(outcome)) {
    throw bad('outcome', '应为accepted、refused或repeated');
  }
  return {
    business: textOf(item, 'busicode'),
    action: textOf(item, 'action'),
    messageId: textOf(item, 'random'),
    outcome: outcome as LogCriteria['outcome'],
    ...period(item),
  };
}

/** Paging stands in the first object that has it: it belongs to the whole query. */
function pagingOf(items: readonly Item[], limit: number): Paging {
  const first = (name: string) => items.map((item) => textOf(item, name)).find((text) => text !== undefined);
  const cursor = first('cursor');
  return {
    page: whole('pageno', first('pageno') ?? '1', 1_000_000),
    size: whole('pagesize', first('pagesize') ?? String(limit), limit),
    ...(cursor === undefined ? {} : { cursor }),
  };
}

function whole(name: string, text: string, limit: number): number {
  const value = /^[1-9]\d{0,6}$/.test(text) ? Number(text) : 0;
  if (value < 1 || value > limit) throw bad(name, `应为1至${limit}的整数`);
  return value;
}

function regionOf(item: Item): string | undefined {
  const region = textOf(item, 'region');
  if (region !== undefined && !/^\d{6}$/.test(region))
    throw bad('region', '应为6位行政区划代码（GB/T 2260）');
  return region;
}

function period(item: Item): { readonly beginTime?: string; readonly endTime?: string } {
  const [beginTime, endTime] = [instant(item, 'beginTime', '00:00:00'), instant(item, 'endTime', '23:59:59')];
  return { ...(beginTime && { beginTime }), ...(endTime && { endTime }) };
}

function instant(item: Item, name: string, timeOfDay: string): string | undefined {
  const text = textOf(item, name);
  if (text === undefined) return undefined;
  const match = /^(\d{4}-\d{2}-\d{2})(?: (\d{2}:\d{2}:\d{2}))?$/.exec(text);
  if (!match) throw bad(name, '应为YYYY-MM-DD或YYYY-MM-DD HH:mm:ss');
  return `${match[1]} ${match[2] ?? timeOfDay}`;
}

/** A criterion's value as text; numbers keep the digits that were sent. */
function textOf(item: Item, name: string): string | undefined {
  const value = item.value[name];
  if (value === undefined) return undefined;
  if (typeof value === 'string') return value;
  if (typeof value === 'number') return memberText(item.text, name);
  throw bad(name, '查询条件的值应为字符串或数字');
}

function bad(member: string, expected: string): ExchangeError {
  const message = `查询条件错误：${member.slice(0, 64)} ${expected}`;
  return new ExchangeError('BAD_PAYLOAD', { message, details: [{ member, message: expected }] });
}
