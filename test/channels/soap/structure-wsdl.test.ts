import { describe, expect, it } from '@jest/globals';
import { renderSchema } from '../../../src/channels/soap/render-schema.ts';
import { attributeOf, type XmlElement } from '../../../src/text/xml-element.ts';
import { readXml } from '../../../src/text/xml-reader.ts';
import { STRUCTURED } from '../structured-service.ts';

const root = readXml(renderSchema(STRUCTURED));
const named = (elements: readonly XmlElement[], name: string) =>
  elements.find((element) => attributeOf(element, '', 'name') === name)!;
const find = (element: XmlElement, local: string): XmlElement[] =>
  element.children.flatMap((child) => [...(child.local === local ? [child] : []), ...find(child, local)]);
const factsOf = (element: XmlElement) =>
  Object.fromEntries(element.attributes.map(({ local, value }) => [local, value]));

describe('the schema of structured operations', () => {
  it('has a named type for every object, one for what is the same, apart for what is only called alike', () => {
    const types = root.children.filter(({ local }) => local === 'complexType');
    // Buyer is what stubs make of the element buyer.
    expect(types.map((type) => attributeOf(type, '', 'name'))).toEqual([
      'Buyer2',
      'Line',
      'Tree',
      'Money',
      'OrderGridRow',
      'OrderAddress',
      'ErrorDetail',
      'Buyer3',
    ]);
  });

  it('tells occurrence, null, facets, attributes and text', () => {
    const order = find(named(root.children, 'order'), 'element');
    expect(factsOf(named(order, 'tags'))).toEqual({
      name: 'tags',
      type: 'xs:string',
      minOccurs: '0',
      maxOccurs: 'unbounded',
    });
    expect(factsOf(named(order, 'lines'))).toMatchObject({ type: 'tns:Line', minOccurs: '1' });
    const line = named(root.children, 'Line');
    expect(factsOf(named(find(line, 'element'), 'note'))).toMatchObject({ nillable: 'true' });
    expect(factsOf(find(line, 'attribute')[0]!)).toEqual({ name: 'unit', type: 'xs:string' });
    expect(find(line, 'minInclusive').map(factsOf)).toEqual([{ value: '1' }]);
    expect(factsOf(find(line, 'restriction')[0]!)).toEqual({ base: 'xs:int' });
    const buyer = named(root.children, 'Buyer2');
    expect(find(buyer, 'pattern').map(factsOf)).toEqual([{ value: '[0-9]{17}[0-9X]' }]);
    expect(find(buyer, 'enumeration').map(factsOf)).toEqual([{ value: '甲' }, { value: '乙' }]);
    expect(factsOf(find(named(root.children, 'Money'), 'extension')[0]!)).toEqual({ base: 'xs:decimal' });
    expect(find(named(root.children, 'Tree'), 'element').map(factsOf)).toContainEqual({
      name: 'children',
      type: 'tns:Tree',
      minOccurs: '0',
      maxOccurs: 'unbounded',
    });
  });

  it('keeps a wrapper in one piece whose answer has members of the same names', () => {
    expect(find(named(root.children, 'order'), 'anyAttribute')).toHaveLength(1);
    expect(find(named(root.children, 'buyer'), 'anyAttribute')).toHaveLength(0);
  });

  it('makes elements of members that XML cannot name', () => {
    const order = find(named(root.children, 'order'), 'element');
    expect(order.map((element) => attributeOf(element, '', 'name'))).toEqual(
      expect.arrayContaining(['_x0024_filter', 'x-月份']),
    );
  });
});
