import { ExchangeError } from '../envelope/exchange-error.ts';
import type { Forwardable } from '../envelope/provider.ts';
import { isWithin } from '../envelope/region.ts';
import type { RuleSet } from '../envelope/rule-set.ts';
import { memberValue } from './member-value.ts';

export interface Scope {
  readonly rules: RuleSet | undefined;
  /** Region prefixes that the caller's grants cover; undefined: all. */
  readonly scope: readonly string[] | undefined;
}

/**
 * A provider knows nothing of the caller's grants: what lies outside its regions is refused before it is asked. What an
 * imported operation is about nobody knows, so a grant for regions covers it only where the provider serves no other.
 */
export function checkScope(
  instruction: Forwardable,
  { rules, scope }: Scope,
  served: readonly string[],
): void {
  if (scope === undefined) return;
  if (instruction.kind === 'call') {
    if (served.length > 0 && served.every((region) => isWithin(region, scope))) return;
    throw new ExchangeError('NOT_GRANTED', { message: '该接口的数据不限于授权的行政区划', reason: 'SCOPE' });
  }
  const regions =
    instruction.kind === 'query'
      ? instruction.criteria.map(({ region }) => region)
      : instruction.items.map(({ text }) => regionOf(text, rules));
  if (regions.length > 0 && regions.every((region) => isWithin(region, scope))) return;
  const message =
    instruction.kind === 'query' ? '请在查询条件中指明授权范围内的行政区划' : '数据不在授权的行政区划范围内';
  throw new ExchangeError('NOT_GRANTED', { message, reason: 'SCOPE' });
}

/** Whether a record that a provider gave may be shown. */
export function withinScope(
  record: string,
  rules: RuleSet | undefined,
  scope: readonly string[] | undefined,
): boolean {
  return scope === undefined || isWithin(regionOf(record, rules), scope);
}

function regionOf(record: string, rules: RuleSet | undefined): string | undefined {
  return rules?.region === undefined ? undefined : memberValue(record, rules.region);
}
