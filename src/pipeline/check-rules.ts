import type { Instruction } from '../envelope/envelope.ts';
import { ExchangeError } from '../envelope/exchange-error.ts';
import type { RuleBook, RuleSet } from '../envelope/rule-set.ts';

/** Finds the rules of the data and holds the records against them; throws RULES_DISABLED or RULES_FAILED. */
export function checkRules(rules: RuleBook, standard: string, instruction: Instruction): RuleSet | undefined {
  if (instruction.kind === 'log') return undefined;
  const ruleSet = rules.find(standard, instruction.ruleSet);
  if (!ruleSet)
    throw new ExchangeError('RULES_DISABLED', { reason: rules.disabled(standard, instruction.ruleSet) });
  if (instruction.kind === 'query') return ruleSet;
  const faults =
    instruction.kind === 'delete' ? ruleSet.checkKeys(instruction.items) : ruleSet.check(instruction.items);
  if (faults.length === 0) return ruleSet;
  const first = faults[0]!;
  const message = `数据校验未通过：第${(first.index ?? 0) + 1}条${first.message}${faults.length > 1 ? `（共${faults.length}处）` : ''}`;
  throw new ExchangeError('RULES_FAILED', { message, details: faults });
}
