import { describe, expect, it } from '@jest/globals';
import { createChecks } from '../../../src/imported/check-input.ts';
import { readOpenApi } from '../../../src/imported/openapi/read-openapi.ts';
import { ORDERS_YAML } from '../../support/openapi-provider.ts';

const service = readOpenApi({ root: ORDERS_YAML });
const operation = (name: string) => service.operations.find((one) => one.name === name)!;

/** A document with one operation that has this body. */
const withBody = (schema: unknown, more: object = {}) => ({
  root: JSON.stringify({
    openapi: '3.1.0',
    info: { title: 't', version: '1' },
    paths: {
      '/a': {
        post: {
          requestBody: { required: true, content: { 'application/json': { schema } } },
          responses: { 200: { description: 'ok' } },
        },
      },
    },
    ...more,
  }),
});
const bodyOf = (schema: unknown, more: object = {}) =>
  readOpenApi(withBody(schema, more)).operations[0]!.input;

describe('an OpenAPI document', () => {
  it('becomes operations by path and method, with titles and addresses', () => {
    expect(service).toMatchObject({
      kind: 'openapi',
      wire: 'rest',
      title: '订单服务',
      endpoints: ['https://provider.example/v1'],
    });
    expect(service.operations.map(({ name, safe, title }) => [name, safe, title])).toEqual([
      ['getOrders', true, '查询订单'],
      ['createOrder', false, '创建订单'],
      ['getOrder', true, 'getOrder'],
      ['orders_delete', false, 'orders.delete'],
    ]);
  });

  it('tells what was left out and how the provider lets callers in', () => {
    expect(service.notes).toEqual([
      'GET /orders: its parameter session comes in a cookie and is not sent',
      'POST /upload is left out: its body is multipart/form-data; JSON and plain forms can be sent',
      'security key: give the link the header X-Key with the key',
    ]);
  });

  it('merges an object body into the members, without what only answers hold', () => {
    const { input } = operation('createOrder');
    expect(Object.keys(input.properties!)).toEqual(['order', 'buyer', 'lines', 'note']);
    expect(input.required).toEqual(['order', 'lines']);
    expect(input.properties!['note']).toEqual({ anyOf: [{ type: 'string' }, { type: 'null' }] });
    expect(Object.keys(input.$defs!)).toEqual(['Buyer', 'Line']);
    expect(operation('getOrder').output.properties).toHaveProperty('id');
  });

  it('makes an object of every answer', () => {
    expect(operation('createOrder').output).toMatchObject({
      properties: { id: { type: 'integer' }, echo: { type: 'string' } },
      required: ['id'],
    });
    expect(operation('getOrders').output).toMatchObject({
      properties: { items: { type: 'array', items: { $ref: '#/$defs/Order' } } },
      required: ['items'],
    });
    expect(operation('orders_delete').output).toEqual({ type: 'object', properties: {} });
  });

  it('gives a body that is no plain object a member of its own', () => {
    expect(bodyOf({ type: 'array', items: { type: 'string' } })).toMatchObject({
      properties: { body: { type: 'array' } },
      required: ['body'],
    });
    expect(bodyOf({ type: 'object', additionalProperties: { type: 'integer' } }).required).toEqual(['body']);
    expect(bodyOf({ anyOf: [{ type: 'object', properties: { a: {} } }] }).required).toEqual(['body']);
  });

  it('reads the quirks of 3.0 and 3.1 as JSON Schema 2020-12', () => {
    const { properties } = bodyOf({
      type: 'object',
      properties: {
        a: { type: ['string', 'null'], maxLength: 2 },
        b: { type: 'integer', minimum: 1, exclusiveMinimum: true },
        c: { type: 'integer', exclusiveMaximum: 10 },
        d: { const: 'x' },
        e: { type: ['string', 'integer'] },
        f: { oneOf: [{ type: 'string' }, { type: 'integer' }], example: 1, discriminator: {} },
        g: { type: 'string', nullable: true, enum: ['x', null], title: '标题' },
      },
    });
    expect(properties).toEqual({
      a: { anyOf: [{ type: 'string', maxLength: 2 }, { type: 'null' }] },
      b: { type: 'integer', minimum: 2 },
      c: { type: 'integer', maximum: 9 },
      d: { enum: ['x'] },
      e: { anyOf: [{ type: 'string' }, { type: 'integer' }] },
      f: { anyOf: [{ type: 'string' }, { type: 'integer' }] },
      g: { title: '标题', anyOf: [{ type: 'string', enum: ['x', null] }, { type: 'null' }] },
    });
  });

  it('follows references into documents that were handed in, and between them', () => {
    const description = withBody({ $ref: './common/order.yaml#/Order' });
    const others = {
      'common/order.yaml':
        'Order: { type: object, properties: { b: { $ref: "buyer.json" }, again: { $ref: "#/Order" } } }',
      'common/buyer.json': '{"type":"object","properties":{"统一«x»":{"type":"string"}}}',
    };
    const { input } = readOpenApi({ ...description, others }).operations[0]!;
    expect(input.properties).toEqual({ b: { $ref: '#/$defs/buyer' }, again: { $ref: '#/$defs/Order' } });
    expect(Object.keys(input.$defs!)).toEqual(['Order', 'buyer']);
    expect(() => readOpenApi(description)).toThrow(/order\.yaml.*was not given/);
  });

  it('makes schemas that can be checked by, whatever their names', () => {
    const input = bodyOf(
      { $ref: '#/components/schemas/统一结果«User»' },
      {
        components: {
          schemas: {
            '统一结果«User»': {
              type: 'object',
              properties: { self: { $ref: '#/components/schemas/统一结果«User»' }, n: { type: 'integer' } },
            },
          },
        },
      },
    );
    const check = createChecks()(input);
    expect(() => check('{"self":{"self":{"n":1}}}')).not.toThrow();
    expect(() => check('{"self":{"self":{"n":"1"}}}')).toThrow('self.self.n 应为整数');
  });

  it('takes the servers of its paths where it has none of its own and they agree', () => {
    const servers = (one: string, other: string) => {
      const path = (url: string) => ({ servers: [{ url }], get: { responses: {} } });
      const root = { openapi: '3.0.0', paths: { '/a': path(one), '/b': path(other) } };
      const { endpoints, notes = [] } = readOpenApi({ root: JSON.stringify(root) });
      return { endpoints, notes: notes.length };
    };
    expect(servers('https://a.example/', 'https://a.example/')).toEqual({
      endpoints: ['https://a.example'],
      notes: 0,
    });
    expect(servers('https://a.example', 'https://b.example')).toEqual({ endpoints: [], notes: 3 });
  });

  it('has members of any name, also those that every object has', () => {
    const schema = { type: 'string' };
    const input = bodyOf({
      type: 'object',
      properties: { constructor: schema, toString: schema },
      required: ['constructor'],
    });
    const check = createChecks()(input);
    expect(() => check('{"constructor":"a"}')).not.toThrow();
    expect(() => check('{"toString":"a"}')).toThrow('constructor 必填');
  });

  it.each([
    ['Swagger 2.0', '{"swagger":"2.0"}', 'convert it'],
    ['no version', '{}', 'openapi should be 3.0.x or 3.1.x'],
    ['no object', '[]', 'should be an object'],
    ['neither JSON nor YAML', 'a: [1', 'cannot be read as JSON or YAML'],
    ['no operations', '{"openapi":"3.0.0","paths":{}}', 'no operation can be called'],
    [
      'a reference to nothing',
      withBody({ $ref: '#/components/schemas/X' }).root,
      'POST /a body refers to "#/components/schemas/X", which does not exist',
    ],
    ['a reference to the web', withBody({ $ref: 'http://169.254.169.254/x.json' }).root, 'not fetched'],
    [
      'a schema that is itself',
      withBody(
        { $ref: '#/components/schemas/A' },
        { components: { schemas: { A: { allOf: [{ $ref: '#/components/schemas/A' }] } } } },
      ).root,
      'defined by itself',
    ],
    [
      'a path parameter that is nowhere told',
      '{"openapi":"3.0.0","paths":{"/a/{b}":{"get":{"responses":{}}}}}',
      'the path names b',
    ],
    ['a megabyte too much', `{"a":"${'x'.repeat(4_000_001)}"}`, 'longer than'],
    ['a name twice', 'openapi: 3.0.0\nopenapi: 3.0.1', 'cannot be read'],
  ])('with %s is refused by its place', (_what, root, message) => {
    expect(() => readOpenApi({ root })).toThrow(message);
  });

  it('that would swell in memory or on the stack is refused', () => {
    const bomb = `${['a', 'b', 'c', 'd', 'e', 'f', 'g']
      .map(
        (name, at) =>
          `${name}: &${name} [${Array(10)
            .fill(at === 0 ? 'lol' : `*${'abcdefg'[at - 1]}`)
            .join(', ')}]`,
      )
      .join('\n')}\n`;
    expect(() => readOpenApi({ root: bomb })).toThrow('cannot be read');
    const deep = `${'{"type":"array","items":'.repeat(5_000)}{}${'}'.repeat(5_000)}`;
    expect(() => readOpenApi({ root: withBody('DEEP').root.replace('"DEEP"', deep) })).toThrow(
      'nested too deeply',
    );
    expect(() => readOpenApi({ root: `a: ${'['.repeat(100_000)}` })).toThrow('cannot be read');
  });
});
