import { afterEach, describe, expect, it } from '@jest/globals';
import { callWsdl } from '../../../src/imported/wsdl/call-wsdl.ts';
import type { SoapWire } from '../../../src/imported/wsdl/wsdl-service.ts';
import { readXml } from '../../../src/text/xml-reader.ts';
import { type Answering, type Partner, reply, startPartner } from '../../outbound/partner.ts';
import { type FixtureName, readFixture } from './fixtures.ts';

const ENVELOPES = {
  soap11: 'http://schemas.xmlsoap.org/soap/envelope/',
  soap12: 'http://www.w3.org/2003/05/soap-envelope',
} as const;
const MEDIA_TYPES = { soap11: 'text/xml; charset=utf-8', soap12: 'application/soap+xml; charset=utf-8' };
const WIRES = ['soap11', 'soap12'] as const;
const GOOD =
  '<r:reportResponse xmlns:r="http://inspection.example.cn/"><return>ok</return></r:reportResponse>';
const REPORT = '{"arg0":{"code":"AB1234","passed":"2020-01-01","serial":[1]}}';

let partner: Partner | undefined;
afterEach(async () => {
  await partner?.close();
  partner = undefined;
});

interface Asked {
  readonly service?: FixtureName;
  readonly operation?: string;
  readonly input?: string;
  readonly wire?: SoapWire;
  readonly headers?: Record<string, string>;
}

async function ask(answer: Answering, asked: Asked = {}) {
  partner = await startPartner(answer);
  const { service = 'cxf', operation = 'report', input = REPORT, wire = 'soap11', headers = {} } = asked;
  return callWsdl({ ...readFixture(service), wire }, operation, input, partner.url, headers, partner.caller);
}

function envelope(body: string, wire: SoapWire = 'soap11', status = 200): Answering {
  const text = `<?xml version="1.0" encoding="UTF-8"?><s:Envelope xmlns:s="${ENVELOPES[wire]}"><s:Header/><s:Body>${body}</s:Body></s:Envelope>`;
  return reply(MEDIA_TYPES[wire], text, status);
}

function sentPayload(): string {
  return /<soap:Body>(.*)<\/soap:Body>/s.exec(partner?.received[0]?.body ?? '')?.[1] ?? '';
}

describe.each(WIRES)('a call by %s', (wire) => {
  it('sends one envelope of its version with the headers of its HTTP binding', async () => {
    const headers = { Authorization: 'Basic eA==', 'Content-Type': 'text/plain', soapaction: 'other' };
    const asked = { service: 'dotnet-asmx', operation: 'GetTable', input: '{}', wire, headers } as const;
    await ask(envelope('<GetTableResponse xmlns="http://tempuri.org/"/>', wire), asked);
    const [received] = partner!.received;
    expect(readXml(received!.body)).toMatchObject({ namespace: ENVELOPES[wire], local: 'Envelope' });
    expect(received!.headers['authorization']).toBe('Basic eA==');
    if (wire === 'soap11')
      expect(received!.headers).toMatchObject({
        'content-type': 'text/xml; charset=utf-8',
        soapaction: '"http://tempuri.org/GetTable"',
      });
    else
      expect(received!.headers['content-type']).toBe(
        'application/soap+xml; charset=utf-8; action="http://tempuri.org/GetTable"',
      );
  });

  it('sends no name of an action where the WSDL has none', async () => {
    await ask(envelope(GOOD, wire), { wire });
    const { headers } = partner!.received[0]!;
    if (wire === 'soap11') expect(headers['soapaction']).toBe('""');
    else expect(headers['content-type']).toBe('application/soap+xml; charset=utf-8');
  });

  it('reads the answer', async () => {
    expect(await ask(envelope(GOOD, wire), { wire })).toEqual({
      kind: 'answer',
      status: 200,
      content: '{"return":"ok"}',
    });
  });
});

