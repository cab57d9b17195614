import { describe, expect, it } from '@jest/globals';
import { sendRaw } from '../../listener/gateway.ts';
import { envelope, faultOf, SOAP, serveRegistry, UDDI } from './served-registry.ts';

const FIND = `<find_business xmlns="${UDDI}" generic="2.0"><name>x</name></find_business>`;
const SOAP_12 = 'http://www.w3.org/2003/05/soap-envelope';
const billion = ['<!ENTITY a0 "ha">']
  .concat(Array.from({ length: 30 }, (_, n) => `<!ENTITY a${n + 1} "&a${n};&a${n};">`))
  .join('');

describe('hostile envelopes at the registry', () => {
  it.each([
    ['X01 an external entity', `<!DOCTYPE s [<!ENTITY x SYSTEM "file:///etc/passwd">]>${envelope(FIND)}`],
    ['X02 billion laughs', `<!DOCTYPE s [${billion}]>${envelope('<a>&a30;</a>')}`],
    ['X04 deep nesting', envelope('<a>'.repeat(20_000) + '</a>'.repeat(20_000))],
    ['X05 many attributes', envelope(`<a ${Array.from({ length: 500 }, (_, n) => `a${n}="1"`).join(' ')}/>`)],
    ['X06 a duplicate attribute', envelope('<a b="1" b="2"/>')],
    ['X06 two roots', envelope(FIND) + envelope(FIND)],
    ['X06 an unbound prefix', envelope('<u:find_business generic="2.0"/>')],
    ['X06 a NUL', envelope('<a>&#0;</a>')],
    ['X08 a processing instruction', `<?php x ?>${envelope(FIND)}`],
    ['X09 no envelope', FIND],
    ['an empty body', ''],
    ['JSON', '{}'],
  ])('%s: a Client fault with 400, nothing read', async (_, body) => {
    const { raw, audited, failures } = await serveRegistry();
    const begin = performance.now();
    const answer = await raw(body);
    expect(performance.now() - begin).toBeLessThan(1000);
    expect(faultOf(answer)).toMatchObject({ status: 400, faultcode: 'soap:Client' });
    expect(answer.text).not.toMatch(/root:|at .*\.[jt]s|node_modules/);
    expect(audited).toMatchObject([{ event: 'REGISTRY_REFUSED', facts: { reason: 'SOAP_Client' } }]);
    expect(failures).toEqual([]);
  });

  it('X07 takes UTF-8 and UTF-16 with its mark, and nothing that says one and is the other', async () => {
    const { raw } = await serveRegistry();
    const utf16 = Uint8Array.from(Buffer.from(`\ufeff${envelope(FIND)}`, 'utf16le'));
    expect((await raw(utf16, { 'content-type': 'text/xml; charset=utf-16' })).status).toBe(200);
    expect(faultOf(await raw(utf16))).toMatchObject({ status: 400 });
    const latin = Uint8Array.from(Buffer.from(envelope('<a>\xe4</a>'), 'latin1'));
    expect(faultOf(await raw(latin))).toMatchObject({ status: 400 });
    const named = await raw(envelope(FIND), { 'content-type': 'text/xml; charset=gb18030' });
    expect(faultOf(named)).toMatchObject({ status: 415 });
  });

  it.each([
    ['two elements in the Body', envelope(FIND + FIND)],
    ['an empty Body', envelope('')],
    ['no Body', `<s:Envelope xmlns:s="${SOAP}"/>`],
    ['an element after the Body', envelope(FIND).replace('</s:Envelope>', '<x/></s:Envelope>')],
    ['a Header after the Body', envelope(FIND).replace('</s:Envelope>', '<s:Header/></s:Envelope>')],
    ['text in the Body', envelope(`x${FIND}`)],
  ])('X09 %s: a Client fault', async (_, body) => {
    const { raw } = await serveRegistry();
    expect(faultOf(await raw(body))).toMatchObject({ status: 500, faultcode: 'soap:Client' });
  });

  it.each([
    ['an envelope of SOAP 1.2', envelope(FIND).replaceAll(SOAP, SOAP_12), 'text/xml'],
    ['an envelope of nobody', envelope(FIND).replaceAll(SOAP, 'urn:x'), 'text/xml'],
    ['the media type of SOAP 1.2', envelope(FIND), 'application/soap+xml'],
  ])('X11 %s: VersionMismatch', async (_, body, type) => {
    const { raw } = await serveRegistry();
    const answer = await raw(body, { 'content-type': type });
    expect(faultOf(answer)).toMatchObject({ status: 500, faultcode: 'soap:VersionMismatch' });
  });

  it.each([
    ['1', '', 'soap:MustUnderstand'],
    ['1', 's:actor="http://schemas.xmlsoap.org/soap/actor/next"', 'soap:MustUnderstand'],
    ['9', '', 'soap:Client'],
    ['1', 's:actor="urn:someone-else"', undefined],
    ['0', '', undefined],
  ])('X11 a header with mustUnderstand %s %s: %s', async (value, more, faultcode) => {
    const { raw } = await serveRegistry();
    const header = `<s:Header><h:x xmlns:h="urn:h" s:mustUnderstand="${value}" ${more}/></s:Header>`;
    const answer = await raw(envelope(FIND, header));
    if (faultcode === undefined) expect(answer.status).toBe(200);
    else expect(faultOf(answer)).toMatchObject({ status: 500, faultcode });
  });

  it.each(['application/json', 'multipart/related; type="text/xml"', 'application/xop+xml', 'text/plain'])(
    'X14 the media type %s: 415',
    async (type) => {
      const { raw } = await serveRegistry();
      expect(faultOf(await raw(envelope(FIND), { 'content-type': type }))).toMatchObject({ status: 415 });
    },
  );

  it('A09 owns its own addresses only, decoded once', async () => {
    const { origin, gateway } = await serveRegistry();
    for (const path of [
      '/uddi',
      '/uddi/inquiry/x',
      '/uddi/admin',
      '/uddi/..%2fregistry/businesses',
      '/uddi//inquiry',
      '/registry',
      '/registry/a/b/c',
      '/uddi/inquiry%00',
    ])
      expect((await fetch(origin + path, { method: 'POST' })).status).toBe(404);
    for (const target of ['/uddi/../registry/businesses', 'http://evil/uddi/inquiry?wsdl'])
      expect(
        await sendRaw(gateway, [`GET ${target} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n`]),
      ).toMatch(/^HTTP\/1\.1 404/);
  });

  it('X15, A11 tells its own address by the configuration, whatever Host says', async () => {
    const { gateway } = await serveRegistry();
    const head = 'Host: evil.example\r\nX-Forwarded-Host: evil.example\r\nConnection: close\r\n\r\n';
    const wsdl = await sendRaw(gateway, [`GET /uddi/inquiry?wsdl HTTP/1.1\r\n${head}`]);
    expect(wsdl).toContain('location="https://gateway.example/uddi/inquiry"');
    expect(wsdl).not.toContain('evil');
    const other = await sendRaw(gateway, [`GET /uddi/inquiry?xsd=../../etc/passwd HTTP/1.1\r\n${head}`]);
    expect(other).toMatch(/^HTTP\/1\.1 405/);
  });

  it('takes other methods for what they are', async () => {
    const { origin } = await serveRegistry();
    for (const method of ['GET', 'PUT', 'DELETE']) {
      const answer = await fetch(`${origin}/uddi/inquiry`, { method });
      expect([answer.status, answer.headers.get('allow')]).toEqual([405, 'GET, POST']);
    }
  });

  it('takes envelopes with any damage for the sender’s, and goes on', async () => {
    const { raw, failures } = await serveRegistry();
    const whole = Buffer.from(envelope(FIND));
    let seed = 20_261_122;
    const random = (below: number) => {
      seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648;
      return seed % below;
    };
    for (let round = 0; round < 150; round += 1) {
      const damaged = Buffer.from(whole.subarray(0, random(3) === 0 ? random(whole.length) : whole.length));
      for (let hit = random(3); hit >= 0 && damaged.length > 0; hit -= 1)
        damaged[random(damaged.length)] = random(256);
      const answer = await raw(Uint8Array.from(damaged));
      if (answer.status !== 200)
        expect(faultOf(answer).faultcode).toMatch(/^soap:(?:Client|VersionMismatch)$/);
    }
    expect(failures).toEqual([]);
    expect((await raw(envelope(FIND))).status).toBe(200);
  });

  it('tells nobody why it failed itself, but the operator', async () => {
    const broken = new Error('secret detail at /etc/x.ts');
    const publishers = {
      issueToken: () => Promise.reject(broken),
      publisherOf: () => Promise.reject(broken),
      discardToken: () => Promise.reject(broken),
    };
    const { soap, json, failures } = await serveRegistry({ publishers });
    const sent = `<get_authToken xmlns="${UDDI}" generic="2.0" userID="a" cred="b"/>`;
    const answer = await soap('publish', sent);
    expect(faultOf(answer)).toMatchObject({ status: 500, faultcode: 'soap:Server', errCode: 'E_fatalError' });
    expect(answer.text).not.toContain('secret');
    const { status, body } = await json('get_authToken', { userID: 'a', cred: 'b' });
    expect([status, body.result[0].errInfo.errCode]).toEqual([500, 'E_fatalError']);
    expect(failures).toEqual([broken, broken]);
  });
});
