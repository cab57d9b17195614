import { createCipheriv, createHash } from 'node:crypto';
import { request } from 'node:https';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Certificate, type CertificateFolder, openCertificateFolder } from '../support/certificates.ts';
import { post, startTestGateway, type TestGateway } from '../support/gateway.ts';
import { answerIsSigned, datalistText, type Partner, restBody, signedMessage } from '../support/partner.ts';
import { elementText, SOAP_NAMESPACES, type SoapVersion, soapEnvelope } from '../support/soap.ts';

const PASSWORD = '口令 with blanks: and colons';
const basic = (username: string, password: string) => ({
  authorization: `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`,
});
const query = (partner: Partner) => restBody(signedMessage(partner, '120101', '04', []));

describe('user name and password beside the sign', () => {
  let gateway: TestGateway;
  beforeAll(async () => {
    gateway = await startTestGateway();
  });
  afterAll(() => gateway.stop());

  const partnerWith = (form: string) =>
    gateway.addPartner({ password: { username: 'lift', form, password: PASSWORD } });
  const sm4 = (secret: string) => {
    const cipher = createCipheriv('sm4-ecb', Buffer.from(secret, 'hex'), null);
    return Buffer.concat([cipher.update(PASSWORD), cipher.final()])
      .toString('hex')
      .toUpperCase();
  };
  const onTheWire: Readonly<Record<string, (partner: Partner) => string>> = {
    plain: () => PASSWORD,
    MD5: () => createHash('md5').update(PASSWORD).digest('hex').toUpperCase(),
    SM4: ({ secret }) => sm4(secret),
  };

  it.each(Object.entries(onTheWire))(
    'is taken in the form %s by REST, and refused in others',
    async (form, sent) => {
      const partner = await partnerWith(form);
      const ask = async (password: string) =>
        (await post(gateway.exchangeUrl, query(partner), basic('lift', password))).datalist;
      expect(await ask(sent(partner))).toMatchObject({ result: '0001' });
      const other = form === 'plain' ? onTheWire['MD5']!(partner) : PASSWORD;
      expect(await ask(other)).toMatchObject({ result: '0000', code: 'PASSWORD_MISMATCH' });
    },
  );

  it.each(['soap11', 'soap12'] as const)('%s: is taken from the HTTP header too', async (version) => {
    const partner = await partnerWith('plain');
    const call = (headers: Record<string, string>) => soap(version, partner, headers);
    expect(elementText(await call(basic('lift', PASSWORD)), 'datalist')).toContain('"result":"0001"');
    const refused = await call({});
    expect(elementText(refused, 'code')).toBe('PASSWORD_REQUIRED');
  });

  it('that is wrong three times holds the transfer, though every sign was right', async () => {
    const partner = await partnerWith('plain');
    const ask = async (password: string) =>
      (await post(gateway.exchangeUrl, query(partner), basic('lift', password))).datalist['code'];
    for (let turn = 0; turn < 3; turn += 1) expect(await ask('a wrong password')).toBe('PASSWORD_MISMATCH');
    expect(await ask(PASSWORD)).toBe('HELD');
  });

  it('does not stand in for the sign, nor the sign for it', async () => {
    const partner = await partnerWith('plain');
    const unsigned = restBody(signedMessage(partner, '120101', '04', [], { sign: 'AB'.repeat(32) }));
    const ask = async (body: string, headers: Record<string, string> = {}) =>
      (await post(gateway.exchangeUrl, body, headers)).datalist['code'];
    expect(await ask(unsigned, basic('lift', PASSWORD))).toBe('SIGN_MISMATCH');
    expect(await ask(query(partner))).toBe('PASSWORD_REQUIRED');
    expect(await ask(query(partner), basic('crane', PASSWORD))).toBe('PASSWORD_MISMATCH');
  });

  async function soap(version: SoapVersion, partner: Partner, headers: Record<string, string>) {
    const envelope = soapEnvelope(version, signedMessage(partner, '120101', '04', []));
    const type = { 'content-type': SOAP_NAMESPACES[version].type };
    return (await post(gateway.exchangeUrl, envelope, { ...type, ...headers })).text;
  }
});

