import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from '@jest/globals';
import { listen } from 'soap';
import { callWsdl } from '../../../src/imported/wsdl/call-wsdl.ts';
import { createHttpCaller, type HttpCaller } from '../../../src/outbound/http-caller.ts';
import { type Partner, reply, startPartner } from '../../outbound/partner.ts';
import { fixture, readFixture } from './fixtures.ts';

const ENVELOPE =
  'xmlns:soapenv="http://schemas.xmlsoap.org/soap/envelope/" xmlns:xsd="http://www.w3.org/2001/XMLSchema" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"';

let partner: Partner | undefined;
let server: Server | undefined;
let caller: HttpCaller | undefined;
afterEach(async () => {
  await partner?.close();
  await caller?.close();
  server?.closeAllConnections();
  server?.close();
  partner = server = caller = undefined;
});

/** node-soap's own server: a stack that nobody here wrote. */
async function startNodeSoap(find: (args: unknown) => unknown): Promise<string> {
  server = createServer();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const services = { RegistryService: { RegistryPort: { Find: find } } };
  listen(server, '/registry', services, fixture('node-soap.wsdl'));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/registry`;
}

describe('a provider by node-soap', () => {
  it.each(['soap11', 'soap12'] as const)(
    'understands what is sent by %s, and is understood',
    async (wire) => {
      const asked: unknown[] = [];
      const endpoint = await startNodeSoap((args) => {
        asked.push(args);
        const item = { attributes: { state: 'on' }, name: '甲 <&>', id: '9007199254740993' };
        return { items: [item], total: 1 };
      });
      caller = createHttpCaller({ connectSeconds: 1, totalSeconds: 5, answerBytes: 100_000 });
      const service = { ...readFixture('node-soap'), wire };
      const input = '{"name":"<甲>","ids":[1,2]}';
      expect(await callWsdl(service, 'Find', input, endpoint, {}, caller)).toEqual({
        kind: 'answer',
        status: 200,
        content: '{"items":[{"state":"on","name":"甲 <&>","id":9007199254740993}],"total":1}',
      });
      expect(asked).toEqual([{ name: '<甲>', ids: ['1', '2'].map(Number) }]);
    },
  );

  it('tells its Fault', async () => {
    const fault = { Code: { Value: 'soap:Sender' }, Reason: { Text: '无此企业' }, statusCode: 500 };
    const endpoint = await startNodeSoap(() => {
      throw { Fault: fault };
    });
    caller = createHttpCaller({ connectSeconds: 1, totalSeconds: 5, answerBytes: 100_000 });
    const outcome = await callWsdl(readFixture('node-soap'), 'Find', '{"name":"a"}', endpoint, {}, caller);
    expect(outcome).toEqual({ kind: 'fault', status: 500, code: 'Sender', message: '无此企业' });
  });
});

describe('a provider by Axis 1', () => {
  const input = '{"account":"a","xml":"<r/>","count":2}';

  async function exchange(body: string) {
    const answer = `<?xml version="1.0" encoding="utf-8"?><soapenv:Envelope ${ENVELOPE}><soapenv:Body>${body}</soapenv:Body></soapenv:Envelope>`;
    partner = await startPartner(reply('text/xml;charset=utf-8', answer));
    const service = readFixture('axis1-encoded');
    return callWsdl(service, 'exchange', input, partner.url, {}, partner.caller);
  }

  it('is sent parts that tell their types', async () => {
    await exchange('<n:exchangeResponse xmlns:n="urn:n"/>');
    expect(partner?.received[0]?.body).toContain(
      '<n1:exchange soap:encodingStyle="http://schemas.xmlsoap.org/soap/encoding/" xmlns:n1="http://gate.example.cn" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xmlns:xsd="http://www.w3.org/2001/XMLSchema" xmlns:soap="http://schemas.xmlsoap.org/soap/envelope/"><account xsi:type="xsd:string">a</account><xml xsi:type="xsd:string">&lt;r/&gt;</xml><count xsi:type="xsd:int">2</count></n1:exchange>',
    );
  });

  it.each([
    [
      'within its element',
      '<ns1:exchangeResponse soapenv:encodingStyle="http://schemas.xmlsoap.org/soap/encoding/" xmlns:ns1="http://gate.example.cn"><exchangeReturn xsi:type="soapenc:string" xmlns:soapenc="http://schemas.xmlsoap.org/soap/encoding/"> &lt;ok/&gt;</exchangeReturn></ns1:exchangeResponse>',
    ],
    [
      'referred to by its id',
      '<ns1:exchangeResponse xmlns:ns1="http://gate.example.cn"><exchangeReturn href="#id0"/></ns1:exchangeResponse><multiRef id="id0" xsi:type="xsd:string"> &lt;ok/&gt;</multiRef>',
    ],
  ])('may answer with a text %s', async (_, body) => {
    const content = '{"exchangeReturn":" <ok/>"}';
    expect(await exchange(body)).toEqual({ kind: 'answer', status: 200, content });
  });
});

describe('a provider by gSOAP', () => {
  it('is sent parts without a namespace in a wrapper of the binding, and answers with several', async () => {
    const answer = `<?xml version="1.0" encoding="UTF-8"?><E:Envelope xmlns:E="http://schemas.xmlsoap.org/soap/envelope/" xmlns:ns="urn:meter"><E:Body><ns:putResponse><count>1</count><last><meter>4294967295</meter><value>1.5e-3</value><state>on</state></last></ns:putResponse></E:Body></E:Envelope>`;
    partner = await startPartner(reply('text/xml; charset=utf-8', answer));
    const input = '{"token":"t","reading":{"meter":1,"state":"off","value":[0.10,2E5]}}';
    const outcome = await callWsdl(readFixture('gsoap-rpc'), 'put', input, partner.url, {}, partner.caller);
    expect(outcome).toMatchObject({
      content: '{"count":1,"last":{"meter":4294967295,"value":[1.5e-3],"state":"on"}}',
    });
    expect(partner.received[0]?.body).toContain(
      '<n1:put xmlns:n1="urn:meter"><reading><meter>1</meter><value>0.10</value><value>2E5</value><state>off</state></reading><token>t</token></n1:put>',
    );
  });
});

describe('a provider by JAX-WS RI', () => {
  it('is sent inherited members first, substitutes by their names, repeated groups in turn', async () => {
    partner = await startPartner(
      reply(
        'application/soap+xml',
        '<S:Envelope xmlns:S="http://www.w3.org/2003/05/soap-envelope"><S:Body><n:issueResponse xmlns:n="http://license.example.cn/"><return xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xmlns:xs="http://www.w3.org/2001/XMLSchema" xsi:type="xs:string">a&lt;b</return></n:issueResponse></S:Body></S:Envelope>',
      ),
    );
    const input =
      '{"license":{"by":"x","source":"s","numberAttribute":1,"number":"n","holder":"h","company":[{"title":"c","uscc":"u","capital":1e2}],"person":[{"title":"p","idNumber":"1"}],"from":["2020-01-01","2021-01-01"],"to":["2020-12-31","2021-12-31"]}}';
    const outcome = await callWsdl(readFixture('jaxws-ri'), 'issue', input, partner.url, {}, partner.caller);
    expect(outcome).toMatchObject({ content: '{"return":"a<b"}' });
    const sent = /<license.*<\/license>/.exec(partner.received[0]!.body)?.[0];
    expect(sent).toBe(
      '<license number="1" n2:by="x" n2:source="s"><n2:number>n</n2:number><n2:holder>h</n2:holder><n2:person><n2:title>p</n2:title><n2:idNumber>1</n2:idNumber></n2:person><n2:company><n2:title>c</n2:title><n2:uscc>u</n2:uscc><n2:capital>100</n2:capital></n2:company><from>2020-01-01</from><to>2020-12-31</to><from>2021-01-01</from><to>2021-12-31</to></license>',
    );
  });

  it('may take a message and answer nothing', async () => {
    partner = await startPartner((response) => {
      response.writeHead(202).end();
    });
    const outcome = await callWsdl(readFixture('jaxws-ri'), 'ping', '{}', partner.url, {}, partner.caller);
    expect(outcome).toEqual({ kind: 'answer', status: 202, content: '{}' });
  });
});

describe('a provider by Metro', () => {
  it('answers with types that stand for the declared one, and blanks that count', async () => {
    partner = await startPartner(reply('text/xml; charset=utf-8', fixture('metro-find-answer.xml')));
    const input = '{"filter":{"text":" x "}}';
    const outcome = await callWsdl(readFixture('metro'), 'find', input, partner.url, {}, partner.caller);
    expect(outcome).toMatchObject({
      content:
        '{"subject":[{"xsiType":"company","id":9007199254740993,"name":"  x <&>\\r\\n ","capital":100.50,"licences":["a",null]},{"xsiType":"person","id":1,"name":"甲","idNumber":"11"}]}',
    });
  });
});

describe('a provider with texts for bodies', () => {
  it('may be sent, and answer, nothing at all', async () => {
    const answer = `<soapenv:Envelope ${ENVELOPE}><soapenv:Body/></soapenv:Envelope>`;
    partner = await startPartner(reply('text/xml', answer));
    const outcome = await callWsdl(readFixture('bare'), 'Ping', '{}', partner.url, {}, partner.caller);
    expect(outcome).toEqual({ kind: 'answer', status: 200, content: '{}' });
    expect(partner.received[0]?.body).toMatch(/<soap:Body>\s*<\/soap:Body>/);
  });

  it('is asked and answers by the names of their elements, under an action in any script', async () => {
    const answer = `<soapenv:Envelope ${ENVELOPE}><soapenv:Body><Price xmlns="urn:stock">12.50</Price></soapenv:Body></soapenv:Envelope>`;
    partner = await startPartner(reply('text/xml', answer));
    const service = readFixture('bare');
    const outcome = await callWsdl(service, 'GetPrice', '{"Symbol":"A&B"}', partner.url, {}, partner.caller);
    expect(outcome).toMatchObject({ content: '{"Price":12.50}' });
    await callWsdl(
      service,
      'operation',
      '{"symbol":["a"],"amount":[1],"limit":[2.5]}',
      partner.url,
      {},
      partner.caller,
    );
    const [price, order] = partner.received;
    expect(price!.body).toContain('<n1:Symbol xmlns:n1="urn:stock">A&amp;B</n1:Symbol>');
    expect(order!.body).toContain(
      '<n1:Order xmlns:n1="urn:stock"><n1:symbol>a</n1:symbol><n1:amount>1</n1:amount><limit>2.5</limit></n1:Order>',
    );
    const action = Buffer.from(String(order!.headers['soapaction']), 'latin1').toString('utf8');
    expect(action).toBe('"urn:stock/下单"');
  });
});