describe('what is sent', () => {
  it('has the order, namespaces, attributes and digits of the schema', async () => {
    const input =
      '{"arg0":{"serial":[18446744073709551615,7],"passed":"2020-01-01","defects":[{"value":" a<b ","grade":1},null],"code":"AB1234","version":2}}';
    await ask(envelope(GOOD), { input });
    expect(sentPayload()).toBe(
      '<n1:report xmlns:n1="http://inspection.example.cn/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><arg0 version="2"><code>AB1234</code><defects grade="1"> a&lt;b </defects><defects xsi:nil="true"/><passed>2020-01-01</passed><serial>18446744073709551615</serial><serial>7</serial></arg0></n1:report>',
    );
  });

  it('tells the type that stands for the declared one', async () => {
    const input = '{"pageSize":1,"since":null,"owner":{"xsiType":"Person","Name":"甲","IdNumber":"1"}}';
    await ask(envelope(''), { service: 'dotnet-asmx', operation: 'QueryEnterprises', input });
    expect(sentPayload()).toContain(
      '<n1:owner xsi:type="n1:Person"><n1:Name>甲</n1:Name><n1:IdNumber>1</n1:IdNumber></n1:owner>',
    );
  });

  it.each([
    ['a type that may not stand there', '{"xsiType":"ArrayOfString"}', 'owner.xsiType'],
    ['a member of another type', '{"xsiType":"Person","Capital":1}', 'owner.Capital'],
  ])('refuses %s', async (_, owner, member) => {
    const input = `{"pageSize":1,"since":null,"owner":${owner}}`;
    const asked = { service: 'dotnet-asmx', operation: 'QueryEnterprises', input } as const;
    await expect(ask(envelope(''), asked)).rejects.toMatchObject({ details: [{ member }] });
  });

  it.each([
    ['both alternatives of a choice', '"passed":"2020-01-01","failed":"2020-01-01"', 'arg0.failed'],
    ['no alternative of a choice', '"version":1', 'arg0.passed'],
    ['a part without what goes before it', '"deadline":"2020-01-01"', 'arg0.failed'],
    ['a character that XML has not', '"passed":"\\u0001"', 'arg0.passed'],
  ])('refuses %s before anything is sent', async (_, members, member) => {
    const input = `{"arg0":{"code":"AB1234","serial":[1],${members}}}`;
    await expect(ask(envelope(GOOD), { input })).rejects.toMatchObject({
      code: 'BAD_PARAMETER',
      details: [{ member }],
    });
    expect(partner!.received).toEqual([]);
  });
});

