import { describe, expect, it } from '@jest/globals';
import { documentPage } from '../../../src/channels/rest/document-page.ts';
import { openApi } from '../../../src/channels/rest/open-api.ts';
import { createRestChannel } from '../../../src/channels/rest/rest-channel.ts';
import { readOpenApi } from '../../../src/imported/openapi/read-openapi.ts';
import { requestOf } from '../soap/endpoint.ts';
import { STRUCTURED } from '../structured-service.ts';
import { recordedExchange } from './sample-service.ts';

interface Document {
  readonly paths: Record<string, { post: { responses: Record<string, { content: object }> } }>;
  readonly components: { readonly schemas: Record<string, Record<string, unknown>> };
}

describe('?openapi of structured operations', () => {
  const document = openApi(STRUCTURED) as unknown as Document;
  const { schemas } = document.components;

  it('tells each definition once, and keeps those apart that are only called alike', () => {
    expect(Object.keys(schemas)).toEqual([
      'orderRequest',
      'orderResponse',
      'buyerRequest',
      'buyerResponse',
      'errorAnswer',
      'Buyer',
      'Buyer2',
      'Grade',
      'Line',
      'Money',
      'Tree',
    ]);
    expect(schemas['orderRequest']).toMatchObject({
      properties: { buyer: { $ref: '#/components/schemas/Buyer' } },
      required: ['order', 'lines', 'tags'],
      additionalProperties: false,
    });
    expect(schemas['buyerResponse']).toMatchObject({
      properties: { buyers: { items: { $ref: '#/components/schemas/Buyer2' } } },
    });
    expect(schemas['Tree']).toMatchObject({
      properties: { children: { items: { $ref: '#/components/schemas/Tree' } } },
    });
    expect(JSON.stringify(document)).not.toMatch(/\$defs|x-xml/);
  });

  it('resolves each of its references', () => {
    for (const [, name] of JSON.stringify(document).matchAll(/#\/components\/schemas\/([^"]+)/g))
      expect(schemas).toHaveProperty(name!);
  });

  it('tells every error by its status, in a form of its own', () => {
    const { responses } = document.paths['/city/orders/order']!.post;
    expect(Object.keys(responses)).toEqual(
      expect.arrayContaining(['200', '400', '401', '403', '422', '502', '504']),
    );
    expect(responses['401']!.content).toEqual({
      'application/json': { schema: { $ref: '#/components/schemas/errorAnswer' } },
    });
  });

  it('can be imported again, and is the same service', () => {
    const again = readOpenApi({ root: JSON.stringify(document) });
    const { input, output } = again.operations.find(({ name }) => name === 'order')!;
    const told = STRUCTURED.operations[0]!.structure!.input;
    expect(Object.keys(input.properties!)).toEqual(Object.keys(told.properties!));
    expect(input.required).toEqual(told.required);
    expect(output.properties!['tree']).toEqual({ $ref: '#/$defs/Tree' });
  });
});

describe('?doc of structured operations', () => {
  const page = documentPage(STRUCTURED);

  it('has a row for every member by its path, and a table for each definition', () => {
    for (const path of ['order', 'lines', 'address.city', 'idCard', 'children', 'currency'])
      expect(page).toContain(`<td><code>${path}</code></td>`);
    for (const name of ['Buyer', 'Buyer2', 'Line', 'Tree', 'Money'])
      expect(page).toContain(`<h3>${name}</h3>`);
    expect(page).toMatch(
      /<code>buyer<\/code><\/td><td>购买单位<\/td><td>对象<\/td><td>否<\/td><td><\/td><td>见数据结构Buyer</,
    );
    expect(page).toMatch(
      /<code>lines<\/code><\/td><td>明细<\/td><td>对象数组<\/td><td>是<.*?>见数据结构Line</,
    );
    expect(page).toMatch(/<code>grade<\/code><\/td><td><\/td><td>字符串<\/td><td>否<\/td><td>取值甲、乙</);
    expect(page).toMatch(/<code>note<\/code><\/td><td>备注<\/td><td>字符串或空值<\/td><td>是<\/td>/);
  });

  it('says that statuses always carry meaning', () => {
    expect(page).toContain('失败应答一律采用表中的HTTP状态');
    expect(page).not.toContain('语义化状态');
  });
});

describe('a structured call by REST', () => {
  it('passes each member on as the JSON that it came as', async () => {
    const { exchange, messages } = recordedExchange();
    const body = '{"order":"0101","lines":[ {"code":"1","count":2.50e1} ],"tags":[]}';
    const request = requestOf(
      Buffer.from(body),
      { 'content-type': 'application/json' },
      '/city/orders/order',
    );
    await createRestChannel().receive(request, STRUCTURED, exchange);
    // As by SOAP: a message is the same whichever way it comes.
    expect(messages[0]!.address).toBe('/city/orders');
    expect([...messages[0]!.members]).toEqual([
      ['order', { kind: 'text', text: '0101' }],
      ['lines', { kind: 'json', text: '[ {"code":"1","count":2.50e1} ]' }],
      ['tags', { kind: 'json', text: '[]', compact: true }],
    ]);
  });
});
