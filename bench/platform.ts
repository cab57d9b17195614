import { TAXONOMY, WIRE_TMODEL } from '../src/providers/taxonomy-keys.ts';
import { addApplication, type Gateway, startGateway } from './gateway.ts';

/** A gateway that provides, and one that asks it for its callers: by REST and, for other messages, by SOAP 1.2. */
export interface Platform {
  readonly provider: Gateway;
  readonly gateway: Gateway;
}

/** Business codes of the two ways: the same kind of data for two purposes, so that the same records are asked for. */
export const CODES = { rest: '120101', soap12: '140101' } as const;

type Wire = keyof typeof CODES;

/** Starts both, each in a process of its own, and registers the provider by UDDI's messages. */
export async function startPlatform(folder: string): Promise<Platform> {
  const provider = await startGateway(`${folder}/provider`);
  // Providers on this machine are refused unless an operator allows them.
  const gateway = await startGateway(`${folder}/platform`, { providers: { allow: ['127.0.0.0/8'] } });
  const authInfo = await becomePublisher(gateway);
  const account = addApplication(provider.operate, 'PLATFORM');
  for (const wire of ['rest', 'soap12'] as const) {
    const key = await register(gateway, authInfo, provider.exchange, wire);
    const settings = ['--service-key', key, '--edition', account.standard, '--wire', wire];
    const signing = ['--appid', account.appid, '--profile', account.profile, '--secret-from', '-'];
    gateway.operate(['interface', 'add', ...settings, ...signing], account.secret);
    gateway.operate(['interface', 'test', key]);
    gateway.operate(['interface', 'enable', key]);
  }
  return { provider, gateway };
}

async function becomePublisher(gateway: Gateway): Promise<string> {
  const name = 'bench';
  const { credential: cred } = gateway.operate(['publisher', 'add', name]) as { readonly credential: string };
  const { authInfo } = await tell<{ readonly authInfo: string }>(gateway, 'get_authToken', {
    userID: name,
    cred,
  });
  return authInfo;
}

interface Saved {
  readonly businessEntity: readonly {
    readonly businessServices: readonly { readonly serviceKey: string }[];
  }[];
}

/** A service with one access point; its key. */
async function register(gateway: Gateway, authInfo: string, address: URL, wire: Wire): Promise<string> {
  const name = [{ value: `provider by ${wire}` }];
  const accessPoint = { URLType: 'http', value: address.href };
  const tModelInstanceDetails = [{ tModelKey: WIRE_TMODEL[wire] }];
  const categoryBag = [
    { tModelKey: TAXONOMY.purpose, keyName: 'purpose', keyValue: CODES[wire].slice(0, 2) },
    { tModelKey: TAXONOMY.type, keyName: 'type', keyValue: CODES[wire].slice(2) },
  ];
  const service = { name, bindingTemplates: [{ accessPoint, tModelInstanceDetails }], categoryBag };
  const businessEntity = [{ name, businessServices: [service] }];
  const saved = await tell<Saved>(gateway, 'save_business', { authInfo, businessEntity });
  return saved.businessEntity[0]!.businessServices[0]!.serviceKey;
}

async function tell<Told>({ exchange }: Gateway, message: string, content: object): Promise<Told> {
  const answer = await fetch(new URL(`/registry/${message}`, exchange), {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(content),
  });
  if (!answer.ok) throw new Error(`the registry refuses ${message}: ${await answer.text()}`);
  return (await answer.json()) as Told;
}
