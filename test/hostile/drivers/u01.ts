import { expect } from '@jest/globals';
import { TAXONOMY } from '../../../src/providers/taxonomy-keys.ts';
import { UDDI_ERRORS, type UddiErrorCode } from '../../../src/registry/uddi-error.ts';
import { addPublisher } from '../../support/platform.ts';
import { elementText } from '../../support/soap.ts';
import type { Driver, Scene } from '../support/driver.ts';
import { escapeXml } from '../support/expand-template.ts';

const UDDI = 'urn:uddi-org:api_v2';
const NOWHERE = '4a3bb5a0-0000-4000-8000-000000000000';

/** What a message may refer to. */
interface Facts {
  /** The token of somebody who has published nothing. */
  readonly stranger: string;
  /** A token in force of whoever published the business. */
  readonly token: string;
  readonly business: string;
  readonly service: string;
}

interface Wrong {
  readonly title: string;
  readonly code: UddiErrorCode;
  /** Of the same as JSON; none where JSON has no such message. */
  readonly status?: number;
  readonly api: 'inquiry' | 'publish';
  readonly name: string;
  /** Attributes and content as XML, and the members as JSON. */
  readonly attributes?: (facts: Facts) => string;
  readonly content?: (facts: Facts) => string;
  readonly json?: (facts: Facts) => object;
  readonly generic?: string | null;
}

const auth = (token: string) => `<authInfo>${escapeXml(token)}</authInfo>`;
const PURPOSE = `uuid:${TAXONOMY.purpose.replace(/^uuid:/, '')}`;
const long = 'x'.repeat(256);

