import { expect } from '@jest/globals';
import { PROVIDER_WIRES } from '../../../src/envelope/provider.ts';
import { post } from '../../support/gateway.ts';
import { restBody, signedMessage } from '../../support/partner.ts';
import { sampleRecord } from '../../support/records.ts';
import { SOAP_NAMESPACES, soapEnvelope } from '../../support/soap.ts';
import type { Driver } from '../support/driver.ts';

const MARK = 'FORGED-BY-A-CALLER';

/** What a caller may say of itself, and what servers and proxies believe of each other. */
const FORGED = Object.fromEntries(
  [
    'G-I-System-Id',
    'G-I-Token',
    'X-User',
    'X-User-Id',
    'X-Appid',
    'X-Client-Cert',
    'Authorization',
    'Proxy-Authorization',
    'Cookie',
    'Forwarded',
    'X-Forwarded-For',
    'X-Forwarded-Host',
    'X-Forwarded-Proto',
    'X-Real-IP',
    'X-Original-URL',
    'X-HTTP-Method-Override',
    'Via',
    'Origin',
    'Referer',
    'User-Agent',
    'Traceparent',
    'SOAPAction-X',
  ].map((name) => [name, MARK]),
);

const OWN = ['accept', 'accept-encoding', 'connection', 'content-length', 'content-type', 'host'];

export default PROVIDER_WIRES.map(
  (wire): Driver => ({
    title: `${wire}: a provider sees the gateway's own headers, none of a caller's`,
    async run(scene) {
      const { platform, patient } = await scene.mediation();
      const { proxy, business } = patient[wire];
      const caller = await platform.addPartner();
      const add = signedMessage(caller, business, '01', [sampleRecord()]);
      const query = signedMessage(caller, business, '04', []);
      const type = SOAP_NAMESPACES.soap12.type;
      const from = proxy.requests.length;
      const byRest = await post(platform.url, restBody(add), FORGED);
      expect(byRest.datalist).toMatchObject({ result: '0001' });
      const bySoap = await post(platform.url, soapEnvelope('soap12', query), {
        ...FORGED,
        'content-type': type,
      });
      expect(bySoap.text).toContain('0001');
      const asked = proxy.requests.slice(from);
      expect(asked).toHaveLength(2);
      for (const { headers, path, body } of asked) {
        expect(Object.keys(headers).sort()).toEqual(
          [...OWN, ...(wire === 'soap11' ? ['soapaction'] : [])].sort(),
        );
        expect(JSON.stringify([headers, path]) + body).not.toContain(MARK);
        // Nor does it see whose message it is.
        expect(body).not.toContain(caller.appid);
        expect(body).not.toContain(add.random);
        expect(body).not.toContain(query.random);
      }
      return undefined;
    },
  }),
) satisfies readonly Driver[];
