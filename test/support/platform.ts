import { randomBytes } from 'node:crypto';
import type { StartOptions } from '../../src/gateway.ts';
import type { KeyedReference } from '../../src/registry/model.ts';
import { startTestGateway, type TestGateway } from './gateway.ts';

/** A gateway that may ask providers on this machine. */
export function startPlatform(
  settings: Readonly<Record<string, unknown>> = {},
  extensions?: StartOptions['extensions'],
): Promise<TestGateway> {
  const providers = { allow: ['127.0.0.0/8'], ...(settings['providers'] as object) };
  return startTestGateway({ ...settings, providers }, extensions);
}

/** Someone who may publish in a platform's registry. */
export interface TestPublisher {
  /** A token in force. */
  readonly authInfo: string;
  /** Sends one message of UDDI as JSON; throws the disposition where it is refused. */
  publish(message: string, content: object): Promise<any>;
}

let serial = 0;

export async function addPublisher(platform: TestGateway): Promise<TestPublisher> {
  serial += 1;
  const name = `publisher${process.pid}${serial}`;
  const added = await platform.admin('POST', '/api/publishers', { name });
  const { authInfo } = await uddi(platform, 'get_authToken', {
    userID: name,
    cred: added.body.credential,
  });
  return { authInfo, publish: (message, content) => uddi(platform, message, { authInfo, ...content }) };
}

export async function uddi(platform: TestGateway, message: string, content: object): Promise<any> {
  const answer = await fetch(new URL(`/registry/${message}`, platform.exchangeUrl), {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(content),
  });
  const body = await answer.json();
  if (answer.status !== 200) throw new Error(`${message}: ${answer.status} ${JSON.stringify(body)}`);
  return body;
}

/** A business with one service and its access points; answers the service's key. */
export async function publishService(
  publisher: TestPublisher,
  endpoints: readonly string[],
  categories: readonly KeyedReference[],
  name = '提供方',
): Promise<string> {
  const bindingTemplates = endpoints.map((value) => ({
    accessPoint: { URLType: value.startsWith('https:') ? 'https' : 'http', value },
    tModelInstanceDetails: [],
  }));
  const { businessEntity } = await publisher.publish('save_business', {
    businessEntity: [
      {
        name: [{ lang: 'zh', value: name }],
        businessServices: [
          { name: [{ lang: 'zh', value: name }], bindingTemplates, categoryBag: categories },
        ],
      },
    ],
  });
  return businessEntity[0].businessServices[0].serviceKey;
}

/** Sets an interface up and leads it through its test to enabled; throws its report where it does not pass. */
export async function enableInterface(platform: TestGateway, settings: object): Promise<string> {
  const added = await platform.admin('POST', '/api/interfaces', settings);
  if (added.status !== 200) throw new Error(`not added: ${JSON.stringify(added.body)}`);
  const { id } = added.body.interface;
  for (const step of ['test', 'enable']) {
    const { status, body } = await platform.admin('POST', `/api/interfaces/${id}/${step}`, {});
    if (status !== 200 || body.interface.report?.passed === false)
      throw new Error(`${step}: ${JSON.stringify(body.interface?.report ?? body)}`);
  }
  return id;
}

export interface LinkSettings {
  readonly wire?: 'rest' | 'soap11' | 'soap12';
  readonly edition?: 's1' | 's2';
  readonly endpoints?: readonly string[];
  readonly categories: readonly KeyedReference[];
  readonly publisher?: TestPublisher;
  readonly more?: Readonly<Record<string, unknown>>;
}

/** Makes another gateway the provider of what the categories say, by an account of its own there. */
export async function linkGateway(
  platform: TestGateway,
  provider: TestGateway,
  { wire = 'rest', edition = 's1', endpoints, categories, publisher, more }: LinkSettings,
): Promise<string> {
  serial += 1;
  const key = randomBytes(16).toString('hex');
  const account = await provider.addPartner({
    id: `PLATFORM${process.pid}${serial}`,
    standard: edition,
    secret: key,
    // A platform masks for its own callers; what its provider masks it could not show to anyone.
    grants: ['*:*:*:reveal'],
  });
  const id = await publishService(
    publisher ?? (await addPublisher(platform)),
    endpoints ?? [provider.exchangeUrl],
    categories,
  );
  return enableInterface(platform, {
    id,
    edition,
    wire,
    account: { appid: account.appid, sign: { profile: account.profile, key } },
    ...more,
  });
}
