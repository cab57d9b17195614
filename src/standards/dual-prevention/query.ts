import type { Instruction, Item } from '../../envelope/envelope.ts';
import { memberText, readItems } from '../../text/json.ts';
import { badCriterion, readPaging, readPeriod, readRegion } from '../../text/query-values.ts';
import { TextError } from '../../text/text-error.ts';

/** Members of a question that are no members of a record. */
const CONTROL = new Set(['region', 'beginTime', 'endTime', 'pageno', 'pagesize', 'cursor', 'criteria']);

/** Reads the question of getObjects, an object of texts: all of it joined by AND. */
export function interpretQuery(
  payload: string,
  ruleSet: string,
  { depth, pageSize }: { readonly depth: number; readonly pageSize: number },
): Instruction {
  const asked = JSON.parse(payload) as Readonly<Record<string, string>>;
  const lookup = (name: string) => (Object.hasOwn(asked, name) ? asked[name] : undefined);
  const named = Object.entries(asked).filter(([name]) => !CONTROL.has(name));
  const members = { ...criteriaOf(lookup('criteria'), depth), ...Object.fromEntries(named) };
  const criterion = { members, region: readRegion(lookup), ...readPeriod(lookup) };
  return { kind: 'query', ruleSet, criteria: [criterion], paging: readPaging(lookup, pageSize) };
}

/** `criteria` is one object of texts or numbers, which keep the digits that were sent. */
function criteriaOf(text: string | undefined, depth: number): Readonly<Record<string, string>> {
  if (text === undefined) return {};
  const item = objectOf(text, depth);
  return Object.fromEntries(Object.keys(item.value).map((name) => [name, textOf(item, name)]));
}

function objectOf(text: string, depth: number): Item {
  try {
    const items = readItems(`[${text}]`, { depth });
    if (items.length === 1) return items[0]!;
  } catch (thrown) {
    if (!(thrown instanceof TextError)) throw thrown;
  }
  throw badCriterion('criteria', '应为JSON对象文本');
}

function textOf({ text, value }: Item, name: string): string {
  const member = value[name];
  if (typeof member === 'string') return member;
  if (typeof member === 'number') return memberText(text, name)!;
  throw badCriterion(name, '查询条件的值应为字符串或数字');
}
