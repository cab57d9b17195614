import { describe, expect, it } from '@jest/globals';
import type { StructureSchema } from '../../src/envelope/operation.ts';
import { findUnknownMembers } from '../../src/imported/find-unknown-members.ts';
import { readOpenApi } from '../../src/imported/openapi/read-openapi.ts';
import { readFixture } from './wsdl/fixtures.ts';
import { ORDERS_YAML } from '../support/openapi-provider.ts';
import { SAMPLE } from './sample-service.ts';

const text: StructureSchema = { type: 'string' };

function unknownIn(output: StructureSchema, ...paths: readonly string[]): readonly string[] {
  return findUnknownMembers({ operations: [{ ...SAMPLE.operations[0]!, output }] }, paths);
}

describe('members to mask that no answer has', () => {
  it('are found through references, lists and kinds, in the answers of all operations', () => {
    const orders = readOpenApi({ root: ORDERS_YAML });
    const known = ['buyer.idCard', 'buyer.name:name', 'lines.name', 'lines', 'items.buyer.idCard', 'echo'];
    expect(findUnknownMembers(orders, known)).toEqual([]);
    const unknown = ['nope.x', 'buyer.idcard', 'buyer.idCard.x', 'idCard', 'lines.0.name', 'buyer.', ''];
    expect(findUnknownMembers(orders, unknown)).toEqual(unknown);
  });

  it('are found in the answers of a WSDL', () => {
    const paths = ['QueryEnterprisesResult.Enterprise.Name', 'QueryEnterprisesResult.Enterprise.name'];
    expect(findUnknownMembers(readFixture('dotnet-asmx'), paths)).toEqual([paths[1]]);
  });

  it('are looked for in every alternative and every part', () => {
    const a: StructureSchema = { type: 'object', properties: { a: text } };
    const b: StructureSchema = { type: 'object', properties: { b: text } };
    const output: StructureSchema = {
      type: 'object',
      properties: {
        any: { anyOf: [a, { type: 'null' }] },
        one: { oneOf: [a, b] },
        all: { type: 'object', allOf: [a, b, { required: ['a'] }] },
      },
    };
    expect(unknownIn(output, 'any.a', 'one.b', 'all.b')).toEqual([]);
    expect(unknownIn(output, 'any.c', 'one.c', 'all.c')).toEqual(['any.c', 'one.c', 'all.c']);
  });

  it('may be where the description leaves open what there is', () => {
    const output: StructureSchema = {
      type: 'object',
      properties: {
        anything: {},
        some: { type: 'object' },
        list: { type: 'array' },
        more: { type: 'object', properties: { a: text }, additionalProperties: true },
        map: { type: 'object', additionalProperties: { type: 'object', properties: { a: text } } },
        either: { anyOf: [text, {}] },
        closed: { type: 'object', additionalProperties: false },
      },
    };
    const open = ['anything.x', 'some.x', 'list.x', 'more.x', 'map.x.a', 'either.x'];
    expect(unknownIn(output, ...open, 'map.x.b', 'closed.x')).toEqual(['map.x.b', 'closed.x']);
  });

  it('are looked for once in what holds itself', () => {
    const many = Array.from({ length: 40 }, () => ({ $ref: '#/$defs/Tree' }));
    const output: StructureSchema = {
      $ref: '#/$defs/Tree',
      $defs: {
        Tree: {
          anyOf: [
            { type: 'array', items: { anyOf: many } },
            { type: 'object', properties: { next: { $ref: '#/$defs/Tree' }, leaf: text } },
          ],
        },
      },
    };
    expect(unknownIn(output, 'next.next.next.leaf', 'next.next.next.bough')).toEqual([
      'next.next.next.bough',
    ]);
  });
});
