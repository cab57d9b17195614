import { describe, expect, it } from '@jest/globals';
import { attributeOf } from '../../../src/text/xml-element.ts';
import { descendants, faultOf, type SoapAnswer, serveRegistry, UDDI } from './served-registry.ts';

const message = (name: string, content = '', attributes = '') =>
  `<${name} xmlns="${UDDI}" generic="2.0" ${attributes}>${content}</${name}>`;
const auth = (token: string) => `<authInfo>${token}</authInfo>`;
const keyOf = ({ element }: SoapAnswer, name: string) =>
  descendants(element).flatMap((found) => attributeOf(found, '', name) ?? [])[0]!;

describe('the registry by SOAP', () => {
  it('takes a publisher from its token through save, find, get and delete', async () => {
    const { soap, credential, audited } = await serveRegistry();
    const signedIn = await soap(
      'publish',
      message('get_authToken', '', `userID="anhui" cred="${credential}"`),
    );
    expect(signedIn.element).toMatchObject({ namespace: UDDI, local: 'authToken' });
    const token = signedIn.element.children[0]!.text;
    const saved = await soap(
      'publish',
      message(
        'save_business',
        `${auth(token)}<businessEntity businessKey=""><name xml:lang="zh">安徽 &amp; 市场监管</name></businessEntity>`,
      ),
    );
    expect(saved.status).toBe(200);
    expect(saved.headers.get('content-type')).toBe('text/xml; charset=utf-8');
    expect(saved.element.local).toBe('businessDetail');
    for (const [name, value] of [
      ['generic', '2.0'],
      ['operator', 'tonggui'],
      ['truncated', 'false'],
    ] as const)
      expect(attributeOf(saved.element, '', name)).toBe(value);
    const key = keyOf(saved, 'businessKey');
    const found = await soap('inquiry', message('find_business', '<name>安徽</name>', 'maxRows="5"'));
    expect(found.element.local).toBe('businessList');
    expect(keyOf(found, 'businessKey')).toBe(key);
    const detail = await soap(
      'inquiry',
      message('get_businessDetailExt', `<businessKey>${key}</businessKey>`),
    );
    expect(detail.text).toContain('<businessEntityExt><businessEntity ');
    expect(descendants(detail.element).find(({ local }) => local === 'name')?.text).toBe('安徽 & 市场监管');
    const gone = await soap(
      'publish',
      message('delete_business', `${auth(token)}<businessKey>${key}</businessKey>`),
    );
    expect(gone.text).toContain('<result errno="0"><errInfo errCode="E_success"/></result>');
    const ended = await soap('publish', message('discard_authToken', auth(token)));
    expect(ended.element.local).toBe('dispositionReport');
    const late = await soap('publish', message('get_registeredInfo', auth(token)));
    expect(faultOf(late)).toMatchObject({ status: 500, errno: '10120', errCode: 'E_authTokenRequired' });
    expect(audited.map(({ event, facts }) => [event, facts['operation'], facts['caller']])).toEqual([
      ['REGISTRY_PUBLISHED', 'save_business', 'anhui'],
      ['REGISTRY_PUBLISHED', 'delete_business', 'anhui'],
      ['REGISTRY_REFUSED', 'get_registeredInfo', undefined],
    ]);
    expect(audited[0]!.facts).toMatchObject({
      wire: 'soap11',
      records: 1,
      detail: JSON.stringify({ keys: [key] }),
    });
    expect(JSON.stringify(audited)).not.toContain(token);
  });

  it.each(['""', '', '"find_business"', 'find_business'])('accepts SOAPAction %j', async (soapaction) => {
    const { soap } = await serveRegistry();
    expect((await soap('inquiry', message('find_business', '<name>x</name>'), { soapaction })).status).toBe(
      200,
    );
  });

  it('refuses a SOAPAction that names another message (X10)', async () => {
    const { soap } = await serveRegistry();
    const answer = await soap('inquiry', message('find_business'), { soapaction: '"get_businessDetail"' });
    expect(faultOf(answer)).toMatchObject({ status: 500, faultcode: 'soap:Client', errCode: 'E_fatalError' });
  });

  it.each([
    [
      'another version',
      '<find_business xmlns="urn:uddi-org:api_v2" generic="1.0"/>',
      'E_unrecognizedVersion',
    ],
    ['no version', '<find_business xmlns="urn:uddi-org:api_v2"/>', 'E_unrecognizedVersion'],
    ['UDDI 1.0', '<find_business xmlns="urn:uddi-org:api" generic="1.0"/>', 'E_unrecognizedVersion'],
    ['UDDI 3.0', '<find_business xmlns="urn:uddi-org:api_v3"/>', 'E_unrecognizedVersion'],
    ['a name without namespace (X09)', '<find_business generic="2.0"/>', 'E_unsupported'],
    ['a name of another namespace (X09)', '<find_business xmlns="urn:x" generic="2.0"/>', 'E_unsupported'],
    ['validate_values', message('validate_values'), 'E_unsupported'],
    ['a publication', message('delete_business', '<businessKey>k</businessKey>'), 'E_unsupported'],
    ['an unknown element', message('find_business', '<nmae>x</nmae>'), 'E_fatalError'],
    ['an element of another namespace', message('find_business', '<name xmlns="">x</name>'), 'E_fatalError'],
    ['an unknown attribute', message('find_business', '<name>x</name>', 'max="1"'), 'E_fatalError'],
    ['a missing attribute', message('find_binding', '<tModelBag/>'), 'E_fatalError'],
    ['a missing element', message('find_binding', '', 'serviceKey="k"'), 'E_fatalError'],
    ['a bag twice (X12)', message('find_business', '<categoryBag/><categoryBag/>'), 'E_fatalError'],
    ['text between elements', message('find_business', 'x<name>x</name>'), 'E_fatalError'],
    ['a comment inside a value (X08)', message('find_business', '<name>a<!--x-->b</name>'), 'E_fatalError'],
    ['an element inside a value', message('find_business', '<name>a<b/></name>'), 'E_fatalError'],
    [
      'a maxRows that is no number',
      message('find_business', '<name>x</name>', 'maxRows="-1"'),
      'E_fatalError',
    ],
    ['a huge maxRows', message('find_business', '<name>x</name>', 'maxRows="99999999999"'), 'E_fatalError'],
  ])('refuses %s by a dispositionReport', async (_, sent, errCode) => {
    const { soap, audited, failures } = await serveRegistry();
    const answer = await soap('inquiry', sent);
    expect(faultOf(answer)).toMatchObject({ status: 500, faultcode: 'soap:Client', errCode });
    expect(answer.text).toContain(`<dispositionReport xmlns="${UDDI}" generic="2.0" operator="tonggui">`);
    expect(audited).toMatchObject([
      { event: 'REGISTRY_REFUSED', facts: { reason: errCode, wire: 'soap11' } },
    ]);
    expect(failures).toEqual([]);
  });

  it('tells the place of what is wrong', async () => {
    const { soap } = await serveRegistry();
    const answer = await soap('inquiry', message('find_business', '\n  <nmae>x</nmae>'));
    expect(faultOf(answer).told).toBe('find_business has no such element (line 2, column 3)');
  });

  it('refuses an inquiry where publications are sent', async () => {
    const { soap } = await serveRegistry();
    const answer = await soap('publish', message('find_business', '<name>x</name>'));
    expect(faultOf(answer)).toMatchObject({
      errCode: 'E_unsupported',
      told: 'find_business is sent to /uddi/inquiry',
    });
  });

  it('takes elements in any order, prefixed names and xsi:type', async () => {
    const { soap } = await serveRegistry();
    const xsi = 'xmlns:i="http://www.w3.org/2001/XMLSchema-instance"';
    const sent = `<u:find_business xmlns:u="${UDDI}" ${xsi} generic="2.0" i:type="u:x"><u:categoryBag/><u:name i:type="u:name">x</u:name><u:findQualifiers/></u:find_business>`;
    expect((await soap('inquiry', sent)).element.local).toBe('businessList');
  });

  it('publishes for nobody without a token, with a made-up one, or with two', async () => {
    const { soap, token } = await serveRegistry();
    const real = await token();
    for (const [sent, headers] of [
      ['', {}],
      [auth('authToken:made-up'), {}],
      [auth(''), {}],
      [auth(real), { authorization: 'Bearer other' }],
    ] as const) {
      const answer = await soap('publish', message('get_registeredInfo', sent), headers);
      expect(faultOf(answer)).toMatchObject({ errCode: 'E_authTokenRequired', errno: '10120' });
    }
    expect(
      (await soap('publish', message('get_registeredInfo'), { authorization: `Bearer ${real}` })).status,
    ).toBe(200);
  });

  it('answers an unknown user and a wrong credential alike, and slows guessing down', async () => {
    const { soap, credential } = await serveRegistry();
    const signIn = (user: string, cred: string) =>
      soap('publish', message('get_authToken', '', `userID="${user}" cred="${cred}"`));
    const [unknown, wrong] = [await signIn('nobody', credential), await signIn('anhui', 'wrong')];
    expect(unknown.text).toBe(wrong.text);
    expect(faultOf(wrong)).toMatchObject({ errno: '10150', errCode: 'E_unknownUser' });
    for (let guess = 2; guess < 20; guess += 1)
      expect(faultOf(await signIn('anhui', `guess ${guess}`)).errCode).toBe('E_unknownUser');
    const slowed = await signIn('anhui', credential);
    expect(faultOf(slowed)).toMatchObject({ faultcode: 'soap:Server', errno: '10400', errCode: 'E_busy' });
    expect(Number(slowed.headers.get('retry-after'))).toBeGreaterThan(0);
  });

  it('asks for a token at inquiry only where inquiry is not open', async () => {
    const { soap, token } = await serveRegistry({ inquiry: 'authenticated' });
    const find = (sent = '') => soap('inquiry', message('find_business', `${sent}<name>x</name>`));
    expect(faultOf(await find())).toMatchObject({ errCode: 'E_authTokenRequired' });
    expect((await find(auth(await token()))).status).toBe(200);
  });

  it('answers what exceeds the limit by E_messageTooLarge', async () => {
    const { soap } = await serveRegistry({ bodyBytes: 1024 });
    const answer = await soap('inquiry', message('find_business', `<name>${'x'.repeat(2048)}</name>`));
    expect(faultOf(answer)).toMatchObject({ status: 500, errno: '30110', errCode: 'E_messageTooLarge' });
  });
});
