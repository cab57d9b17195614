import { describe, expect, it } from '@jest/globals';
import { operationOf } from '../../../src/imported/facade-operations.ts';
import { createImportedStandard } from '../../../src/imported/imported-standard.ts';
import { readWsdl } from '../../../src/imported/wsdl/read-wsdl.ts';
import { FIXTURES, type FixtureName, fixture, readFixture } from './fixtures.ts';

const NAMES = Object.keys(FIXTURES) as FixtureName[];
const FACTS = { name: 'x', service: 'a', interFlag: 'b', title: 'x', version: '1', namespace: 'urn:x' };

describe.each(NAMES)('the WSDL of %s', (name) => {
  const service = readFixture(name);

  it('is plain data', () => {
    expect(JSON.parse(JSON.stringify(service))).toEqual(service);
  });

  it('has operations that can be offered', () => {
    expect(service.operations.length).toBeGreaterThan(0);
    for (const { name: own } of service.operations) expect(own).toMatch(/^[A-Za-z_][A-Za-z0-9_.-]{0,63}$/);
    const standard = createImportedStandard(service, FACTS);
    expect(standard.operations).toHaveLength(service.operations.length + 1);
    for (const operation of service.operations)
      expect(Object.keys(operationOf(operation).input.shape)).toEqual(
        Object.keys(operation.input.properties ?? {}),
      );
  });

  it('is also read when it says what it is in a byte order mark and a declaration', () => {
    const { root, others } = FIXTURES[name];
    const texts = Object.entries(others).map(([location, file]) => [location, fixture(file)]);
    expect(readWsdl({ root: `\ufeff${fixture(root)}`, others: Object.fromEntries(texts) })).toEqual(service);
  });
});

describe('a service', () => {
  it('has the title, wire and endpoints of its ports', () => {
    expect(readFixture('dotnet-asmx')).toMatchObject({
      kind: 'wsdl',
      title: '企业信用信息服务',
      wire: 'soap11',
      endpoints: ['http://dotnet.example.gov.cn/EnterpriseService.asmx'],
    });
    expect(readFixture('dotnet-asmx', { wire: 'soap12' })).toMatchObject({ wire: 'soap12' });
    expect(readFixture('dotnet-asmx', { port: 'EnterpriseServiceSoap12' })).toMatchObject({ wire: 'soap12' });
    expect(readFixture('jaxws-ri')).toMatchObject({ wire: 'soap12', title: 'LicenseService' });
  });

  it('tells what the WSDL offers instead of what was asked for', () => {
    expect(() => readFixture('cxf', { wire: 'soap12' })).toThrow(
      'no port  by soap12: the WSDL offers InspectionPortPort (soap11)',
    );
    expect(() => readFixture('cxf', { port: 'x' })).toThrow('no port x by SOAP');
  });

  it('has the soapAction, title and documentation of each operation', () => {
    expect(readFixture('dotnet-asmx').operations[0]).toMatchObject({
      title: '按统一社会信用代码查询企业',
      action: 'http://tempuri.org/QueryEnterprises',
      safe: false,
    });
    expect(readFixture('cxf').operations.map(({ action }) => action)).toEqual(['', 'urn:tree']);
  });

  it('numbers overloaded operations, each with its own message', () => {
    const { operations, notes } = readFixture('axis1-wrapped');
    expect(operations.map(({ name }) => name)).toEqual(['upload', 'upload2', 'find']);
    expect(Object.keys(operations[1]!.input.properties!)).toEqual(['xml', 'zip']);
    expect(notes).toEqual(['operation upload is called upload2 here']);
  });

  it('tells overloaded operations by their inputs, whatever their order in the binding', () => {
    const root = fixture('axis1-wrapped.wsdl');
    const [, first, second] =
      /(<wsdl:operation name="upload">\s*<wsdlsoap.*?<\/wsdl:operation>)\s*(<wsdl:operation name="upload">.*?<\/wsdl:operation>)/s.exec(
        root,
      )!;
    const swapped = root.replace(first!, 'FIRST').replace(second!, first!).replace('FIRST', second!);
    const { operations } = readWsdl({ root: swapped });
    expect(operations.map(({ request }) => request)).toMatchObject([
      { local: 'upload1' },
      { local: 'upload' },
      { local: 'find' },
    ]);
  });

  it('has further endpoints where ports share a binding, and no others', () => {
    const port = (name: string, binding: string) =>
      `<wsdl:port name="${name}" binding="tns:${binding}"><soap:address location="http://${name}.example.cn/"/></wsdl:port></wsdl:service>`;
    const binding = /<wsdl:binding.*<\/wsdl:binding>/s;
    const root = fixture('node-soap.wsdl')
      .replace(binding, (own) => own + own.replace('RegistryBinding', 'Other'))
      .replace('</wsdl:service>', port('second', 'RegistryBinding'))
      .replace('</wsdl:service>', port('third', 'Other'));
    expect(readWsdl({ root }).endpoints).toEqual([
      'http://localhost:8000/registry',
      'http://second.example.cn/',
    ]);
    expect(readWsdl({ root }, { port: 'third' }).endpoints).toEqual(['http://third.example.cn/']);
  });

  it('names an operation that has no name an address could have, and tells the headers that are not sent', () => {
    const { operations, notes } = readFixture('bare');
    expect(operations.map(({ name, title }) => [name, title])).toEqual([
      ['Ping', 'Ping'],
      ['GetPrice', 'GetPrice'],
      ['operation', '下单'],
    ]);
    expect(notes).toEqual([
      'operation GetPrice: the SOAP headers session are not sent',
      'operation 下单 is called operation here',
    ]);
  });

  it('leaves encoded structures out, and tells so', () => {
    const { operations, notes } = readFixture('axis1-encoded');
    expect(operations.map(({ name }) => name)).toEqual(['exchange']);
    expect(notes).toEqual([expect.stringMatching(/^operation list is left out: .*use="encoded"/)]);
  });
});

