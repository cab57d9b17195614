import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Client, createClientAsync } from 'soap';
import { ExchangeError } from '../../../src/envelope/exchange-error.ts';
import { type Endpoint, echo, openEndpoint, textOf } from './endpoint.ts';

const PARSER = { preserveWhitespace: true };
const TEXTS: Readonly<Record<string, string>> = {
  Chinese: '[{"设备名称":"电梯","使用单位":"南京某某有限公司"}]',
  'leading and trailing blanks': '  \t [] \n ',
  'the end of a CDATA section': '[{"a":"]]>"}]',
  markup: '<sign>x</sign>&lt;&amp;amp;',
  'line ends': 'a\r\nb\nc\rd',
  'emoji and rare ideographs': '😀𠮷👨‍👩‍👧',
  '2,000 records': JSON.stringify(
    Array.from({ length: 2_000 }, (_, index) => ({ id: `3201${index}`, name: '特种设备', note: '"&<>' })),
  ),
};

/** CR as a reference: the client writes it bare, which XML reads as a line feed. */
const sendable = (text: string) => text.replaceAll('\r', '');

describe.each([
  ['SOAP 1.1', false, 'soap11'],
  ['SOAP 1.2', true, 'soap12'],
])('node-soap as a client of %s', (_version, forceSoap12Headers, wire) => {
  let endpoint: Endpoint;
  let client: Client;

  beforeAll(async () => {
    endpoint = await openEndpoint();
    client = await createClientAsync(`${endpoint.url}?wsdl`, { forceSoap12Headers, ...PARSER });
  });
  afterAll(() => endpoint.close());

  const exchange = (busilist: string) =>
    client['exchangeAsync']!({ appid: 'app1', busilist, random: 'r-1' }) as Promise<[Record<string, string>]>;

  it.each(Object.entries(TEXTS))('gets %s back unchanged', async (_what, text) => {
    endpoint.core = echo;
    endpoint.asked.length = 0;
    const [answer] = await exchange(sendable(text));
    expect(endpoint.asked.map((raw) => [raw.wire, raw.unreadable])).toEqual([[wire, undefined]]);
    expect(textOf(endpoint.asked[0]!, 'busilist')).toBe(sendable(text));
    expect(answer).toEqual({ datalist: sendable(text), random: 'r-1' });
  });

  it('reads CR of an answer, which goes as a reference', async () => {
    endpoint.core = async () => ({
      members: [{ name: 'datalist', kind: 'text', text: TEXTS['line ends']! }],
    });
    expect((await exchange('[]'))[0]).toEqual({ datalist: TEXTS['line ends'] });
  });

  it('gets a Fault with its declared detail', async () => {
    endpoint.core = async (raw) => ({
      ...(await echo(raw)),
      error: new ExchangeError('SIGN_MISMATCH'),
    });
    const thrown = (await exchange('[]').catch((error: unknown) => error)) as {
      response: { status: number };
      root: { Envelope: { Body: { Fault: Record<string, Record<string, Record<string, unknown>>> } } };
    };
    const fault = thrown.root.Envelope.Body.Fault;
    const detail = forceSoap12Headers ? fault['Detail'] : fault['detail'];
    expect(thrown.response.status).toBe(forceSoap12Headers ? 400 : 500);
    expect(detail!['exchangeFault']).toMatchObject({
      code: 'SIGN_MISMATCH',
      message: '签名校验失败',
      random: 'r-1',
    });
  });

  it('calls an operation without members', async () => {
    endpoint.core = async () => ({ members: [{ name: 'note', kind: 'text', text: '通' }] });
    expect((await client['pingAsync']!({}))[0]).toEqual({ note: '通' });
  });
});

describe('documents over HTTP', () => {
  let endpoint: Endpoint;
  beforeAll(async () => {
    endpoint = await openEndpoint();
  });
  afterAll(() => endpoint.close());

  it.each([
    ['?wsdl', 200],
    ['?wsdl=soap11', 200],
    ['?xsd=special-equipment', 200],
    ['?xsd=../../etc/passwd', 404],
  ])('GET %s answers %i', async (query, status) => {
    const response = await fetch(`${endpoint.url}${query}`);
    expect(response.status).toBe(status);
    if (status === 200) expect(response.headers.get('content-type')).toBe('text/xml; charset=utf-8');
    await response.arrayBuffer();
  });
});
