import type { ImportedService } from '../../src/imported/imported-service.ts';

/** A service with a change and a question, as a description of it would be read. */
export const SAMPLE: ImportedService = {
  kind: 'openapi',
  title: 'Orders',
  wire: 'rest',
  endpoints: ['http://127.0.0.1:1/v1'],
  operations: [
    {
      name: 'createOrder',
      title: '创建订单',
      safe: false,
      input: {
        type: 'object',
        properties: {
          order: { type: 'string', title: '单号', pattern: '^[0-9]{4}$' },
          lines: { type: 'array', title: '明细', items: { $ref: '#/$defs/Line' } },
          urgent: { type: 'boolean' },
        },
        required: ['order', 'lines'],
        $defs: {
          Line: {
            type: 'object',
            properties: {
              name: { type: 'string' },
              price: { type: 'number', minimum: 0 },
              kind: { type: 'string', enum: ['a', 'b'] },
              note: { anyOf: [{ type: 'string', maxLength: 3 }, { type: 'null' }] },
            },
            required: ['name'],
          },
        },
      },
      output: { type: 'object', properties: { id: { type: 'integer', title: '编号' } } },
    },
    {
      name: 'getOrder',
      title: 'Find one',
      description: 'By its id.',
      safe: true,
      input: { type: 'object', properties: { id: { type: 'string' } }, required: ['id'] },
      output: { type: 'object', properties: { items: { type: 'array', items: { type: 'string' } } } },
    },
  ],
};
