import type { Envelope, Instruction, Item } from '../../../src/envelope/envelope.ts';
import { ExchangeError } from '../../../src/envelope/exchange-error.ts';
import { readItems } from '../../../src/text/json.ts';
import { TextError } from '../../../src/text/text-error.ts';

const PAGE = 100;

/** What a proved message asks for; the rule set's name is the business code. */
export function interpret({ operation, business: ruleSet, payload }: Envelope): Instruction {
  if (operation === 'publish') return { kind: 'add', ruleSet, items: read(payload) };
  return { kind: 'query', ruleSet, criteria: [], paging: { page: Number(payload || '1'), size: PAGE } };
}

function read(payload: string): readonly Item[] {
  try {
    return readItems(payload);
  } catch (thrown) {
    if (!(thrown instanceof TextError)) throw thrown;
    throw new ExchangeError('BAD_PAYLOAD', { message: 'notices应为由JSON对象组成的数组', cause: thrown });
  }
}