const WRONG: readonly Wrong[] = [
  {
    title: 'a publication without a token',
    code: 'E_authTokenRequired',
    status: 401,
    api: 'publish',
    name: 'save_tModel',
    content: () => `${auth('')}<tModel tModelKey=""><name>x</name></tModel>`,
    json: () => ({ tModel: [{ name: { value: 'x' } }] }),
  },
  {
    title: 'a made-up token',
    code: 'E_authTokenRequired',
    status: 401,
    api: 'publish',
    name: 'get_registeredInfo',
    content: () => auth('authToken:made-up'),
    json: () => ({ authInfo: 'authToken:made-up' }),
  },
  {
    title: 'a wrong credential',
    code: 'E_unknownUser',
    status: 401,
    api: 'publish',
    name: 'get_authToken',
    attributes: () => 'userID="nobody" cred="wrong"',
    json: () => ({ userID: 'nobody', cred: 'wrong' }),
  },
  {
    title: 'an entry of somebody else’s',
    code: 'E_userMismatch',
    status: 403,
    api: 'publish',
    name: 'delete_business',
    content: ({ stranger, business }) => `${auth(stranger)}<businessKey>${business}</businessKey>`,
    json: ({ stranger, business }) => ({ authInfo: stranger, businessKey: [business] }),
  },
  {
    title: 'a business that is not there',
    code: 'E_invalidKeyPassed',
    status: 404,
    api: 'inquiry',
    name: 'get_businessDetail',
    content: () => `<businessKey>${NOWHERE}</businessKey>`,
    json: () => ({ businessKey: [NOWHERE] }),
  },
  {
    title: 'a key that is none',
    code: 'E_invalidKeyPassed',
    status: 404,
    api: 'inquiry',
    name: 'get_serviceDetail',
    content: () => '<serviceKey>../../etc/passwd</serviceKey>',
    json: () => ({ serviceKey: ['../../etc/passwd'] }),
  },
  {
    title: 'one key of two that is not there: nothing is deleted',
    code: 'E_invalidKeyPassed',
    status: 404,
    api: 'publish',
    name: 'delete_service',
    content: ({ token, service }) =>
      `${auth(token)}<serviceKey>${service}</serviceKey><serviceKey>${NOWHERE}</serviceKey>`,
    json: ({ token, service }) => ({ authInfo: token, serviceKey: [service, NOWHERE] }),
  },
  {
    title: 'another version',
    code: 'E_unrecognizedVersion',
    status: 400,
    api: 'inquiry',
    name: 'find_business',
    generic: '3.0',
    content: () => '<name>x</name>',
    json: () => ({ name: [{ value: 'x' }] }),
  },
  {
    title: 'no version',
    code: 'E_unrecognizedVersion',
    api: 'inquiry',
    name: 'find_business',
    generic: null,
    content: () => '<name>x</name>',
  },
  {
    title: 'a message that is none',
    code: 'E_unsupported',
    api: 'inquiry',
    name: 'find_everything',
  },
  {
    title: 'a publication at the address of inquiries',
    code: 'E_unsupported',
    api: 'inquiry',
    name: 'delete_business',
    content: ({ token, business }) => `${auth(token)}<businessKey>${business}</businessKey>`,
  },
  {
    title: 'a find qualifier that is none',
    code: 'E_unsupported',
    status: 400,
    api: 'inquiry',
    name: 'find_service',
    content: () => '<findQualifiers><findQualifier>drop table</findQualifier></findQualifiers><name>x</name>',
    json: () => ({ findQualifiers: ['drop table'], name: [{ value: 'x' }] }),
  },
  {
    title: 'an element that is none',
    code: 'E_fatalError',
    status: 400,
    api: 'inquiry',
    name: 'find_business',
    content: () => '<nmae>x</nmae>',
    json: () => ({ nmae: [{ value: 'x' }] }),
  },
  {
    title: 'a name of 256 characters',
    code: 'E_nameTooLong',
    status: 400,
    api: 'publish',
    name: 'save_tModel',
    content: ({ token }) => `${auth(token)}<tModel tModelKey=""><name>${long}</name></tModel>`,
    json: ({ token }) => ({ authInfo: token, tModel: [{ name: { value: long } }] }),
  },
  {
    title: 'six names',
    code: 'E_tooManyOptions',
    status: 400,
    api: 'inquiry',
    name: 'find_business',
    content: () => '<name>x</name>'.repeat(6),
    json: () => ({ name: Array.from({ length: 6 }, () => ({ value: 'x' })) }),
  },
  {
    title: 'two names in one language',
    code: 'E_languageError',
    status: 400,
    api: 'publish',
    name: 'save_business',
    content: ({ token }) =>
      `${auth(token)}<businessEntity businessKey=""><name xml:lang="zh">a</name><name xml:lang="zh">b</name></businessEntity>`,
    json: ({ token }) => ({
      authInfo: token,
      businessEntity: [
        {
          name: [
            { lang: 'zh', value: 'a' },
            { lang: 'zh', value: 'b' },
          ],
        },
      ],
    }),
  },
  {
    title: 'an access point that is no address',
    code: 'E_invalidURLPassed',
    status: 400,
    api: 'publish',
    name: 'save_binding',
    content: ({ token, service }) =>
      `${auth(token)}<bindingTemplate bindingKey="" serviceKey="${service}"><accessPoint URLType="http">file:///etc/passwd</accessPoint><tModelInstanceDetails/></bindingTemplate>`,
    json: ({ token, service }) => ({
      authInfo: token,
      bindingTemplate: [
        {
          serviceKey: service,
          accessPoint: { URLType: 'http', value: 'file:///etc/passwd' },
          tModelInstanceDetails: [],
        },
      ],
    }),
  },
  {
    title: 'a code that its taxonomy does not have',
    code: 'E_invalidValue',
    status: 400,
    api: 'publish',
    name: 'save_business',
    content: ({ token }) =>
      `${auth(token)}<businessEntity businessKey=""><name>a</name><categoryBag><keyedReference tModelKey="${PURPOSE}" keyName="" keyValue="nonsense"/></categoryBag></businessEntity>`,
    json: ({ token }) => ({
      authInfo: token,
      businessEntity: [
        {
          name: [{ value: 'a' }],
          categoryBag: [{ tModelKey: PURPOSE, keyName: '', keyValue: 'nonsense' }],
        },
      ],
    }),
  },
  {
    title: 'an assertion that was never made',
    code: 'E_assertionNotFound',
    status: 404,
    api: 'publish',
    name: 'delete_publisherAssertions',
    content: ({ token, business }) =>
      `${auth(token)}<publisherAssertion><fromKey>${business}</fromKey><toKey>${business}</toKey><keyedReference tModelKey="uuid:807a2c6a-ee22-470d-adc7-e0424a337c03" keyName="x" keyValue="peer-peer"/></publisherAssertion>`,
    json: ({ token, business }) => ({
      authInfo: token,
      publisherAssertion: [
        {
          fromKey: business,
          toKey: business,
          keyedReference: {
            tModelKey: 'uuid:807a2c6a-ee22-470d-adc7-e0424a337c03',
            keyName: 'x',
            keyValue: 'peer-peer',
          },
        },
      ],
    }),
  },
  {
    title: 'a completion status that is none',
    code: 'E_invalidCompletionStatus',
    status: 400,
    api: 'publish',
    name: 'get_assertionStatusReport',
    content: ({ token }) => `${auth(token)}<completionStatus>status:perhaps</completionStatus>`,
    json: ({ token }) => ({ authInfo: token, completionStatus: 'status:perhaps' }),
  },
];

