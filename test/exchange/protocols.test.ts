import { get } from 'node:http';
import { createServer } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ask, exchange, post, startTestGateway, type TestGateway } from '../support/gateway.ts';
import { answerIsSigned, type Partner, signedMessage } from '../support/partner.ts';
import { sampleRecord } from '../support/records.ts';
import { elementText, SOAP_NAMESPACES, type SoapVersion, soapEnvelope } from '../support/soap.ts';

describe('one address, three wire forms', () => {
  let gateway: TestGateway;
  let partner: Partner;
  beforeAll(async () => {
    gateway = await startTestGateway();
    partner = await gateway.addPartner({ profile: 'SM4' });
  });
  afterAll(() => gateway.stop());

  const soap = (version: SoapVersion, message: Parameters<typeof soapEnvelope>[1]) =>
    post(gateway.exchangeUrl, soapEnvelope(version, message), {
      'content-type': SOAP_NAMESPACES[version].type,
    });
  const members = (xml: string) =>
    Object.fromEntries(
      ['appid', 'busicode', 'datalist', 'random', 'sign'].map((name) => [name, elementText(xml, name)]),
    );

  it.each(['soap11', 'soap12'] as const)(
    '%s: adds a record and answers signed, in the same version',
    async (version) => {
      const message = signedMessage(partner, '120101', '01', [sampleRecord()]);
      const answer = await soap(version, message);
      expect(answer.status).toBe(200);
      expect(answer.headers.get('content-type')).toContain(SOAP_NAMESPACES[version].type.split(';')[0]!);
      expect(answer.text).toContain(SOAP_NAMESPACES[version].envelope);
      expect(JSON.parse(members(answer.text)['datalist']!)).toMatchObject({
        result: '0001',
        counts: { created: 1 },
      });
      expect(members(answer.text)['random']).toBe(message.random);
      expect(answerIsSigned(partner, members(answer.text))).toBe(true);
    },
  );

  it('takes one message by REST and gives its stored answer by SOAP', async () => {
    const message = signedMessage(partner, '120101', '01', [sampleRecord()]);
    const first = await exchange(gateway.exchangeUrl, message);
    const again = await soap('soap12', message);
    expect(first.datalist['counts'].created).toBe(1);
    expect(members(again.text)['datalist']).toBe(first.members['datalist']);
    expect(members(again.text)['sign']).toBe(first.members['sign']);
  });

  it('refuses by REST what its address has beside the members that are signed; SOAP posts to any of its documents', async () => {
    const message = signedMessage(partner, '120101', '01', [sampleRecord()]);
    const refused = await exchange(`${gateway.exchangeUrl}?action=03&trace=1`, message);
    expect(refused.text).toContain('action');
    const strange = await exchange(`${gateway.exchangeUrl}?trace=1`, message);
    expect(strange.status).toBe(200);
    expect(strange.datalist).toMatchObject({
      result: '0000',
      code: 'BAD_PARAMETER',
      errors: [{ member: 'trace', message: '不是接口约定的参数，请删除' }],
    });
    const posted = await post(`${gateway.exchangeUrl}?wsdl`, soapEnvelope('soap11', message), {
      'content-type': SOAP_NAMESPACES.soap11.type,
    });
    expect(JSON.parse(members(posted.text)['datalist']!)).toMatchObject({ counts: { created: 1 } });
  });

  it('gives datalist as text to a REST caller who sent busilist as text', async () => {
    const message = signedMessage(partner, '120101', '04', '[]');
    const answer = await post(gateway.exchangeUrl, JSON.stringify(message));
    expect(typeof JSON.parse(answer.text).datalist).toBe('string');
    expect(answerIsSigned(partner, JSON.parse(answer.text))).toBe(true);
  });

  it.each(['soap11', 'soap12'] as const)('%s: a business refusal is a normal answer', async (version) => {
    const answer = await soap(version, signedMessage(partner, '120101', '01', [{}]));
    expect(answer.status).toBe(200);
    expect(JSON.parse(members(answer.text)['datalist']!)).toMatchObject({
      result: '0000',
      code: 'RULES_FAILED',
    });
  });

  it.each([
    ['soap11', 500],
    ['soap12', 400],
  ] as const)('%s: a wrong sign is a Fault that carries the signed answer', async (version, status) => {
    const own = await gateway.addPartner({ profile: 'SM4' });
    const answer = await soap(version, signedMessage(own, '120101', '04', [], { sign: 'AB'.repeat(80) }));
    expect(answer.status).toBe(status);
    expect(elementText(answer.text, 'code')).toBe('SIGN_MISMATCH');
    expect(JSON.parse(members(answer.text)['datalist']!)).toMatchObject({ result: '0000' });
    expect(answerIsSigned(own, members(answer.text))).toBe(true);
  });

  it('serves WSDL, schema, OpenAPI and the interface document from the same operation', async () => {
    const get = async (query: string) => (await fetch(`${gateway.exchangeUrl}?${query}`)).text();
    const wsdl = await get('wsdl');
    expect(wsdl).toContain(`location="${gateway.exchangeUrl}"`);
    expect(wsdl.match(/transport="http:\/\/schemas.xmlsoap.org\/soap\/http"/g)).toHaveLength(2);
    expect(await get('wsdl=soap11')).not.toContain('soap12:binding');
    expect(await get('xsd')).toContain('elementFormDefault="qualified"');
    const openapi = JSON.parse(await get('openapi'));
    expect(openapi.openapi).toMatch(/^3\.1/);
    expect(Object.keys(openapi.paths)).toEqual(['/tonggui/exchange']);
    expect(await get('doc')).toContain('业务分类代码');
    expect((await fetch(`${gateway.exchangeUrl}?xsd=../../etc/passwd`)).status).toBe(404);
  });

  it('gives WSDL addresses by configuration, whatever the Host header says (A11)', async () => {
    const port = await freePort();
    const publicUrl = 'https://share.example.gov.cn';
    const other = await startTestGateway({ exchange: { port, publicUrl } });
    const wsdl = await new Promise<string>((resolve, reject) => {
      const options = { port, path: '/tonggui/exchange?wsdl', headers: { host: 'evil.example' } };
      get(options, async (response) => resolve(await text(response))).on('error', reject);
    });
    expect(wsdl).toContain(`location="${publicUrl}/tonggui/exchange"`);
    expect(wsdl).not.toContain('evil.example');
    await other.stop();
  });
});

