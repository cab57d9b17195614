import type { Criterion, Instruction, Item, LogCriteria, Paging } from '../../envelope/envelope.ts';
import { memberText } from '../../text/json.ts';
import { badCriterion, readPaging, readPeriod, readRegion } from '../../text/query-values.ts';

/** Members of a criterion that are not members of a record. */
const CONTROL = new Set(['queryType', 'region', 'beginTime', 'endTime', 'pageno', 'pagesize', 'cursor']);

/** Reads action 04: each object is a set of criteria joined by AND, several objects by OR; or the log. */
export function interpretQuery(items: readonly Item[], ruleSet: string, pageSize: number): Instruction {
  const paging = pagingOf(items, pageSize);
  const log = items.find((item) => item.value.queryType !== undefined);
  if (!log) return { kind: 'query', ruleSet, criteria: items.map(criterionOf), paging };
  if (log.value.queryType !== 'log' || items.length > 1)
    throw badCriterion('queryType', '只能为log，且单独使用');
  return { kind: 'log', criteria: logCriteriaOf(log), paging };
}

function criterionOf(item: Item): Criterion {
  const lookup = (name: string) => textOf(item, name);
  const members = Object.fromEntries(
    Object.keys(item.value)
      .filter((name) => !CONTROL.has(name))
      .map((name) => [name, textOf(item, name)!]),
  );
  return { members, region: readRegion(lookup), ...readPeriod(lookup) };
}

const LOG_MEMBERS = new Set(['busicode', 'action', 'random', 'outcome', ...CONTROL]);

function logCriteriaOf(item: Item): LogCriteria {
  const unknown = Object.keys(item.value).find((name) => !LOG_MEMBERS.has(name) || name === 'region');
  if (unknown !== undefined) {
    throw badCriterion(
      unknown,
      '不能用于日志查询；可用：busicode、action、random、outcome、beginTime、endTime',
    );
  }
  const outcome = textOf(item, 'outcome');
  if (outcome !== undefined && !['accepted', 'refused', 'repeated'].includes(outcome)) {
    throw badCriterion('outcome', '应为accepted、refused或repeated');
  }
  return {
    business: textOf(item, 'busicode'),
    action: textOf(item, 'action'),
    messageId: textOf(item, 'random'),
    outcome: outcome as LogCriteria['outcome'],
    ...readPeriod((name) => textOf(item, name)),
  };
}

/** Paging stands in the first object that has it: it belongs to the whole query. */
function pagingOf(items: readonly Item[], limit: number): Paging {
  const first = (name: string) => items.map((item) => textOf(item, name)).find((text) => text !== undefined);
  return readPaging(first, limit);
}

/** A criterion's value as text; numbers keep the digits that were sent. */
function textOf(item: Item, name: string): string | undefined {
  const value = item.value[name];
  if (value === undefined) return undefined;
  if (typeof value === 'string') return value;
  if (typeof value === 'number') return memberText(item.text, name);
  throw badCriterion(name, '查询条件的值应为字符串或数字');
}
