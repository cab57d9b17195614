import { describe, expect, it } from '@jest/globals';
import { renderWsdl } from '../../../src/channels/soap/render-wsdl.ts';
import { createSoapChannel } from '../../../src/channels/soap/soap-channel.ts';
import { attributeOf, type XmlElement } from '../../../src/text/xml-element.ts';
import { readXml } from '../../../src/text/xml-reader.ts';
import { SERVICE } from './endpoint.ts';

const { wsdl, xsd } = createSoapChannel().documents;
const root = readXml(renderWsdl(SERVICE, ''));

function find(element: XmlElement, local: string): XmlElement[] {
  return element.children.flatMap((child) => [
    ...(child.local === local ? [child] : []),
    ...find(child, local),
  ]);
}

const named = (element: XmlElement, local: string, name: string) =>
  find(element, local).find((found) => attributeOf(found, '', 'name') === name)!;
const names = (elements: readonly XmlElement[]) =>
  elements.map((element) => attributeOf(element, '', 'name'));

describe('the WSDL', () => {
  it('offers SOAP 1.1 first and 1.2 second, with one soapAction and the HTTP transport', () => {
    const bindings = find(root, 'binding').filter((element) => element.attributes.length === 2);
    expect(names(find(root, 'port'))).toEqual(['SpecialEquipmentSoap11Port', 'SpecialEquipmentSoap12Port']);
    expect(new Set(find(root, 'operation').map((one) => attributeOf(one, '', 'soapAction')))).toEqual(
      new Set([undefined, 'urn:tonggui:test:1.0:exchange', 'urn:tonggui:test:1.0:ping']),
    );
    expect(bindings.map((one) => one.namespace)).toContain('http://schemas.xmlsoap.org/wsdl/soap12/');
    for (const binding of find(root, 'binding')) {
      const transport = attributeOf(binding, '', 'transport');
      if (transport !== undefined) expect(transport).toBe('http://schemas.xmlsoap.org/soap/http');
    }
  });

  it('leaves the 1.2 binding out of the soap11 variant', () => {
    const axis = String(wsdl!(SERVICE, 'soap11')!.body);
    expect(names(find(readXml(axis), 'port'))).toEqual(['SpecialEquipmentSoap11Port']);
    expect(axis).not.toContain('soap12');
  });

  it('is document/literal wrapped, and no message is named like an element', () => {
    const schema = readXml(String(xsd!(SERVICE, '')!.body));
    expect(attributeOf(schema, '', 'elementFormDefault')).toBe('qualified');
    const elements = names(schema.children);
    expect(elements).toEqual([
      'exchange',
      'exchangeResponse',
      'exchangeFault',
      'ping',
      'pingResponse',
      'pingFault',
    ]);
    const fault = named(root, 'message', 'exchangeFaultMessage');
    expect(attributeOf(fault.children[0]!, '', 'element')).toBe('tns:exchangeFault');
    const request = named(root, 'message', 'exchangeRequest');
    expect(
      request.children.map((part) => [attributeOf(part, '', 'name'), attributeOf(part, '', 'element')]),
    ).toEqual([['parameters', 'tns:exchange']]);
  });

  it('derives type, occurrence and Chinese documentation of each member from the operation', () => {
    const wrapper = named(root, 'element', 'exchange');
    const members = find(wrapper, 'element').map((member) => [
      attributeOf(member, '', 'name'),
      attributeOf(member, '', 'type'),
      attributeOf(member, '', 'minOccurs'),
      find(member, 'documentation')[0]?.text,
    ]);
    expect(members).toEqual([
      ['appid', 'xs:string', undefined, '应用账号。S1表5'],
      ['busilist', 'xs:string', undefined, undefined],
      ['random', 'xs:string', undefined, '随机标识。S1表5'],
      ['sign', 'xs:string', '0', '签名。S1表5'],
      ['pageno', 'xs:int', '0', '页码'],
      ['full', 'xs:boolean', '0', undefined],
    ]);
  });

  it('declares the detail of a fault: code, message and the signed answer', () => {
    const members = find(named(root, 'element', 'exchangeFault'), 'element');
    expect(members.map((one) => [attributeOf(one, '', 'name'), attributeOf(one, '', 'minOccurs')])).toEqual([
      ['code', undefined],
      ['message', undefined],
      ['datalist', '0'],
      ['random', '0'],
      ['sign', '0'],
    ]);
  });

  it('takes its address from the configured public URL', () => {
    const locations = find(root, 'address').map((address) => attributeOf(address, '', 'location'));
    expect(locations).toEqual([SERVICE.url, SERVICE.url]);
  });

  it('lists nothing that is not offered by SOAP', () => {
    expect(renderWsdl(SERVICE)).not.toContain('restOnly');
    const restOnly = { ...SERVICE, operations: SERVICE.operations.filter((operation) => !operation.soap) };
    expect(wsdl!(restOnly, '')).toBeUndefined();
    expect(xsd!(restOnly, '')).toBeUndefined();
  });

  it('serves the schema alone, and no other name (X15)', () => {
    expect(readXml(String(xsd!(SERVICE, 'special-equipment')!.body))).toMatchObject({ local: 'schema' });
    for (const name of ['../../etc/passwd', 'SPECIAL-EQUIPMENT', 'toString', 'special-equipment.xsd']) {
      expect(xsd!(SERVICE, name)).toBeUndefined();
      expect(wsdl!(SERVICE, name)).toBeUndefined();
    }
  });

  it('does not change from one rendering to the next', () => {
    expect(renderWsdl(SERVICE)).toBe(renderWsdl(SERVICE));
  });
});
