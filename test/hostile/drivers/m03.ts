import { expect } from '@jest/globals';
import { PROVIDER_WIRES } from '../../../src/envelope/provider.ts';
import type { Fault } from '../../support/fault-proxy.ts';
import { ask, post } from '../../support/gateway.ts';
import { signedMessage } from '../../support/partner.ts';
import { sampleRecord } from '../../support/records.ts';
import { elementText, SOAP_NAMESPACES, soapEnvelope } from '../../support/soap.ts';
import { checkLostChange, checkLostQuery, type Expected } from '../support/check-mediation.ts';
import type { Driver } from '../support/driver.ts';

const broken = { code: 'PROVIDER_BROKEN', status: 502, outcome: 'broken' } as const satisfies Expected;
const cutShort = { ...broken, outcome: 'not-understood', whole: true } as const;

const FAULTS: readonly (readonly [title: string, fault: Fault, expected: Expected])[] = [
  ['closed in the middle of a body', { kind: 'cut' }, broken],
  ['reset in the middle of a body', { kind: 'reset' }, broken],
  ['a Content-Length shorter than the body', { kind: 'short-length' }, cutShort],
  ['a broken chunk', { kind: 'bad-chunk' }, broken],
];

const OK = 'HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n';

/** What no HTTP server sends, and what a caller is told. */
const STRANGE: readonly (readonly [title: string, bytes: string, code?: string])[] = [
  ['nothing', ''],
  ['another protocol', 'SSH-2.0-OpenSSH_9.6\r\n'],
  ['HTTP 0.9', '<html>x</html>'],
  ['a switch of protocols', 'HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\nConnection: Upgrade\r\n\r\n'],
  ['a thousand interim answers', 'HTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\n'.repeat(1000)],
  ['no content', 'HTTP/1.1 204 No Content\r\n\r\n'],
  ['nothing new', 'HTTP/1.1 304 Not Modified\r\n\r\n'],
  ['a status that is none', 'HTTP/1.1 999 What\r\nContent-Length: 0\r\n\r\n'],
  ['a status of no number', 'HTTP/1.1 abc What\r\nContent-Length: 0\r\n\r\n'],
  ['a megabyte of headers', `${OK}${'X-Long: a\r\n'.repeat(100_000)}\r\n{}`],
  ['headers that do not end', `${OK}X-Long: ${'a'.repeat(100_000)}`],
  ['two lengths', `${OK}Content-Length: 2\r\nContent-Length: 3\r\n\r\n{} `],
  ['a negative length', `${OK}Content-Length: -1\r\n\r\n{}`],
  ['length and chunks', `${OK}Content-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n`],
  ['a NUL in a header', `${OK}X-Nul: \0\r\nContent-Length: 2\r\n\r\n{}`],
  ['two answers at a time', `${OK}Content-Length: 2\r\n\r\n{}`.repeat(2), 'PROVIDER_SIGN'],
];

const strange: Driver = {
  title: 'what is no answer of HTTP breaks off the call, and the next one is answered',
  async run(scene) {
    const { platform, patient } = await scene.mediation();
    const { proxy, business } = patient.rest;
    const caller = await platform.addPartner();
    for (const [title, bytes, code = 'PROVIDER_BROKEN'] of STRANGE) {
      proxy.once({ kind: 'raw', bytes });
      const refused = await ask(platform.url, caller, business, '04', []);
      expect([title, refused.datalist['code']]).toEqual([title, code]);
      const next = await ask(platform.url, caller, business, '04', []);
      expect([title, next.datalist['result']]).toEqual([title, '0001']);
    }
    return undefined;
  },
};

const bySoap = (['soap11', 'soap12'] as const).map(
  (version): Driver => ({
    title: `a caller by ${version} is told in the answer of the standard, not by a Fault`,
    async run(scene) {
      const { platform, patient } = await scene.mediation();
      const { proxy, business } = patient.rest;
      const message = signedMessage(await platform.addPartner(), business, '01', [sampleRecord()]);
      const headers = { 'content-type': SOAP_NAMESPACES[version].type };
      proxy.once({ kind: 'cut' });
      const refused = await post(platform.url, soapEnvelope(version, message), headers);
      expect(refused.status).toBe(200);
      expect(elementText(refused.text, 'datalist')).toMatch(/"code":"PROVIDER_BROKEN"/);
      expect(elementText(refused.text, 'datalist')).toContain('结果未知');
      const done = await post(platform.url, soapEnvelope(version, message), headers);
      expect(elementText(done.text, 'datalist')).toContain('"result":"0001"');
      return undefined;
    },
  }),
);

const brokenOff = FAULTS.flatMap(([title, fault, expected]) =>
  PROVIDER_WIRES.map(
    (wire): Driver => ({
      title: `${wire}: ${title}`,
      async run(scene) {
        const mediation = await scene.mediation();
        await checkLostChange(mediation, mediation.patient[wire], fault, expected);
        await checkLostQuery(mediation, mediation.patient[wire], fault, expected);
        return undefined;
      },
    }),
  ),
);

export default [...brokenOff, strange, ...bySoap] satisfies readonly Driver[];
