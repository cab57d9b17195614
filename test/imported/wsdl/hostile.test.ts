import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, it } from '@jest/globals';
import { DescriptionError } from '../../../src/imported/imported-service.ts';
import { readWsdl } from '../../../src/imported/wsdl/read-wsdl.ts';
import { fixture } from './fixtures.ts';

/** A WSDL whose only message has this content, with more schema beside it. */
function wsdl(type: string, more = '', imports = ''): string {
  return `<definitions xmlns="http://schemas.xmlsoap.org/wsdl/" xmlns:s="http://schemas.xmlsoap.org/wsdl/soap/" xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:t="urn:t" targetNamespace="urn:t">${imports}<types><xs:schema targetNamespace="urn:t"><xs:element name="a">${type}</xs:element>${more}</xs:schema></types><message name="m"><part name="p" element="t:a"/></message><portType name="pt"><operation name="o"><input message="t:m"/></operation></portType><binding name="b" type="t:pt"><s:binding transport="http://schemas.xmlsoap.org/soap/http"/><operation name="o"><s:operation soapAction="x"/><input><s:body use="literal"/></input></operation></binding><service name="sv"><port name="po" binding="t:b"><s:address location="http://a/"/></port></service></definitions>`;
}

function complex(content: string): string {
  return `<xs:complexType>${content}</xs:complexType>`;
}

function refusal(root: string, others: Record<string, string> = {}): string {
  try {
    readWsdl({ root, others });
  } catch (thrown) {
    expect(thrown).toBeInstanceOf(DescriptionError);
    return thrown instanceof Error ? thrown.message : '';
  }
  return 'nothing was refused';
}

const SMALL = wsdl(complex('<xs:sequence><xs:element name="b" type="xs:string"/></xs:sequence>'));

describe('a WSDL is refused', () => {
  it.each([
    [
      'with an external entity',
      `<!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/passwd">]>${SMALL}`,
      /document type/,
    ],
    [
      'with entities that multiply',
      `<!DOCTYPE l [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>${SMALL}`,
      /document type/,
    ],
    ['that is none', '<html><body>login</body></html>', /no WSDL 1\.1/],
    ['that is no XML', '{"a":1}', /cannot be read as XML/],
    ['of version 2.0', '<description xmlns="http://www.w3.org/ns/wsdl"/>', /WSDL 2\.0/],
    [
      'without a service',
      '<definitions xmlns="http://schemas.xmlsoap.org/wsdl/"/>',
      /no port with a SOAP binding/,
    ],
    ['nested without end', '<a>'.repeat(100_000), /nested too deeply/],
    [
      'with a type that is not defined',
      wsdl(complex('<xs:sequence><xs:element name="b" type="t:no"/></xs:sequence>')),
      /\{urn:t\}no is not defined/,
    ],
    ['with a prefix that is not declared', SMALL.replace('xs:string', 'no:string'), /prefix/],
    ['with a member of every object', SMALL.replace('name="b"', 'name="__proto__"'), /__proto__/],
    [
      'with a soapAction that would end its header',
      SMALL.replace('soapAction="x"', 'soapAction="x&#13;&#10;y: z"'),
      /soapAction/,
    ],
    ['with minOccurs that is no number', SMALL.replace('name="b"', 'name="b" minOccurs="-1"'), /minOccurs/],
    [
      'with a type that extends itself',
      wsdl(
        '',
        '<xs:complexType name="c"><xs:complexContent><xs:extension base="t:c"/></xs:complexContent></xs:complexType>',
      ).replace('name="a"', 'name="a" type="t:c"'),
      /on themselves/,
    ],
    [
      'with a simple type that restricts itself',
      wsdl('', '<xs:simpleType name="c"><xs:restriction base="t:c"/></xs:simpleType>').replace(
        'name="a"',
        'name="a" type="t:c"',
      ),
      /on themselves/,
    ],
    [
      'with a group that holds itself',
      wsdl(
        complex('<xs:group ref="t:g"/>'),
        '<xs:group name="g"><xs:sequence><xs:group ref="t:g"/></xs:sequence></xs:group>',
      ),
      /within themselves/,
    ],
    [
      'with an attribute group that holds itself',
      wsdl(
        complex('<xs:attributeGroup ref="t:g"/>'),
        '<xs:attributeGroup name="g"><xs:attributeGroup ref="t:g"/></xs:attributeGroup>',
      ),
      /within themselves/,
    ],
    [
      'with an element that stands for itself',
      wsdl('').replace('name="a"', 'name="a" substitutionGroup="t:a"'),
      /on themselves/,
    ],
    [
      'with groups that multiply',
      wsdl(
        complex('<xs:group ref="t:g0"/>'),
        Array.from(
          { length: 30 },
          (_, index) =>
            `<xs:group name="g${index}"><xs:sequence>${index === 29 ? '<xs:element name="b" type="xs:string"/>' : `<xs:group ref="t:g${index + 1}"/>`.repeat(4)}</xs:sequence></xs:group>`,
        ).join(''),
      ),
      /more than 50000/,
    ],
    ['that is too long', `${SMALL}${' '.repeat(10_000_000)}`, /longer than 4000000/],
  ])('%s', (_, text, reason) => {
    const before = performance.now();
    expect(refusal(text)).toMatch(reason);
    expect(performance.now() - before).toBeLessThan(3000);
  });

  it('with more documents than anybody has', () => {
    const others = Object.fromEntries(Array.from({ length: 101 }, (_, index) => [`${index}`, '<a/>']));
    expect(refusal(SMALL, others)).toMatch(/more than 100 documents/);
  });
});

