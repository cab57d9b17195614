import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { TextError } from '../../src/text/text-error.ts';
import { attributeOf, textValueOf, type XmlElement } from '../../src/text/xml-element.ts';
import { escapeXml, escapeXmlAttribute } from '../../src/text/xml-escape.ts';
import type { XmlFault } from '../../src/text/xml-fault.ts';
import { readXml, XML_LIMITS, type XmlLimits } from '../../src/text/xml-reader.ts';

function faultOf(
  text: string,
  limits?: Partial<XmlLimits>,
): { reason: string; line: number; column: number } {
  try {
    readXml(text, limits);
  } catch (thrown) {
    if (thrown instanceof TextError) return thrown;
    throw thrown;
  }
  throw new Error('accepted');
}

describe('readXml', () => {
  it('reads expanded names, attributes, text and places into a tree', () => {
    const root = readXml(
      '<?xml version="1.0"?>\n<a xmlns="urn:a" xmlns:p="urn:p" x="1" p:x="2">\r\n  <p:b\n>t</p:b><c xmlns=""/></a>',
    );
    expect(root).toMatchObject({ namespace: 'urn:a', local: 'a', line: 2, column: 1, text: '\n  ' });
    expect(root.attributes).toEqual([
      { namespace: '', local: 'x', value: '1' },
      { namespace: 'urn:p', local: 'x', value: '2' },
    ]);
    expect(attributeOf(root, 'urn:p', 'x')).toBe('2');
    expect(attributeOf(root, 'urn:q', 'x')).toBeUndefined();
    const [b, c] = root.children;
    expect(b).toMatchObject({ namespace: 'urn:p', local: 'b', text: 't', line: 3, column: 3 });
    expect(c).toMatchObject({ namespace: '', local: 'c', text: '', line: 4, column: 9, children: [] });
  });

  it('joins text, references and CDATA untrimmed', () => {
    const root = readXml('<a> x&lt;&#13;<![CDATA[ <b/>]] ]]]]><![CDATA[> ]]>&#x1F600; </a>');
    expect(textValueOf(root)).toBe(' x<\r <b/>]] ]]> 😀 ');
  });

  it.each<[string, XmlFault]>([
    ['', 'no root element'],
    [' <!-- only --> ', 'no root element'],
    ['<a/><b/>', 'more than one root element'],
    ['x<a/>', 'text outside the root element'],
    ['<a/>x', 'text outside the root element'],
    ['<a><b></a>', 'end tag does not match'],
    ['</a>', 'end tag does not match'],
    ['<a>', 'element not closed'],
    ['<a/><!-- x', 'unexpected end'],
    ['<a b="1" b="2"/>', 'duplicate attribute'],
    ['<a xmlns:p="u" xmlns:q="u" p:b="1" q:b="2"/>', 'duplicate attribute'],
    ['<a b="1"c="2"/>', 'no blank between attributes'],
    ['<a b></a>', 'malformed attribute'],
    ['<a b=1/>', 'malformed attribute'],
    ['<p:a/>', 'unbound namespace prefix'],
    ['<a p:b="1"/>', 'unbound namespace prefix'],
    ['<a>\u0000</a>', 'character not allowed'],
    ['<a>\u0001</a>', 'character not allowed'],
    ['<a>\ufffe</a>', 'character not allowed'],
    ['<a>&#0;</a>', 'character not allowed'],
    ['<a>&#xD800;</a>', 'character not allowed'],
    ['<a b="<"/>', 'character not allowed'],
    ['<a>&x;</a>', 'undefined entity'],
    ['<a>&;</a>', 'undefined entity'],
    ['<a>]]></a>', ']]> in text'],
    ['<a><!-- -- --></a>', 'malformed comment'],
    ['<a xmlns:p=""/>', 'not well-formed'],
    ['<a:b:c xmlns:a="u"/>', 'not well-formed'],
    ['<?xml version="1.1"?><a/>', 'malformed XML declaration'],
    ['<?xml encoding="UTF-8"?><a/>', 'malformed XML declaration'],
    ['<?xml version="1.0" standalone="maybe"?><a/>', 'malformed XML declaration'],
    [' <?xml version="1.0"?><a/>', 'processing instruction'],
    ['<!DOCTYPE a><a/>', 'document type declaration'],
    ['<!-- x --><!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>', 'document type declaration'],
    ['<a><?b c?></a>', 'processing instruction'],
    ['<a/><?b?>', 'processing instruction'],
    ['\ufeff<a/>', 'byte order mark inside the text'],
    ['<a>x\ufeff</a>', 'byte order mark inside the text'],
  ])('refuses %j: %s', (text, fault) => {
    expect(faultOf(text)).toMatchObject({ reason: fault });
  });

  it('makes one LF of each line end, whichever kind, but for a reference', () => {
    const root = readXml('<a b="x\r\ny">1\r\n2\r3\n4&#13;\r\n<![CDATA[\r\r\n]]></a>');
    expect(root.text).toBe('1\n2\n3\n4\r\n\n\n');
    expect(attributeOf(root, '', 'b')).toBe('x y');
  });

  it('leaves DOCTYPE and processing instructions alone where they are text', () => {
    const root = readXml('<a><![CDATA[<!DOCTYPE x><?y?>]]><b/><!-- <!DOCTYPE x> <?y?> --></a>');
    expect(root.text).toBe('<!DOCTYPE x><?y?>');
  });

  it.each([
    ['<a>\n <b>Tom & Jerry</b>\n</a>', 2, 9],
    ['<a>\n <b>Tom & Jerry; &lt;</b>\n</a>', 2, 9],
    ['<a>\n <b>&#13;Tom && Jerry</b>\n</a>', 2, 14],
  ])('tells a bare & in %j where it stands', (text, line, column) => {
    expect(faultOf(text)).toMatchObject({ reason: 'undefined entity', line, column });
  });

  it('never quotes the document in its errors', () => {
    const secrets = ['<secret><x/>', '<secret:a/>', '<a secret="1" secret="2"/>', '<a>&secret;</a>'];
    for (const text of secrets) {
      expect(() => readXml(text)).toThrow(/^[^']*$/);
      expect(() => readXml(text)).not.toThrow(/secret/);
    }
  });
});

describe('the limits of readXml', () => {
  const nested = (depth: number) => '<a>'.repeat(depth) + '</a>'.repeat(depth);
  const listed = (count: number, one: (index: number) => string) =>
    Array.from({ length: count }, (_, index) => one(index)).join('');

  it.each<[string, (count: number) => string, number, XmlFault]>([
    ['elements in each other', nested, XML_LIMITS.depth, 'nested too deeply'],
    [
      'attributes',
      (n) => `<a${listed(n, (i) => ` b${i}=""`)}/>`,
      XML_LIMITS.attributes,
      'too many attributes',
    ],
    [
      'declarations',
      (n) => `<a${listed(n, (i) => ` xmlns:b${i}="u"`)}/>`,
      XML_LIMITS.declarations,
      'too many namespace declarations',
    ],
    [
      'units of an attribute',
      (n) => `<a b="${'x'.repeat(n)}"/>`,
      XML_LIMITS.attributeLength,
      'attribute too long',
    ],
    ['elements', (n) => `<a>${'<b/>'.repeat(n - 1)}</a>`, XML_LIMITS.nodes, 'too many nodes'],
  ])('accepts as many %s as allowed and refuses one more', (_what, build, limit, fault) => {
    expect(() => readXml(build(limit))).not.toThrow();
    expect(faultOf(build(limit + 1))).toMatchObject({ reason: fault });
  });

  it('counts attributes, CDATA sections and comments as nodes', () => {
    const limits = { nodes: 4 };
    expect(() => readXml('<a b=""><![CDATA[]]><!----></a>', limits)).not.toThrow();
    expect(faultOf('<a b=""><![CDATA[]]><!----><c/></a>', limits)).toMatchObject({
      reason: 'too many nodes',
    });
  });

  it.each([
    ['references', (n: number) => `<a>${'&lt;'.repeat(n)}</a>`],
    ['brackets in CDATA', (n: number) => `<a>${'<![CDATA[]]]>'.repeat(n)}</a>`],
    ['CRs', (n: number) => `<a>${'\r\n'.repeat(n)}</a>`],
    ['of all three', (n: number) => `<a>${'&lt;\r'.repeat(2)}<![CDATA[${']x'.repeat(n - 4)}]]></a>`],
  ])('accepts as many %s as allowed and refuses one more', (_what, build) => {
    expect(() => readXml(build(5), { pieces: 5 })).not.toThrow();
    expect(faultOf(build(6), { pieces: 5 })).toMatchObject({ reason: 'text in too many pieces' });
  });

  it('stops at the limit, not after the document', () => {
    const attacks = [
      nested(20_000),
      nested(200_000),
      `<a>${'<b/>'.repeat(300_000)}</a>`,
      `<a${listed(50_000, (i) => ` b${i}=""`)}/>`,
      `<a${listed(50_000, (i) => ` xmlns:b${i}="u"`)}/>`,
      `<a>${'\r'.repeat(2_500_000)}</a>`,
      `<a>${'a&lt;'.repeat(2_500_000)}</a>`,
      `<a><![CDATA[${']x'.repeat(2_500_000)}</a>`,
      `<!DOCTYPE a [<!ENTITY b "${'c'.repeat(50_000)}">]><a>${'&b;'.repeat(20_000)}</a>`,
    ];
    for (const attack of attacks) expect(() => readXml(attack)).toThrow(TextError);
  });

  it('reads long values', () => {
    const json = '{"name":"某某公司","code":"913200001234567890"},'.repeat(60_000);
    expect(readXml(`<a>${json}</a>`).text).toHaveLength(json.length);
  });
});

describe('textValueOf', () => {
  it('refuses a comment inside a value, whatever it hides', () => {
    const refused = ['<a>adm<!--x-->in</a>', '<a><!----></a>', '<a>x<![CDATA[y]]><!--z--></a>'];
    for (const text of refused) expect(() => textValueOf(readXml(text))).toThrow('comment inside a value');
  });

  it('refuses a child inside a value', () => {
    expect(() => textValueOf(readXml('<a>x<b/></a>'))).toThrow('element inside a value');
  });
});

describe('escapeXml', () => {
  const carried = fc
    .string({ unit: 'binary' })
    .filter((text) => !/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff\ud800-\udfff]/u.test(text));

  it('makes text and attributes that are read back unchanged', () => {
    fc.assert(
      fc.property(carried, carried, (text, attribute) => {
        const root: XmlElement = readXml(`<a b="${escapeXmlAttribute(attribute)}">${escapeXml(text)}</a>`);
        return root.text === text && attributeOf(root, '', 'b') === attribute;
      }),
    );
  });

  it('keeps CR, TAB and LF, and leaves quotes bare in text', () => {
    expect(escapeXml('"a"\r\n\t]]>&<')).toBe('"a"&#13;\n\t]]&gt;&amp;&lt;');
    expect(escapeXmlAttribute('"\r\n\t')).toBe('&quot;&#13;&#10;&#9;');
  });

  it('keeps a byte order mark inside a text, which the reader takes as a reference alone', () => {
    const mark = 'a\ufeffb';
    const root = readXml(`<a b="${escapeXmlAttribute(mark)}">${escapeXml(mark)}</a>`);
    expect([root.text, attributeOf(root, '', 'b')]).toEqual([mark, mark]);
  });

  it.each(['\u0000', 'a\u001f', '\ufffe', '\ud800', '\udc00x', '\udc00\ud800'])('throws for %j', (text) => {
    expect(() => escapeXml(text)).toThrow(TextError);
    expect(() => escapeXmlAttribute(text)).toThrow(TextError);
  });
});
