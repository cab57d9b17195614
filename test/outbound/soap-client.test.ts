import { afterEach, describe, expect, it } from '@jest/globals';
import type { Member } from '../../src/envelope/raw-message.ts';
import { callSoap } from '../../src/outbound/soap-client.ts';
import { SOAP_NAMESPACES, type SoapVersion } from '../../src/outbound/soap-envelope.ts';
import { readXml } from '../../src/text/xml-reader.ts';
import { type Answering, type Partner, reply, startPartner } from './partner.ts';

const VERSIONS = ['1.1', '1.2'] as const;
const MEDIA_TYPES = { '1.1': 'text/xml', '1.2': 'application/soap+xml' };
let partner: Partner | undefined;
afterEach(async () => {
  await partner?.close();
  partner = undefined;
});

const TEXT = ' [{"名":"<&>\'\u{20000}"}]\r\n ';
const members = new Map<string, Member>([['busilist', { kind: 'json', text: TEXT }]]);

async function call(version: SoapVersion, answer: Answering, action?: string) {
  partner = await startPartner(answer);
  const operation = { version, namespace: 'urn:tonggui:x:1', operation: 'exchange', action };
  return callSoap(partner.caller, { ...operation, url: partner.url, members });
}

function envelope(version: SoapVersion, body: string): Answering {
  const soap = `<s:Envelope xmlns:s="${SOAP_NAMESPACES[version]}"><s:Body>${body}</s:Body></s:Envelope>`;
  return reply(MEDIA_TYPES[version], soap);
}

describe.each(VERSIONS)('a call by SOAP %s', (version) => {
  it('sends one wrapper whose texts a parser gives back exactly', async () => {
    await call(version, envelope(version, ''));
    const root = readXml(partner?.received[0]?.body ?? '');
    expect(root).toMatchObject({ namespace: SOAP_NAMESPACES[version], local: 'Envelope' });
    const wrapper = root.children[0]?.children[0];
    expect(wrapper).toMatchObject({ namespace: 'urn:tonggui:x:1', local: 'exchange' });
    expect(wrapper?.children).toMatchObject([
      { namespace: 'urn:tonggui:x:1', local: 'busilist', text: TEXT },
    ]);
  });

  it('reads the members of the answer untrimmed', async () => {
    const body =
      '<exchangeResponse xmlns="urn:tonggui:x:1"><datalist> {"a":1}<![CDATA[ <]]></datalist><sign/></exchangeResponse>';
    expect(await call(version, envelope(version, body))).toEqual({
      kind: 'answer',
      status: 200,
      members: new Map([
        ['datalist', { kind: 'text', text: ' {"a":1} <' }],
        ['sign', { kind: 'text', text: '' }],
      ]),
    });
  });

  it.each([
    ['nothing', ''],
    ['two elements', '<a/><b/>'],
    ['the answer of another namespace', '<exchangeResponse xmlns="urn:x"/>'],
    ['another element', '<other xmlns="urn:tonggui:x:1"/>'],
    ['a repeated member', '<exchangeResponse xmlns="urn:tonggui:x:1"><a>1</a><a>2</a></exchangeResponse>'],
    [
      'a comment inside a value',
      '<exchangeResponse xmlns="urn:tonggui:x:1"><a>1<!--x-->2</a></exchangeResponse>',
    ],
  ])('does not understand a body with %s', async (_, body) => {
    const result = await call(version, envelope(version, body));
    expect(result).toMatchObject({ kind: 'failed', failure: 'not-understood', delivered: 'unknown' });
  });

  it('does not understand an answer in the other version', async () => {
    const other = version === '1.1' ? '1.2' : '1.1';
    expect(await call(version, envelope(other, ''))).toMatchObject({ failure: 'not-understood' });
    await partner?.close();
    const disguised = `<Envelope xmlns="${SOAP_NAMESPACES[other]}"><Body/></Envelope>`;
    const result = await call(version, reply(MEDIA_TYPES[version], disguised));
    expect(result).toMatchObject({ failure: 'not-understood' });
  });

  it('refuses a document type before anything is expanded', async () => {
    const bomb = '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>';
    expect(await call(version, reply(MEDIA_TYPES[version], bomb))).toMatchObject({
      failure: 'not-understood',
    });
  });
});

describe('how the operation is announced', () => {
  it('is a quoted SOAPAction in 1.1, empty when the WSDL has none', async () => {
    await call('1.1', envelope('1.1', ''));
    expect(partner?.received[0]?.headers).toMatchObject({ soapaction: '""' });
    await partner?.close();
    await call('1.1', envelope('1.1', ''), 'urn:a');
    expect(partner?.received[0]?.headers).toMatchObject({ soapaction: '"urn:a"' });
  });

  it('is a parameter of the content type in 1.2', async () => {
    await call('1.2', envelope('1.2', ''), 'urn:a');
    expect(partner?.received[0]?.headers['content-type']).toBe(
      'application/soap+xml; charset=utf-8; action="urn:a"',
    );
    expect(partner?.received[0]?.headers['soapaction']).toBeUndefined();
  });
});

describe('a Fault', () => {
  it('is read in 1.1, with the answer of the standard in its detail', async () => {
    const fault =
      '<s:Fault><faultcode>s:Client</faultcode><faultstring xml:lang="zh">签名</faultstring><detail><x/><exchangeFault xmlns="urn:tonggui:x:1"><sign>S</sign></exchangeFault></detail></s:Fault>';
    expect(await call('1.1', envelope('1.1', fault))).toEqual({
      kind: 'fault',
      status: 200,
      code: 'Client',
      reason: '签名',
      members: new Map([['sign', { kind: 'text', text: 'S' }]]),
    });
  });

  it('is read in 1.2, with its subcode', async () => {
    const fault =
      '<s:Fault><s:Code><s:Value>s:Sender</s:Value><s:Subcode><s:Value xmlns:t="urn:t">t:SIGN_MISMATCH</s:Value></s:Subcode></s:Code><s:Reason><s:Text xml:lang="zh-CN">签名</s:Text></s:Reason></s:Fault>';
    expect(await call('1.2', envelope('1.2', fault))).toEqual({
      kind: 'fault',
      status: 200,
      code: 'Sender',
      subcode: 'SIGN_MISMATCH',
      reason: '签名',
      members: new Map(),
    });
  });
});
