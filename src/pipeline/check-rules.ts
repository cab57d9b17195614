import type { Criterion, Instruction } from '../envelope/envelope.ts';
import { type ErrorDetail, ExchangeError } from '../envelope/exchange-error.ts';
import type { RecordSource, RuleBook, RuleSet } from '../envelope/rule-set.ts';

export interface Checked {
  /** Undefined for instructions that touch no records. */
  readonly rules: RuleSet | undefined;
  /** With its records in the form that is stored. */
  readonly instruction: Instruction;
  /** In Chinese. */
  readonly warnings: readonly string[];
}

/** Finds the rules of the data and holds the records against them; throws why it cannot, or RULES_FAILED. */
export function checkRules(
  book: RuleBook,
  standard: string,
  instruction: Instruction,
  source?: RecordSource,
): Checked {
  if (!('ruleSet' in instruction)) return { rules: undefined, instruction, warnings: [] };
  const rules = book.find(standard, instruction.ruleSet);
  if (!rules) throw unusable(book.disabled(standard, instruction.ruleSet));
  if (instruction.kind === 'query') {
    const criteria = instruction.criteria.map((criterion) => asStored(criterion, rules, source));
    return { rules, instruction: { ...instruction, criteria }, warnings: [] };
  }
  const { items, warnings } = rules.normalize(instruction.items, source);
  const faults = instruction.kind === 'delete' ? rules.checkKeys(items, source) : rules.check(items, source);
  if (faults.length === 0) return { rules, instruction: { ...instruction, items }, warnings };
  const first = faults[0]!;
  const place = items.length > 1 ? `第${(first.index ?? 0) + 1}条` : '';
  const message = `数据校验未通过：${place}${first.message}${howMany(faults)}`;
  throw new ExchangeError('RULES_FAILED', { message, details: faults });
}

/** Not every fault of a bad batch is told, so the number told must not pass for the whole. */
function howMany(faults: readonly ErrorDetail[]): string {
  const told = faults.filter(({ rule }) => rule !== 'limit').length;
  if (told < faults.length) return `（仅列出${told}处，还有更多）`;
  return told > 1 ? `（共${told}处）` : '';
}

/** Rules that nobody wrote and rules that do not hold are different things to the sender. */
function unusable(disabled: string | undefined): ExchangeError {
  return disabled === undefined
    ? new ExchangeError('BUSINESS_CODE_UNKNOWN')
    : new ExchangeError('RULES_DISABLED', { reason: disabled });
}

/** Asks for values as they are stored. What would not be stored stays, so that a criterion never comes to ask for everything. */
function asStored(criterion: Criterion, rules: RuleSet, source?: RecordSource): Criterion {
  const { members } = criterion;
  if (Object.values(members).includes('')) return criterion;
  const [item] = rules.normalize([{ text: JSON.stringify(members), value: members }], source).items;
  const { value } = item!;
  const isWhole = Object.keys(value).length === Object.keys(members).length;
  return value === members || !isWhole ? criterion : { ...criterion, members: textsOf(value) };
}

function textsOf(value: Readonly<Record<string, unknown>>): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(value).map(([name, text]) => [name, String(text)]));
}