describe('what is read', () => {
  it('keeps texts and digits exactly, and repeated elements as arrays', async () => {
    const answer =
      '<QueryEnterprisesResponse xmlns="http://tempuri.org/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xmlns:xsd="http://www.w3.org/2001/XMLSchema"><QueryEnterprisesResult><Enterprise Id="9007199254740993"><Name> 甲\n<![CDATA[<b>]]>&#13; </Name><Capital>+0010.50</Capital><State>Open</State><Listed>1</Listed></Enterprise></QueryEnterprisesResult><total>12345678901234567890</total></QueryEnterprisesResponse>';
    const asked = {
      service: 'dotnet-asmx',
      operation: 'QueryEnterprises',
      input: '{"pageSize":1,"since":null}',
    } as const;
    expect(await ask(envelope(answer), asked)).toEqual({
      kind: 'answer',
      status: 200,
      content:
        '{"QueryEnterprisesResult":{"Enterprise":[{"Id":9007199254740993,"Name":" 甲\\n<b>\\r ","Capital":10.50,"State":"Open","Listed":true}]},"total":12345678901234567890}',
    });
  });

  it.each([
    ['without a namespace', '<FindResponse><total>1</total></FindResponse>'],
    ['in another namespace', '<x:FindResponse xmlns:x="urn:x"><x:total>1</x:total></x:FindResponse>'],
    ['with an empty number', '<FindResponse><items><name/><id/></items><total>1</total></FindResponse>'],
    ['with more than the schema tells', '<FindResponse><total>1</total><more/></FindResponse>'],
  ])('is taken %s', async (_, answer) => {
    const asked = { service: 'node-soap', operation: 'Find', input: '{"name":"a"}' } as const;
    const items = answer.includes('items') ? '[{"name":""}]' : '[]';
    expect(await ask(envelope(answer), asked)).toMatchObject({ content: `{"items":${items},"total":1}` });
  });

  it('gives what no schema tells as XML', async () => {
    const answer =
      '<GetTableResponse xmlns="http://tempuri.org/"><GetTableResult><xs:schema id="t" xmlns:xs="http://www.w3.org/2001/XMLSchema"><xs:element name="a" /></xs:schema><diffgr:diffgram xmlns:diffgr="urn:schemas-microsoft-com:xml-diffgram-v1"><NewDataSet xmlns=""><a diffgr:id="a1">1</a></NewDataSet></diffgr:diffgram></GetTableResult></GetTableResponse>';
    const asked = { service: 'dotnet-asmx', operation: 'GetTable', input: '{}' } as const;
    const outcome = await ask(envelope(answer), asked);
    const { GetTableResult } = JSON.parse(outcome.kind === 'answer' ? outcome.content : '{}');
    expect(GetTableResult).toEqual({
      schema: '<element xmlns="http://www.w3.org/2001/XMLSchema" name="a"></element>',
      any: '<diffgram xmlns="urn:schemas-microsoft-com:xml-diffgram-v1"><NewDataSet xmlns=""><a xmlns:a0="urn:schemas-microsoft-com:xml-diffgram-v1" a0:id="a1">1</a></NewDataSet></diffgram>',
    });
  });
});

describe('a Fault', () => {
  it.each([
    [
      'of SOAP 1.1 (CXF)',
      envelope(
        '<s:Fault><faultcode>s:Server</faultcode><faultstring>设备不存在</faultstring><detail><i:InspectionException xmlns:i="http://inspection.example.cn/"><message>x</message></i:InspectionException></detail></s:Fault>',
        'soap11',
        500,
      ),
      { kind: 'fault', status: 500, code: 'Server', message: '设备不存在：x' },
    ],
    [
      'of SOAP 1.1 with nothing but a detail, without the inside of the stack (Axis)',
      envelope(
        '<s:Fault><faultcode xmlns:n="urn:n">n:Server.userException</faultcode><faultstring/><detail><e:reason xmlns:e="urn:e">库存   不足</e:reason><h:hostname xmlns:h="http://xml.apache.org/axis/">app1</h:hostname></detail></s:Fault>',
        'soap11',
        500,
      ),
      { kind: 'fault', status: 500, code: 'Server.userException', message: '库存 不足' },
    ],
    [
      'of SOAP 1.1 with a short word, told by its detail (CXF)',
      envelope(
        `<s:Fault><faultcode>s:Server</faultcode><faultstring>业务异常</faultstring><detail><i:Refused xmlns:i="urn:i"><code>E77</code><message>库存不足</message><again>库存不足</again><same>业务异常</same><empty/><stackTrace>SECRET</stackTrace><text>x\n\tat a.b.C(D.java:1)</text></i:Refused></detail></s:Fault>`,
        'soap11',
        500,
      ),
      { kind: 'fault', status: 500, code: 'Server', message: '业务异常：E77；库存不足' },
    ],
    [
      'of SOAP 1.1 with a detail that is long',
      envelope(
        `<s:Fault><faultcode>s:Server</faultcode><faultstring>no</faultstring><detail>${'<a>长</a>'.repeat(3)}<b>${'长'.repeat(900)}</b></detail></s:Fault>`,
        'soap11',
        500,
      ),
      { kind: 'fault', status: 500, code: 'Server', message: `no：长；${'长'.repeat(198)}` },
    ],
    [
      'of SOAP 1.1 that says enough',
      envelope(
        `<s:Fault><faultcode>s:Server</faultcode><faultstring>${'词'.repeat(61)}</faultstring><detail><a>more</a></detail></s:Fault>`,
        'soap11',
        500,
      ),
      { kind: 'fault', status: 500, code: 'Server', message: '词'.repeat(61) },
    ],
    [
      'of SOAP 1.2 (.NET)',
      envelope(
        '<s:Fault><s:Code><s:Value>s:Sender</s:Value><s:Subcode><s:Value>s:NoRight</s:Value></s:Subcode></s:Code><s:Reason><s:Text xml:lang="en">no</s:Text><s:Text xml:lang="zh-CN">无权限</s:Text></s:Reason></s:Fault>',
        'soap12',
        400,
      ),
      { kind: 'fault', status: 400, code: 'NoRight', message: '无权限' },
    ],
    [
      'with HTTP 200',
      envelope('<s:Fault><faultcode>s:Client</faultcode><faultstring>no</faultstring></s:Fault>'),
      { kind: 'fault', status: 200, code: 'Client', message: 'no' },
    ],
  ])('%s is the provider\'s own "no"', async (_, answer, outcome) => {
    expect(await ask(answer)).toEqual(outcome);
  });
});

