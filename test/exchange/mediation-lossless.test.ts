import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { TAXONOMY } from '../../src/providers/taxonomy-keys.ts';
import { ask, post, startTestGateway, type TestGateway } from '../support/gateway.ts';
import { ownRules } from '../support/own-rules.ts';
import { type Partner, restBody, signedMessage } from '../support/partner.ts';
import { linkGateway, startPlatform } from '../support/platform.ts';
import { elementText, SOAP_NAMESPACES, soapEnvelope } from '../support/soap.ts';

const OWN = [
  { tModelKey: TAXONOMY.type, keyName: '类型', keyValue: '0990' },
  { tModelKey: TAXONOMY.purpose, keyName: '用途', keyValue: '90' },
];
const CODE = '900990';

/** Characters that JSON, XML and form encodings each have their own trouble with. */
const character = fc.constantFrom(
  ...'aZ09 \u4e2d\u{20bb7}&<>\'"]\u00a0\u2028\u0085\u007f%+=\\/',
  '\\"',
  '\\\\',
  '\\/',
  '\\n',
  '\\r\\n',
  '\\t',
  '\\u4e2d',
  '\\ud842\\udfb7',
  ']]>',
  '<!--',
  '&amp;',
);
/** The source of a string: what must be escaped is. */
const string = fc
  .array(character, { maxLength: 12 })
  .map(
    (parts) => `"${parts.map((part) => (part === '"' ? '\\"' : part === '\\' ? '\\\\' : part)).join('')}"`,
  );
const number = fc.constantFrom(
  '0',
  '-0',
  '1.0',
  '1.50',
  '1e3',
  '-2.5E+10',
  '12345678901234567890123',
  '0.1000000000000000055511151231257827',
);
const literal = fc.constantFrom('true', 'false', 'null', '{}', '[]');
const value = fc.letrec<{ value: string }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 3 },
    string,
    number,
    literal,
    fc.array(tie('value'), { maxLength: 4 }).map((items) => `[${items.join(',')}]`),
    fc
      .uniqueArray(fc.tuple(fc.constantFrom('a', 'b', '\u540d', 'x y', ''), tie('value')), {
        maxLength: 3,
        selector: ([name]) => name,
      })
      .map(
        (members) => `{${members.map(([name, source]) => `${JSON.stringify(name)}:${source}`).join(',')}}`,
      ),
  ),
})).value;

let serial = 0;

/** Sends by the wire form that is asked for; the text of the answer's records. */
async function send(
  url: string,
  wire: 'rest' | 'soap12',
  partner: Partner,
  action: string,
  busilist: string,
): Promise<string> {
  const message = signedMessage(partner, CODE, action, busilist);
  if (wire === 'rest') return (await post(url, restBody(message))).text;
  const headers = { 'content-type': SOAP_NAMESPACES.soap12.type };
  const { text } = await post(url, soapEnvelope('soap12', message), headers);
  return elementText(text, 'datalist')!;
}

/** A standard's own "no" must not pass for a record that came back. */
const recordsOf = (text: string): string => {
  const begin = text.indexOf('"busilist":[');
  if (begin < 0) throw new Error(text);
  return text.slice(begin + 12, text.lastIndexOf('],"pageno"'));
};

/** S1 6.2 (1.5): what a provider keeps and gives back is what was sent, whichever way each message went. */
describe('a record is the same to the letter', () => {
  let platforms: Readonly<Record<'rest' | 'soap12', TestGateway>>;
  let provider: TestGateway;
  let partners: Readonly<Record<'rest' | 'soap12', Partner>>;
  beforeAll(async () => {
    const rules = { folder: ownRules() };
    provider = await startTestGateway({ rules });
    const [rest, soap12] = [await startPlatform({ rules }), await startPlatform({ rules })];
    platforms = { rest, soap12 };
    await linkGateway(rest, provider, { wire: 'rest', categories: OWN });
    await linkGateway(soap12, provider, { wire: 'soap12', categories: OWN });
    partners = { rest: await rest.addPartner(), soap12: await soap12.addPartner() };
  });
  afterAll(async () => {
    await Promise.all([provider, ...Object.values(platforms ?? {})].map((gateway) => gateway?.stop()));
  });

  it.each([
    ['REST → SOAP → REST', 'rest', 'soap12', 'rest'],
    ['SOAP → REST → SOAP', 'soap12', 'rest', 'soap12'],
    ['REST → SOAP → SOAP', 'rest', 'soap12', 'soap12'],
    ['SOAP → REST → REST', 'soap12', 'rest', 'rest'],
  ] as const)(
    '%s',
    async (_, from, by, back) => {
      await fc.assert(
        fc.asyncProperty(value, async (source) => {
          serial += 1;
          const record = `{"no":"r${serial}","any":${source}}`;
          const { exchangeUrl } = platforms[by];
          const added = await send(exchangeUrl, from, partners[by], '01', `[${record}]`);
          expect(added).toContain('"result":"0001"');
          const found = await send(exchangeUrl, back, partners[by], '04', `[{"no":"r${serial}"}]`);
          expect(recordsOf(found)).toBe(record);
        }),
        { numRuns: 40 },
      );
    },
    60_000,
  );

  it('white space around members goes, inside texts it stays', async () => {
    const { exchangeUrl } = platforms.soap12;
    const spaced = '[ {"no" : "w1",\n "any":" a\\tb  " } ]';
    const message = signedMessage(partners.soap12, CODE, '01', '[{"no":"w1","any":" a\\tb  "}]');
    const body = restBody(message).replace('[{"no":"w1","any":" a\\tb  "}]', spaced);
    expect((await post(exchangeUrl, body)).datalist['result']).toBe('0001');
    const { text } = await ask(exchangeUrl, partners.soap12, CODE, '04', [{ no: 'w1' }]);
    expect(recordsOf(text)).toBe('{"no":"w1","any":" a\\tb  "}');
  });
});