describe('members', () => {
  it('are arrays where an element may repeat, and required where it must be there', () => {
    const { input, output } = readFixture('axis1-wrapped').operations[2]!;
    expect(input).toMatchObject({
      properties: {
        areas: { type: 'array', items: { type: 'string' }, minItems: 1 },
        level: { type: 'integer' },
      },
      required: ['areas', 'level'],
    });
    expect(output.$defs?.['Hazard']).toMatchObject({
      properties: {
        found: { anyOf: [{ type: 'string', 'x-xml': { type: 'xs:dateTime' } }, { type: 'null' }] },
        id: { type: 'integer', format: 'int64' },
        photos: { type: 'array', items: { anyOf: [{ type: 'string', format: 'byte' }, { type: 'null' }] } },
        risk: { type: 'number' },
      },
      required: ['found', 'id', 'risk', 'title'],
    });
  });

  it('have the facets and the Chinese documentation of the schema', () => {
    const { $defs } = readFixture('cxf').operations[0]!.input;
    expect($defs?.['inspection']).toMatchObject({
      title: '检验记录',
      properties: {
        version: { type: 'integer', minimum: -32768, 'x-xml': { as: 'attribute' } },
        code: { title: '设备代码', pattern: '^(?:[A-Z]{2}[0-9]{4})$', 'x-xml': { namespace: '' } },
        serial: { type: 'array', minItems: 1, items: { type: 'integer', minimum: 0 } },
      },
      required: ['code', 'serial'],
    });
    expect($defs?.['defect']).toMatchObject({
      properties: {
        grade: { minimum: 1, maximum: 4 },
        value: { type: 'string', 'x-xml': { as: 'text' } },
      },
      required: ['grade'],
    });
  });

  it('of a type that contains itself refer to it', () => {
    const { input } = readFixture('cxf').operations[1]!;
    expect(input.properties).toMatchObject({ root: { $ref: '#/$defs/node' } });
    expect(input.$defs?.['node']).toMatchObject({
      properties: { children: { type: 'array', items: { $ref: '#/$defs/node' } } },
    });
  });

  it('come from what a type extends, groups, attribute groups and substitutes', () => {
    const { input } = readFixture('jaxws-ri').operations[0]!;
    expect(input.$defs?.['license']).toMatchObject({
      properties: {
        numberAttribute: { type: 'integer', minimum: 1, 'x-xml': { as: 'attribute' } },
        by: { type: 'string', 'x-xml': { as: 'attribute', namespace: 'http://common.example.cn/' } },
        number: { type: 'string' },
        holder: { type: 'string', 'x-xml': { namespace: 'http://common.example.cn/' } },
        person: { type: 'array', items: { $ref: '#/$defs/person' } },
        company: { type: 'array', items: { $ref: '#/$defs/company' } },
        from: { type: 'array' },
      },
      required: ['by', 'number', 'holder'],
    });
    expect(Object.keys(input.$defs?.['company']?.properties ?? {})).toEqual(['title', 'uscc', 'capital']);
    expect(input.$defs?.['person']?.properties?.['idNumber']).toMatchObject({ minLength: 18, maxLength: 18 });
  });

  it('of a type that others may stand for are those of all of them, and tell which it is', () => {
    const { $defs } = readFixture('dotnet-asmx').operations[0]!.input;
    expect($defs?.['Subject']?.required).toEqual(['xsiType']);
    expect($defs?.['Subject']?.properties).toMatchObject({
      xsiType: { enum: ['Enterprise', 'Person'] },
      Name: {},
      Capital: {},
      IdNumber: {},
    });
  });

  it('of a body that is one text bear the name of its element', () => {
    const price = readFixture('bare').operations.find(({ name }) => name === 'GetPrice');
    expect(price?.input).toMatchObject({ properties: { Symbol: { type: 'string' } }, required: ['Symbol'] });
    expect(price?.output).toMatchObject({ properties: { Price: { type: 'number' } } });
  });

  it('of an RPC message are its parts', () => {
    const [put] = readFixture('gsoap-rpc').operations;
    expect(put).toMatchObject({
      title: '上报读数',
      input: { properties: { reading: { $ref: '#/$defs/reading' }, token: { type: 'string' } } },
      output: { required: ['count', 'last'] },
    });
  });
});
