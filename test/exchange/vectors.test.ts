import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Answer, post, startTestGateway, type TestGateway } from '../support/gateway.ts';
import type { PartnerProfile } from '../support/partner.ts';

interface Vector {
  readonly name: string;
  readonly algorithm: PartnerProfile;
  readonly secret: string;
  readonly appid: string;
  readonly busicode: string;
  readonly action: string;
  readonly busilistSource: string;
  readonly busilist: string;
  readonly random: string;
  readonly sign: string;
  readonly signAsciiOrder: string;
}

const { requests } = JSON.parse(readFileSync('fixtures/vectors/signatures.json', 'utf8')) as {
  readonly requests: readonly Vector[];
};

/** Golden signatures made without this project's code, sent by every wire form. */
describe('the golden signatures over the wire', () => {
  let gateway: TestGateway;
  beforeAll(async () => {
    gateway = await startTestGateway();
    for (const { appid: id, algorithm: profile, secret, busicode } of requests) {
      await gateway.addPartner({
        id,
        secret,
        profile,
        standard: busicode.length === 3 && profile !== 'MD5' ? 's2' : 's1',
      });
    }
  });
  afterAll(() => gateway.stop());

  const text = (value: string) => JSON.stringify(value);
  const rest = (vector: Vector, sign: string, list = vector.busilistSource) =>
    `{"appid":${text(vector.appid)},"busicode":"${vector.busicode}","action":"${vector.action}",` +
    `"busilist":${list},"random":"${vector.random}","sign":"${sign}"}`;
  const xml = (value: string) =>
    value.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('\r', '&#13;');
  const soap = ({ appid, busicode, action, busilist, random }: Vector, sign: string, namespace: string) => {
    const members = Object.entries({ appid, busicode, action, busilist, random, sign });
    const inner = members.map(([name, value]) => `<${name}>${xml(value)}</${name}>`).join('');
    return `<s:Envelope xmlns:s="${namespace}"><s:Body><exchange xmlns="urn:tonggui:special-equipment:1.0">${inner}</exchange></s:Body></s:Envelope>`;
  };

  /** The records of the vectors fit no rule, so what counts is that the refusal, if any, is not about the sign. */
  function expectProved({ text: answer, status }: Answer): void {
    expect(status).toBe(200);
    expect(answer).toContain('sign');
    expect(answer).not.toMatch(/SIGN_|签名校验失败|Fault/);
  }

  it.each(requests.map((vector) => [`${vector.algorithm}: ${vector.name}`, vector] as const))(
    'proves %s',
    async (_, vector) => {
      const { exchangeUrl } = gateway;
      expectProved(await post(exchangeUrl, rest(vector, vector.sign)));
      expectProved(await post(exchangeUrl, rest(vector, vector.sign, text(vector.busilist))));
      const soap12 = soap(vector, vector.sign, 'http://www.w3.org/2003/05/soap-envelope');
      expectProved(await post(exchangeUrl, soap12, { 'content-type': 'application/soap+xml' }));
      const soap11 = soap(vector, vector.sign, 'http://schemas.xmlsoap.org/soap/envelope/');
      expectProved(await post(exchangeUrl, soap11, { 'content-type': 'text/xml' }));
      const { body } = await gateway.admin('PATCH', `/api/applications/${vector.appid}`, {
        sign: { order: 'ascii' },
      });
      expect(body.application.sign.order).toBe('ascii');
      expectProved(await post(exchangeUrl, rest(vector, vector.signAsciiOrder)));
      const turned = `${vector.sign.slice(0, -1)}${vector.sign.endsWith('0') ? '1' : '0'}`;
      expect((await post(exchangeUrl, rest(vector, turned))).datalist).toMatchObject({
        code: 'SIGN_MISMATCH',
      });
    },
  );
});
