import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Client, createClientAsync } from 'soap';
import { ExchangeError } from '../../../src/envelope/exchange-error.ts';
import type { Exchange, RawMessage } from '../../../src/envelope/raw-message.ts';
import { STRUCTURED } from '../structured-service.ts';
import { type Endpoint, openEndpoint } from './endpoint.ts';

const SOAP_12 = 'http://www.w3.org/2003/05/soap-envelope';
const LEAST = '<lines><code>a</code><count>1</count><note/></lines>';

let endpoint: Endpoint;
beforeAll(async () => {
  endpoint = await openEndpoint(STRUCTURED);
});
afterAll(() => endpoint.close());

/** A core that gives back what it is asked, in no order of its own. */
const mirror: Exchange = async (raw) => ({
  members: [...raw.members].reverse().map(([name, member]) => ({ name, ...member })),
  ...(raw.unreadable && { error: raw.unreadable }),
});

async function post(content: string, operation = 'order', attributes = ''): Promise<string> {
  endpoint.asked.length = 0;
  const response = await fetch(endpoint.url, {
    method: 'POST',
    headers: { 'content-type': 'application/soap+xml; charset=utf-8' },
    body: `<s:Envelope xmlns:s="${SOAP_12}" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><s:Body><${operation} xmlns="${STRUCTURED.namespace}"${attributes}>${content}</${operation}></s:Body></s:Envelope>`,
  });
  return response.text();
}

const asked = (): RawMessage => endpoint.asked[0]!;
const jsonOf = (raw: RawMessage) =>
  Object.fromEntries(
    [...raw.members].map(([name, { kind, text }]) => [name, kind === 'text' ? JSON.stringify(text) : text]),
  );

describe('a structured call', () => {
  beforeAll(() => {
    endpoint.core = mirror;
  });

  it('becomes JSON members by the schema, in its order, with exact texts and numbers', async () => {
    await post(
      `<tags> 空格 </tags><lines unit="台"><count>007</count><code>0101</code><price>1.50</price><urgent>1</urgent><note xsi:nil="true"/></lines>
       <order>&lt;1&gt;</order><tags/><buyer><name>某</name><grade>甲</grade></buyer>
       <total currency="CNY">-.50</total><grid><item>1</item><item>-2</item></grid><grid/>
       <extra>{"a" : [1.0]}</extra><x-月份>12345678901234567890</x-月份><_x0024_filter>x</_x0024_filter>
       <tree><name>r</name><children><name>c</name></children></tree>`,
    );
    expect(asked().unreadable).toBeUndefined();
    expect(Object.entries(jsonOf(asked()))).toEqual([
      ['order', '"<1>"'],
      ['buyer', '{"name":"某","grade":"甲"}'],
      ['lines', '[{"code":"0101","count":7,"price":1.50,"urgent":true,"note":null,"unit":"台"}]'],
      ['tags', '[" 空格 ",""]'],
      ['tree', '{"name":"r","children":[{"name":"c","children":[]}]}'],
      ['total', '{"amount":-0.50,"currency":"CNY"}'],
      ['grid', '[[1,-2],[]]'],
      ['extra', '{"a":[1.0]}'],
      ['x-月份', '12345678901234567890'],
      ['$filter', '"x"'],
    ]);
  });

  it('gives a required array for none, and leaves out one that need not be there', async () => {
    await post(`<order>1</order>${LEAST}`);
    expect(jsonOf(asked())).toEqual({
      order: '"1"',
      lines: '[{"code":"a","count":1,"note":""}]',
      tags: '[]',
    });
  });

  it.each([
    [
      'a missing member',
      '<order>1</order><lines><code>a</code><note/></lines>',
      '缺少必填参数：lines[0].count',
    ],
    ['a missing array item member of the second item', `<order>1</order>${LEAST}<lines/>`, 'lines[1].code'],
    ['a missing required member that is told nil', `<order xsi:nil="true"/>${LEAST}`, '缺少必填参数：order'],
    ['a repeated member', `<order>1</order><order>1</order>${LEAST}`, '参数重复：order'],
    [
      'an unknown member',
      `<order>1</order>${LEAST}<buyer><name>a</name><secret>1</secret></buyer>`,
      '存在未定义的参数：buyer（',
    ],
    ['an unknown attribute', `<order href="#1">1</order>${LEAST}`, 'order'],
    ['an element in a text', `<order><b>1</b></order>${LEAST}`, 'order'],
    [
      'text among elements',
      `<order>1</order>${LEAST}<buyer>x<name>a</name></buyer>`,
      'buyer（应为子元素，不能有文本）',
    ],
    [
      'no integer',
      '<order>1</order><lines><code>a</code><count>1.0</count><note/></lines>',
      'lines[0].count（应为整数）',
    ],
    ['no number', `<order>1</order>${LEAST}<total currency="CNY">NaN</total>`, 'total.amount（应为数值）'],
    [
      'no boolean',
      '<order>1</order><lines><code>a</code><count>1</count><urgent>是</urgent><note/></lines>',
      'lines[0].urgent（应为布尔值）',
    ],
    ['no JSON', `<order>1</order>${LEAST}<extra>{a:1}</extra>`, 'extra（应为JSON文本）'],
    ['a foreign namespace', `<order xmlns="urn:theirs">1</order>${LEAST}`, '存在未定义的参数'],
  ])('is refused for %s, as rpc:BadArguments by its path', async (_what, content, message) => {
    const answer = await post(content);
    expect(answer).toContain('<soap:Value>soap:Sender</soap:Value>');
    expect(answer).toContain('rpc:BadArguments');
    expect(answer).toContain(message);
    expect(asked().unreadable?.code).toBe('BAD_PARAMETER');
  });

  it('is read as quickly where a number is absurdly long or blank', async () => {
    const begin = Date.now();
    for (const text of ['0'.repeat(200_000), ' '.repeat(200_000), `1${' '.repeat(200_000)}1`])
      expect(
        await post(`<order>1</order><lines><code>a</code><count>${text}</count><note/></lines>`),
      ).toContain('应为整数');
    expect(Date.now() - begin).toBeLessThan(2_000);
  });
});

