import type { Criterion, Paging } from '../envelope/envelope.ts';
import { ExchangeError } from '../envelope/exchange-error.ts';

/** The text of a member of a query, if it is there. */
export type Lookup = (name: string) => string | undefined;

/** `pageno`, `pagesize` and `cursor`; by default the first page, as long as may be. */
export function readPaging(lookup: Lookup, limit: number): Paging {
  const cursor = lookup('cursor');
  return {
    page: whole('pageno', lookup('pageno') ?? '1', 1_000_000),
    size: whole('pagesize', lookup('pagesize') ?? String(limit), limit),
    ...(cursor === undefined ? {} : { cursor }),
  };
}

/** `beginTime` and `endTime`, inclusive; a bare date means the whole day. */
export function readPeriod(lookup: Lookup): Pick<Criterion, 'beginTime' | 'endTime'> {
  const beginTime = instant(lookup, 'beginTime', '00:00:00');
  const endTime = instant(lookup, 'endTime', '23:59:59');
  return { ...(beginTime && { beginTime }), ...(endTime && { endTime }) };
}

/** `region`, a code of GB/T 2260. */
export function readRegion(lookup: Lookup): string | undefined {
  const region = lookup('region');
  if (region !== undefined && !/^\d{6}$/.test(region))
    throw badCriterion('region', '应为6位行政区划代码（GB/T 2260）');
  return region;
}

/** The refusal of a query, naming the member at fault. */
export function badCriterion(member: string, expected: string): ExchangeError {
  const message = `查询条件错误：${member.slice(0, 64)} ${expected}`;
  return new ExchangeError('BAD_PAYLOAD', { message, details: [{ member, message: expected }] });
}

function whole(name: string, text: string, limit: number): number {
  const value = /^[1-9]\d{0,6}$/.test(text) ? Number(text) : 0;
  if (value < 1 || value > limit) throw badCriterion(name, `应为1至${limit}的整数`);
  return value;
}

function instant(lookup: Lookup, name: string, timeOfDay: string): string | undefined {
  const text = lookup(name);
  if (text === undefined) return undefined;
  const match = /^(\d{4}-\d{2}-\d{2})(?: (\d{2}:\d{2}:\d{2}))?$/.exec(text);
  if (!match) throw badCriterion(name, '应为YYYY-MM-DD或YYYY-MM-DD HH:mm:ss');
  return `${match[1]} ${match[2] ?? timeOfDay}`;
}
