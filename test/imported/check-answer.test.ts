import { describe, expect, it } from '@jest/globals';
import type { StructureSchema } from '../../src/envelope/operation.ts';
import { checkAnswer } from '../../src/imported/check-answer.ts';

const STOCK: StructureSchema = {
  type: 'object',
  properties: {
    sku: { type: 'string', pattern: '^[0-9]{4}$', maxLength: 4 },
    qty: { type: 'integer', minimum: 0 },
    place: { $ref: '#/$defs/Place' },
    lots: { type: 'array', items: { $ref: '#/$defs/Lot' } },
    byDay: { type: 'object', additionalProperties: { type: 'number' } },
    owner: { anyOf: [{ type: 'string' }, { $ref: '#/$defs/Place' }] },
  },
  required: ['sku', 'qty'],
  additionalProperties: false,
  $defs: {
    Place: { type: 'object', properties: { city: { type: 'string' } }, required: ['city'] },
    Lot: {
      allOf: [
        { type: 'object', properties: { id: { type: 'string', enum: ['a'] } }, required: ['id'] },
        { type: 'object', properties: { next: { $ref: '#/$defs/Lot' }, price: { type: 'number' } } },
      ],
    },
  },
};
const check = (content: string) => checkAnswer(content, STOCK);

describe('the check of an answer', () => {
  it.each([
    ['all as it is told', '{"sku":"0101","qty":1,"place":{"city":"c"},"lots":[{"id":"a","price":1.50}]}'],
    ['numbers of any length', '{"sku":"0101","qty":12345678901234567890,"byDay":{"d":1e2}}'],
    ['a whole number with a point', '{"sku":"0101","qty":1.0}'],
    ['members that nobody told of', '{"sku":"0101","qty":1,"more":{"x":[1]},"lots":[{"id":"a","y":1}]}'],
    ['values out of range', '{"sku":"too long","qty":-1,"lots":[{"id":"b"}]}'],
    ['null for what may be absent', '{"sku":"0101","qty":1,"place":null,"lots":null,"byDay":null}'],
    ['either alternative', '{"sku":"0101","qty":1,"owner":{"city":"c"}}'],
  ])('takes %s', (_what, content) => {
    expect(check(content)).toBeUndefined();
  });

  it.each([
    ['{"sku":1,"qty":1}', 'JSON whose sku is no string'],
    ['{"sku":"0101"}', 'JSON without the required qty'],
    ['{"sku":"0101","qty":null}', 'JSON whose qty is no integer'],
    ['{"sku":"0101","qty":1.5}', 'JSON whose qty is no integer'],
    ['{"sku":"0101","qty":"1"}', 'JSON whose qty is no integer'],
    ['{"sku":"0101","qty":1,"place":{}}', 'JSON without the required place.city'],
    ['{"sku":"0101","qty":1,"place":[]}', 'JSON whose place is no object'],
    ['{"sku":"0101","qty":1,"lots":{}}', 'JSON whose lots is no array'],
    ['{"sku":"0101","qty":1,"lots":[{"id":"a"},{"id":2}]}', 'JSON whose lots[1].id is no string'],
    [
      '{"sku":"0101","qty":1,"lots":[{"id":"a","next":{"id":"a","next":{}}}]}',
      'JSON without the required lots[0].next.next.id',
    ],
    ['{"sku":"0101","qty":1,"owner":7}', 'JSON whose owner is no string'],
  ])('finds what is wrong in %s', (content, reason) => {
    expect(check(content)).toBe(reason);
  });

  it('takes no longer for alternatives within alternatives', () => {
    const choice = (name: string): StructureSchema => ({
      type: 'object',
      properties: { next: { $ref: '#/$defs/Any' }, leaf: { type: 'string' }, [name]: { type: 'null' } },
    });
    const output: StructureSchema = {
      $ref: '#/$defs/Any',
      $defs: { Any: { anyOf: ['a', 'b', 'c'].map(choice) } },
    };
    const levels = 60;
    const content = `${'{"next":'.repeat(levels)}{"leaf":1}${'}'.repeat(levels)}`;
    expect(checkAnswer(content, output)).toBe(`JSON whose ${'next.'.repeat(levels)}leaf is no string`);
  });

  it('tells no name that only the answer has', () => {
    expect(check('{"sku":"0101","qty":1,"byDay":{"320500199001011234":"x"}}')).toBe(
      'JSON whose byDay.* is no number',
    );
  });
});