describe('a structured answer', () => {
  const answering = (members: Record<string, string>) => {
    endpoint.core = async () => ({
      members: Object.entries(members).map(([name, text]) => ({ name, kind: 'json', text })),
    });
  };
  const bodyOf = (answer: string) => /<tns:orderResponse[^>]*>(.*)<\/tns:orderResponse>/s.exec(answer)?.[1];

  it('stands in the order of the schema, in our namespace, its numbers as they were', async () => {
    answering({
      unknown: '1',
      total: '{"currency":"CN&Y","amount":1.50e2}',
      lines: '[{"note":null,"urgent":true,"code":"0101","count":2.0,"unit":"\\u53f0"}]',
      order: '" <1>\\r"',
      grid: '[[1],[]]',
      tags: '"one"',
      buyer: 'null',
      extra: '{"a":[1.0]}',
    });
    const nil = 'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:nil="true"';
    expect(bodyOf(await post(`<order>1</order>${LEAST}`))).toBe(
      '<tns:order> &lt;1&gt;&#13;</tns:order>' +
        `<tns:lines unit="台"><tns:code>0101</tns:code><tns:count>2</tns:count><tns:urgent>true</tns:urgent><tns:note ${nil}/></tns:lines>` +
        '<tns:tags>one</tns:tags>' +
        '<tns:total currency="CN&amp;Y">150</tns:total>' +
        '<tns:grid><tns:item>1</tns:item></tns:grid><tns:grid></tns:grid>' +
        '<tns:extra>{"a":[1.0]}</tns:extra>',
    );
  });

  it('that is not what the schema says is a Fault, and no half of an answer', async () => {
    answering({ order: '"1"', lines: '[{"code":"1","count":"viele"}]' });
    const answer = await post(`<order>1</order>${LEAST}`);
    expect(answer).toContain('数据提供方的应答中lines[0].count不是约定的类型');
    expect(answer).toContain('PROVIDER_BROKEN');
    expect(answer).not.toContain('orderResponse');
  });

  it('that is a refusal is a Fault with code, message and what is wrong where', async () => {
    endpoint.core = async () => ({
      members: [
        { name: 'code', kind: 'text', text: 'NOT_GRANTED' },
        { name: 'message', kind: 'text', text: '没有接口访问权限' },
        { name: 'errors', kind: 'json', text: '[{"member":"a.b","message":"必填"}]' },
      ],
      error: new ExchangeError('NOT_GRANTED'),
    });
    const answer = await post(`<order>1</order>${LEAST}`);
    expect(answer).toContain(
      '<tns:orderFault xmlns:tns="urn:tonggui:orders:1.0"><tns:code>NOT_GRANTED</tns:code><tns:message>没有接口访问权限</tns:message><tns:errors><tns:member>a.b</tns:member><tns:message>必填</tns:message></tns:errors></tns:orderFault>',
    );
  });
});

describe.each([
  ['SOAP 1.1', false],
  ['SOAP 1.2', true],
])('node-soap as a structured client of %s', (_version, forceSoap12Headers) => {
  let client: Client;
  beforeAll(async () => {
    endpoint.core = mirror;
    client = await createClientAsync(`${endpoint.url}?wsdl`, {
      forceSoap12Headers,
      preserveWhitespace: true,
    });
  });

  it('gets back what it sent: nested, repeated, empty and attributes', async () => {
    const order = {
      order: ' 0101 ',
      buyer: { name: '某<单位>', grade: '乙' },
      lines: [
        { attributes: { unit: '台' }, code: '1', count: 2, price: '1.50', urgent: false, note: '' },
        { code: '2', count: 3, note: 'n' },
      ],
      tags: ['a', 'b'],
      tree: { name: 'r', children: [{ name: 'c', children: [{ name: 'd' }] }] },
      address: { city: '南京', order: '1' },
    };
    const [answer] = (await client['orderAsync']!(order)) as [Record<string, unknown>];
    expect(asked().unreadable).toBeUndefined();
    expect(answer).toMatchObject({
      order: ' 0101 ',
      buyer: { name: '某<单位>', grade: '乙' },
      tags: ['a', 'b'],
      tree: { name: 'r', children: [{ name: 'c', children: [{ name: 'd' }] }] },
      address: { city: '南京', order: '1' },
    });
    expect(answer['lines']).toMatchObject([
      { attributes: { unit: '台' }, code: '1', count: 2, urgent: false },
      { code: '2', count: 3, note: 'n' },
    ]);
  });
});
