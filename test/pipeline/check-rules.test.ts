import { describe, expect, it } from '@jest/globals';
import type { Instruction } from '../../src/envelope/envelope.ts';
import { checkRules } from '../../src/pipeline/check-rules.ts';
import { compileLift } from '../rules/lift-rules.ts';

const rules = compileLift();
const book = { find: () => rules, disabled: () => undefined };
const query: Instruction = {
  kind: 'query',
  ruleSet: 'lift',
  criteria: [{ members: { '*设备代码': 'LIFT1', 状态: '在用' } }],
  paging: { page: 1, size: 10 },
};

describe('criteria of a question', () => {
  it('from a file go by the titles of members', () => {
    expect(checkRules(book, 's9', query, { fromFile: true }).instruction).toEqual({
      ...query,
      criteria: [{ members: { code: 'LIFT1', state: '在用' } }],
    });
  });

  it('stay as they are where they come another way', () => {
    expect(checkRules(book, 's9', query).instruction).toEqual(query);
  });
});