describe('the two editions', () => {
  let gateway: TestGateway;
  beforeAll(async () => {
    gateway = await startTestGateway();
  });
  afterAll(() => gateway.stop());

  it('answers an S2 application in its own shape: datalist and random alone, signed', async () => {
    const partner = await gateway.addPartner({ standard: 's2', profile: 'SM4' });
    const answer = await ask(gateway.exchangeUrl, partner, '003', '01', [sampleRecord('s2/003')]);
    expect(Object.keys(JSON.parse(answer.text))).toEqual(['datalist', 'random', 'sign']);
    expect(answer.datalist['counts']).toMatchObject({ created: 1 });
    expect(answerIsSigned(partner, answer.members)).toBe(true);
  });

  it.each([
    ['s1', '001'],
    ['s1', '100101'],
    ['s1', '120100'],
    ['s2', '120101'],
    ['s2', '012'],
  ] as const)('an %s application cannot use %s', async (standard, code) => {
    const partner = await gateway.addPartner({ standard });
    const answer = await ask(gateway.exchangeUrl, partner, code, '04', []);
    expect(answer.datalist).toMatchObject({ result: '0000', code: 'BUSINESS_CODE_UNKNOWN' });
  });

  it('refuses an S2 application with MD5 when it is set up', async () => {
    await expect(gateway.addPartner({ standard: 's2', profile: 'MD5' })).rejects.toThrow('sign.profile');
  });

  it.each(['MD5', 'SM4', 'SM4-SM3', 'HMAC-SM3'] as const)('S1 with %s: signed both ways', async (profile) => {
    const partner = await gateway.addPartner({ profile });
    const answer = await ask(gateway.exchangeUrl, partner, '120102', '01', [sampleRecord('s1/0102')]);
    expect(answer.datalist['result']).toBe('0001');
    expect(answerIsSigned(partner, answer.members)).toBe(true);
  });

  it.each(['s1/0500', 's1/0900'] as const)(
    'takes records under %s, whose groups are usable themselves',
    async (ruleSet) => {
      const partner = await gateway.addPartner();
      const answer = await ask(gateway.exchangeUrl, partner, `90${ruleSet.slice(3)}`, '01', [
        sampleRecord(ruleSet),
      ]);
      expect(answer.datalist['counts']).toMatchObject({ created: 1 });
    },
  );

  it('sends refusals with their HTTP status to an application set to semantic', async () => {
    const partner = await gateway.addPartner({ httpStatus: 'semantic', grants: ['120101:01:*'] });
    const statusOf = async (...sent: [string, string, unknown]) =>
      (await ask(gateway.exchangeUrl, partner, ...sent)).status;
    expect(await statusOf('120101', '04', [])).toBe(403);
    expect(await statusOf('120101', '01', [{}])).toBe(422);
  });
});

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address() as { port: number };
      server.close(() => resolve(port));
    });
  });
}