describe('a client certificate (CA) beside the sign', () => {
  let certificates: CertificateFolder;
  let gateway: TestGateway;
  let server: Certificate;
  let mine: Certificate;
  let other: Certificate;
  let selfMade: Certificate;
  beforeAll(async () => {
    certificates = openCertificateFolder();
    const authority = certificates.selfSigned('ca', '/CN=Test authority');
    server = certificates.selfSigned('server', '/CN=gateway.example');
    mine = certificates.issued('mine', '/C=CN/O=Partner/CN=mine', authority);
    other = certificates.issued('other', '/C=CN/O=Partner/CN=other', authority);
    selfMade = certificates.selfSigned('selfmade', '/C=CN/O=Partner/CN=mine');
    const tls = {
      certificate: server.certificateFile,
      key: server.keyFile,
      clientCa: authority.certificateFile,
    };
    gateway = await startTestGateway({ exchange: { tls } });
  });
  afterAll(async () => {
    await gateway.stop();
    certificates.remove();
  });

  function send(partner: Partner, client?: Certificate): Promise<string> {
    return new Promise((resolve, reject) => {
      const tls = { ca: server.cert, checkServerIdentity: () => undefined, agent: false } as const;
      const pair = client && { cert: client.cert, key: client.key };
      const headers = { 'content-type': 'application/json' };
      request(gateway.exchangeUrl, { method: 'POST', headers, ...tls, ...pair }, (response) => {
        resolve(text(response));
      })
        .on('error', reject)
        .end(query(partner));
    });
  }
  const codeOf = async (partner: Partner, client?: Certificate) =>
    JSON.parse(await send(partner, client)).datalist.code;

  it.each(['fingerprint256', 'subject'] as const)('is asked for by its %s', async (how) => {
    const certificate =
      how === 'subject' ? { subject: 'C=CN, O=Partner, CN=mine' } : { fingerprint256: mine.fingerprint256 };
    const partner = await gateway.addPartner({ certificate });
    const answer = await send(partner, mine);
    const members = JSON.parse(answer);
    expect(members.datalist.result).toBe('0001');
    expect(answerIsSigned(partner, { ...members, datalist: datalistText(answer) })).toBe(true);
    expect(await codeOf(partner, other)).toBe('CERTIFICATE_MISMATCH');
    // Nobody vouches for it, so its name says nothing.
    expect(await codeOf(partner, selfMade)).toBe('CERTIFICATE_REQUIRED');
    expect(await codeOf(partner)).toBe('CERTIFICATE_REQUIRED');
  });

  it('holds the certificate that failed three times, not the one that is right', async () => {
    const partner = await gateway.addPartner({ certificate: { fingerprint256: mine.fingerprint256 } });
    for (let turn = 0; turn < 3; turn += 1) expect(await codeOf(partner, other)).toBe('CERTIFICATE_MISMATCH');
    expect(await codeOf(partner, other)).toBe('HELD');
    expect(await codeOf(partner, mine)).toBeUndefined();
  });

  it('is not asked of an application that is set up without one', async () => {
    expect(await codeOf(await gateway.addPartner())).toBeUndefined();
  });
});

describe('when and from where an application may call', () => {
  let gateway: TestGateway;
  beforeAll(async () => {
    gateway = await startTestGateway();
  });
  afterAll(() => gateway.stop());

  const ask = async (settings: Record<string, unknown>) => {
    const partner = await gateway.addPartner(settings);
    const answer = await post(gateway.exchangeUrl, query(partner));
    expect(answerIsSigned(partner, answer.members)).toBe(true);
    return answer.datalist['code'] ?? answer.datalist['result'];
  };
  const inHours = (hours: number) => new Date(Date.now() + hours * 3_600_000).toISOString();

  it.each([
    ['within its dates', { validFrom: -1, validUntil: 1 }, '0001'],
    ['before the first', { validFrom: 1 }, 'APPLICATION_EXPIRED'],
    ['after the last', { validUntil: -1 }, 'APPLICATION_EXPIRED'],
  ])('%s', async (_, hours, expected) => {
    const dates = Object.entries(hours).map(([name, value]) => [name, inHours(value)]);
    expect(await ask(Object.fromEntries(dates))).toBe(expected);
  });

  it.each([
    [['127.0.0.0/8'], '0001'],
    [['192.0.2.0/24', '127.0.0.1'], '0001'],
    [['192.0.2.0/24'], 'ADDRESS_DENIED'],
    [['2001:db8::/32'], 'ADDRESS_DENIED'],
  ])('from 127.0.0.1 with the networks %j: %s', async (networks, expected) => {
    expect(await ask({ networks })).toBe(expected);
  });

  it('takes no address from a forwarding header', async () => {
    const partner = await gateway.addPartner({ networks: ['192.0.2.0/24'] });
    const forged = { 'x-forwarded-for': '192.0.2.1', forwarded: 'for=192.0.2.1' };
    const answer = await post(gateway.exchangeUrl, query(partner), forged);
    expect(answer.datalist['code']).toBe('ADDRESS_DENIED');
  });

  it('not at all once it is disabled, and again once it is enabled', async () => {
    const partner = await gateway.addPartner();
    const turn = async (what: string) => {
      await gateway.admin('POST', `/api/applications/${partner.appid}/${what}`);
      return (await post(gateway.exchangeUrl, query(partner))).datalist;
    };
    expect(await turn('disable')).toMatchObject({ result: '0000', code: 'APPLICATION_DISABLED' });
    expect(await turn('enable')).toMatchObject({ result: '0001' });
  });
});