/** A business with a service, and somebody else who may publish. */
async function publishFacts({ gateway }: Scene): Promise<Facts> {
  const publisher = await addPublisher(gateway);
  const { businessEntity } = await publisher.publish('save_business', {
    businessEntity: [{ name: [{ value: 'U01' }], businessServices: [{ name: [{ value: 'U01' }] }] }],
  });
  return {
    token: publisher.authInfo,
    stranger: (await addPublisher(gateway)).authInfo,
    business: businessEntity[0].businessKey,
    service: businessEntity[0].businessServices[0].serviceKey,
  };
}

const origin = ({ url }: Scene) => new URL(url).origin;

async function bySoap(scene: Scene, wrong: Wrong, facts: Facts): Promise<void> {
  const { api, name, code, generic = '2.0', attributes, content } = wrong;
  const version = generic === null ? '' : ` generic="${generic}"`;
  const body = `<${name} xmlns="${UDDI}"${version} ${attributes?.(facts) ?? ''}>${content?.(facts) ?? ''}</${name}>`;
  const answer = await fetch(`${origin(scene)}/uddi/${api}`, {
    method: 'POST',
    headers: { 'content-type': 'text/xml; charset=utf-8', soapaction: '""' },
    body: `<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Body>${body}</s:Body></s:Envelope>`,
  });
  const text = await answer.text();
  expect([wrong.title, answer.status, elementText(text, 'faultcode')]).toEqual([
    wrong.title,
    500,
    'soap:Client',
  ]);
  expect(text).toMatch(
    new RegExp(`<detail><dispositionReport xmlns="${UDDI}" generic="2.0" operator="[^"]+">`),
  );
  expect(text).toContain(`<result errno="${UDDI_ERRORS[code]}"><errInfo errCode="${code}">`);
  expect(text).not.toMatch(/\n\s+at |node_modules|\.ts:\d/);
}

async function byJson(scene: Scene, wrong: Wrong, facts: Facts): Promise<void> {
  const { name, code, status, json, generic } = wrong;
  if (json === undefined) return;
  const answer = await fetch(`${origin(scene)}/registry/${name}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ ...(generic && { generic }), ...json(facts) }),
  });
  const { result } = (await answer.json()) as { readonly result: readonly object[] };
  expect([wrong.title, answer.status, result[0]]).toEqual([
    wrong.title,
    status,
    { errno: UDDI_ERRORS[code], errInfo: { errCode: code, value: expect.any(String) } },
  ]);
}

export default [
  {
    title: 'each has its code; what was published stays as it was',
    async run(scene) {
      const open = await scene.startOther({ registry: { inquiry: 'open' } });
      const facts = await publishFacts(open);
      const read = async () => (await fetch(`${origin(open)}/registry/businesses/${facts.business}`)).json();
      const before = await read();
      for (const wrong of WRONG) {
        await bySoap(open, wrong, facts);
        await byJson(open, wrong, facts);
      }
      expect(await read()).toEqual(before);
      return undefined;
    },
  },
] satisfies readonly Driver[];
