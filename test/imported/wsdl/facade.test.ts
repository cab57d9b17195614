import { describe, expect, it } from '@jest/globals';
import { openApi } from '../../../src/channels/rest/open-api.ts';
import { renderWsdl } from '../../../src/channels/soap/render-wsdl.ts';
import type { MountedService } from '../../../src/envelope/http-channel.ts';
import { createImportedStandard } from '../../../src/imported/imported-standard.ts';
import { readWsdl } from '../../../src/imported/wsdl/read-wsdl.ts';
import { FIXTURES, type FixtureName, readFixture } from './fixtures.ts';

const FACTS = { service: 'a', interFlag: 'b', title: '导入的服务', version: '1', namespace: 'urn:ours' };
const PLACE = { path: '/a/b', url: 'http://127.0.0.1/a/b' };

function mounted(name: FixtureName): MountedService {
  return { ...FACTS, ...PLACE, ...createImportedStandard(readFixture(name), { name: 'imported', ...FACTS }) };
}

describe.each(Object.keys(FIXTURES) as FixtureName[])('what is offered for %s', (name) => {
  const { operations } = readFixture(name);

  it('is a WSDL in our namespace, with the same members', () => {
    const offered = readWsdl({ root: renderWsdl(mounted(name)) });
    for (const operation of operations) {
      const { request, input, output } = offered.operations.find((one) => one.name === operation.name)!;
      expect(request).toMatchObject({ namespace: 'urn:ours', local: operation.name });
      expect(shape(input.properties)).toEqual(shape(operation.input.properties));
      expect(input.required).toEqual(operation.input.required);
      expect(shape(output.properties)).toEqual(shape(operation.output.properties));
    }
  });

  it('is an OpenAPI with each operation', () => {
    const paths = Object.keys(openApi(mounted(name)).paths);
    expect(paths).toEqual(expect.arrayContaining(operations.map((one) => `/a/b/${one.name}`)));
  });
});

/** Members and which of them are lists. */
function shape(properties: Readonly<Record<string, { readonly type?: string }>> = {}) {
  return Object.entries(properties).map(([name, { type }]) => [name, type === 'array']);
}
