import { z } from 'zod';
import type { MountedService } from '../../src/envelope/http-channel.ts';
import type { StructureSchema } from '../../src/envelope/operation.ts';

const text = (title: string, more: StructureSchema = {}): StructureSchema => ({
  type: 'string',
  title,
  ...more,
});
const orNull = (schema: StructureSchema): StructureSchema => ({ anyOf: [schema, { type: 'null' }] });

const DEFINITIONS: Readonly<Record<string, StructureSchema>> = {
  Buyer: {
    type: 'object',
    title: '购买单位',
    properties: {
      name: text('名称'),
      idCard: text('证件号', { pattern: '^\\d{17}[0-9X]$' }),
      grade: { $ref: '#/$defs/Grade' },
    },
    required: ['name'],
  },
  Grade: { type: 'string', enum: ['甲', '乙'] },
  Line: {
    type: 'object',
    properties: {
      code: text('代码'),
      count: { type: 'integer', format: 'int32', minimum: 1 },
      price: { type: 'number', title: '单价' },
      urgent: { type: 'boolean' },
      note: orNull(text('备注')),
      unit: text('单位', { 'x-xml': { as: 'attribute', namespace: 'urn:theirs' } }),
    },
    required: ['code', 'count', 'note'],
  },
  Tree: {
    type: 'object',
    properties: { name: text('名称'), children: { type: 'array', items: { $ref: '#/$defs/Tree' } } },
    required: ['name', 'children'],
  },
  Money: {
    type: 'object',
    properties: {
      amount: { type: 'number', 'x-xml': { as: 'text' } },
      currency: text('币种', { 'x-xml': { as: 'attribute' } }),
    },
    required: ['amount', 'currency'],
  },
};

const ORDER: StructureSchema = {
  type: 'object',
  properties: {
    order: text('单号'),
    buyer: { $ref: '#/$defs/Buyer' },
    lines: { type: 'array', title: '明细', minItems: 1, items: { $ref: '#/$defs/Line' } },
    tags: { type: 'array', items: text('标签') },
    tree: { $ref: '#/$defs/Tree' },
    total: { $ref: '#/$defs/Money' },
    grid: { type: 'array', items: { type: 'array', items: { type: 'integer' } } },
    extra: { description: '任意JSON' },
    address: {
      type: 'object',
      properties: { city: text('城市'), order: text('序号') },
      required: ['city'],
    },
    'x-月份': { type: 'integer' },
    $filter: text('过滤'),
  },
  required: ['order', 'lines', 'tags'],
  $defs: DEFINITIONS,
};

/** A service with every form that structured members have; it answers what it is asked. */
export const STRUCTURED: MountedService = {
  standard: 'orders',
  title: '订单接口',
  version: '1.0',
  namespace: 'urn:tonggui:orders:1.0',
  chapters: [],
  path: '/city/orders',
  url: 'https://gateway.example/city/orders',
  operations: [
    {
      name: 'order',
      title: '下单',
      clause: '导入的接口',
      http: { method: 'POST', path: '/{service}/{interFlag}/order' },
      soap: true,
      input: z.object({}).catchall(z.unknown()),
      output: z.object({}).catchall(z.unknown()),
      structure: { input: ORDER, output: ORDER },
    },
    {
      name: 'buyer',
      title: '查询单位',
      clause: '导入的接口',
      http: { method: 'POST', path: '/{service}/{interFlag}/buyer' },
      soap: true,
      input: z.object({}).catchall(z.unknown()),
      output: z.object({}).catchall(z.unknown()),
      structure: {
        input: {
          type: 'object',
          properties: { ids: { type: 'array', items: text('编号') } },
          required: ['ids'],
        },
        // Another definition of the same name.
        output: {
          type: 'object',
          properties: { buyers: { type: 'array', items: { $ref: '#/$defs/Buyer' } } },
          $defs: { Buyer: { type: 'object', properties: { id: text('编号') } } },
        },
      },
    },
  ],
};