describe('an answer that was not agreed', () => {
  it.each([
    ['a login page', reply('text/html', '<html><body>login</body></html>')],
    ['an error page', reply('text/html', '<h1>502</h1>', 502)],
    ['no media type', reply('', 'x')],
    ['attachments', reply('multipart/related; boundary=x', '--x')],
    ['what is no XML', reply('text/xml', '<a')],
    ['JSON', reply('application/json', '{}')],
    ['another charset', reply('text/xml', Buffer.from('<?xml version="1.0" encoding="GBK"?><a/>'))],
    ['a DOCTYPE', reply('text/xml', `<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>`)],
    ['no envelope', reply('text/xml', GOOD)],
    ['an empty body', envelope('')],
    ['two elements', envelope(`${GOOD}${GOOD}`)],
    ['the answer of another operation', envelope('<treeResponse xmlns="http://inspection.example.cn/"/>')],
    ['plain words with status 503', reply('text/plain', 'upstream connect error', 503)],
    ['an answer with status 500', envelope(GOOD, 'soap11', 500)],
    ['an element twice', envelope(GOOD.replace('</r:', '<return>no</return></r:'))],
    ['elements in a text', envelope(GOOD.replace('ok', '<b/>'))],
  ])('is told: %s', async (_, answer) => {
    expect(await ask(answer)).toMatchObject({
      kind: 'failed',
      failure: 'not-understood',
      delivered: 'unknown',
    });
  });

  it('is told with the member that is not of its type, without its text', async () => {
    const answer =
      '<QueryEnterprisesResponse xmlns="http://tempuri.org/"><total>SECRET</total></QueryEnterprisesResponse>';
    const input = '{"pageSize":1,"since":null}';
    const outcome = await ask(envelope(answer), {
      service: 'dotnet-asmx',
      operation: 'QueryEnterprises',
      input,
    });
    expect(outcome).toMatchObject({ message: 'HTTP 200 with total is no xs:long' });
  });

  it('is a redirect', async () => {
    const redirect: Answering = (response) => {
      response.writeHead(302, { location: 'http://127.0.0.1:1/' }).end();
    };
    expect(await ask(redirect)).toMatchObject({ kind: 'failed', failure: 'redirected' });
  });

  it('is a cut connection, after which nobody knows', async () => {
    const cut: Answering = (response) => {
      response.destroy();
    };
    expect(await ask(cut)).toMatchObject({ kind: 'failed', failure: 'broken', delivered: 'unknown' });
  });

  it('is none at all, when nobody listens', async () => {
    partner = await startPartner(reply('text/xml', ''));
    const outcome = await callWsdl(
      readFixture('cxf'),
      'report',
      REPORT,
      'http://127.0.0.1:1/',
      {},
      partner.caller,
    );
    expect(outcome).toMatchObject({ kind: 'failed', failure: 'unreachable', delivered: 'no' });
  });
});
