import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { callWsdl } from '../../../src/imported/wsdl/call-wsdl.ts';
import { readPayload } from '../../../src/imported/wsdl/read-payload.ts';
import { writePayload } from '../../../src/imported/wsdl/write-payload.ts';
import type { WsdlOperation, WsdlService } from '../../../src/imported/wsdl/wsdl-service.ts';
import { writeJsonValue } from '../../../src/text/json-value.ts';
import { readXml } from '../../../src/text/xml-reader.ts';
import { startPartner } from '../../outbound/partner.ts';
import { FIXTURES, type FixtureName, readFixture } from './fixtures.ts';
import { membersOf } from './random-members.ts';

const MESSAGES = (Object.keys(FIXTURES) as FixtureName[]).flatMap((name) => {
  const service = readFixture(name);
  return service.operations.flatMap((operation) => [
    { name: `${name} ${operation.name} request`, service, form: operation.request },
    { name: `${name} ${operation.name} answer`, service, form: operation.answer },
  ]);
});

describe('members become XML and come back the same', () => {
  it.each(MESSAGES)('$name', ({ service, form }) => {
    fc.assert(
      fc.property(membersOf(form, service), (members) => {
        const json = writeJsonValue(members);
        const xml = writePayload(json, form, service.types);
        const element = readXml(xml === '' ? '<nothing/>' : xml);
        expect(readPayload(element, form, service.types)).toBe(json);
      }),
      { numRuns: 60 },
    );
  });
});

describe.each(['soap11', 'soap12'] as const)('over the wire by %s', (wire) => {
  it('a provider that answers what it was sent gives the same members', async () => {
    const cxf = readFixture('cxf');
    const tree = cxf.operations.find(({ name }) => name === 'tree')!;
    const echo: WsdlOperation = { ...tree, answer: tree.request };
    const service: WsdlService = { ...cxf, wire, operations: [echo] };
    const partner = await startPartner((response, { body, headers }) => {
      response.writeHead(200, { 'content-type': headers['content-type'] }).end(body);
    });
    try {
      await fc.assert(
        fc.asyncProperty(membersOf(tree.request, service), async (members) => {
          const json = writeJsonValue(members);
          const outcome = await callWsdl(service, 'tree', json, partner.url, {}, partner.caller);
          expect(outcome).toEqual({ kind: 'answer', status: 200, content: json });
        }),
        { numRuns: 30 },
      );
    } finally {
      await partner.close();
    }
  });
});
