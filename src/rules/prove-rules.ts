import type { Item } from '../envelope/envelope.ts';
import type { RuleSet } from '../envelope/rule-set.ts';
import type { RuleFile } from './rule-file.ts';

/**
 * Why a rule set may not be used: a good example that fails, or a bad one that does not fail where it should
 * (S1 1.8 c: an interface is enabled only once all its rules have passed). Undefined: it may be used.
 */
export function disproveRules(rules: RuleSet, file: RuleFile): string | undefined {
  const { good, bad } = file['x-examples'];
  for (const [index, record] of good.entries()) {
    const [detail] = rules.check([itemOf(record)]);
    if (detail) return `good example ${index + 1} fails at ${placeOf(detail)}: ${detail.message}`;
  }
  for (const [index, example] of bad.entries()) {
    const details = rules.check([itemOf(example.record)]);
    if (details.some(({ member, rule }) => member === example.member && rule === example.rule)) continue;
    const instead = details.length === 0 ? 'passes' : `fails at ${details.map(placeOf).join(' and ')}`;
    return `bad example ${index + 1} ${instead}, but should fail at ${placeOf(example)}`;
  }
  return undefined;
}

function placeOf(fault: { readonly member?: string; readonly rule?: string }): string {
  return `${fault.member ?? 'the record'} (${fault.rule})`;
}

function itemOf(value: Item['value']): Item {
  return { text: JSON.stringify(value), value };
}