describe('imports', () => {
  it('in a circle are read once', () => {
    const root = wsdl('', '<xs:include schemaLocation="b.xsd"/>').replace('name="a"', 'name="a" type="t:c"');
    const schema = (other: string, name: string) =>
      `<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema"><xs:include schemaLocation="${other}"/><xs:complexType name="${name}"><xs:sequence/></xs:complexType></xs:schema>`;
    const others = { 'b.xsd': schema('c.xsd', 'c'), 'c.xsd': schema('b.xsd', 'd') };
    expect(readWsdl({ root, others }).operations).toHaveLength(1);
  });

  it('of WSDLs in a circle are read once', () => {
    const root = fixture('cxf-service.wsdl');
    const back =
      '<wsdl:import location="service.wsdl" namespace="http://impl.inspection.example.cn/"/><wsdl:types>';
    const others = {
      'inspection?wsdl=InspectionPort.wsdl': fixture('cxf-port.wsdl').replace('<wsdl:types>', back),
      'service.wsdl': root,
    };
    expect(readWsdl({ root, others }).operations).toHaveLength(2);
  });

  it('are found by name, last segment and namespace', () => {
    const root = fixture('cxf-service.wsdl');
    const port = fixture('cxf-port.wsdl');
    const location = 'http://10.20.30.40:8080/inspection/ws/inspection?wsdl=InspectionPort.wsdl';
    for (const name of [location, 'inspection?wsdl=InspectionPort.wsdl', 'port.wsdl'])
      expect(readWsdl({ root, others: { [name]: port } }).operations).toHaveLength(2);
  });

  it('of a schema without a namespace keep their elements without one', () => {
    const type = complex('<xs:sequence><xs:element ref="b"/></xs:sequence>');
    const root = wsdl(type, '<xs:import schemaLocation="none.xsd"/>');
    const none =
      '<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema"><xs:element name="b" type="xs:int"/></xs:schema>';
    const { types } = readWsdl({
      root: root.replace('<xs:schema', '<xs:schema xmlns=""'),
      others: { 'none.xsd': none },
    });
    expect(types['a']?.elements).toMatchObject([{ namespace: '', local: 'b' }]);
  });

  it('are found by the whole of their names where the last segments are alike', () => {
    const root = wsdl('', '<xs:include schemaLocation="http://h/one/x.xsd"/>').replace(
      'name="a"',
      'name="a" type="t:c"',
    );
    const schema = (base: string) =>
      `<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema"><xs:complexType name="c"><xs:sequence><xs:element name="${base}" type="xs:int"/></xs:sequence></xs:complexType></xs:schema>`;
    const others = { 'http://h/two/x.xsd': schema('two'), 'http://h/one/x.xsd': schema('one') };
    expect(readWsdl({ root, others }).operations[0]?.input.properties).toHaveProperty('one');
    expect(
      readWsdl({ root, others: { 'x.xsd': schema('only') } }).operations[0]?.input.properties,
    ).toHaveProperty('only');
  });

  it('that were not given are told by name', () => {
    expect(refusal(fixture('cxf-service.wsdl'))).toMatch(
      /inspection\?wsdl=InspectionPort\.wsdl" was not given/,
    );
    expect(refusal(fixture('jaxws-ri.wsdl'))).toMatch(/not given: http:\/\/localhost:9000\/license\?xsd=1/);
    expect(refusal(fixture('bare.wsdl'))).toMatch(/bare-common\.xsd" was not given/);
  });

  it('neither open a socket nor a file', async () => {
    let connections = 0;
    const server = createServer((socket) => {
      connections += 1;
      socket.destroy();
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = server.address();
    const port = typeof address === 'object' ? address?.port : 0;
    const folder = await mkdtemp(join(tmpdir(), 'wsdl-'));
    const file = join(folder, 'a.xsd');
    await writeFile(file, '<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" targetNamespace="urn:i"/>');
    const locations = [`http://127.0.0.1:${port}/a.xsd`, pathToFileURL(file).href, file];
    try {
      for (const location of locations) {
        const schema = `<xs:import namespace="urn:i" schemaLocation="${location}"/>`;
        expect(refusal(wsdl(complex(''), schema))).toContain('were not given');
        const document = `<import namespace="urn:i" location="${location}"/>`;
        expect(refusal(wsdl(complex(''), '', document))).toContain('was not given');
      }
      await new Promise((resolve) => setTimeout(resolve, 50));
      expect(connections).toBe(0);
    } finally {
      server.close();
      await rm(folder, { recursive: true });
    }
  });
});

describe('a large WSDL', () => {
  it('of a thousand types in a chain is read', () => {
    const types = Array.from(
      { length: 3000 },
      (_, index) =>
        `<xs:complexType name="c${index}"><xs:sequence><xs:element name="b" minOccurs="0" type="t:c${(index + 1) % 3000}"/></xs:sequence></xs:complexType>`,
    );
    const root = wsdl('', types.join('')).replace('name="a"', 'name="a" type="t:c0"');
    const { operations } = readWsdl({ root });
    expect(Object.keys(operations[0]!.input.$defs ?? {})).toHaveLength(3000);
  });
});
