import { type Command, Option } from 'commander';
import { z } from 'zod';
import { CREDENTIAL_PROFILES } from '../envelope/application.ts';
import { LEVELS, PROVIDER_WIRES } from '../envelope/provider.ts';
import { adminClient } from './admin-client.ts';
import { CommandError } from './command-error.ts';
import type { CommandContext } from './context.ts';
import { EXIT } from './exit-code.ts';
import { interfaceLines, interfaceShape } from './interface-lines.ts';
import { command, type GatewayOptions, gather, orderOption, refuseAlone, withGateway } from './options.ts';
import { readInput, readSecret, refuseSharedInput } from './read-input.ts';
import { print, type Terminal } from './terminal.ts';

interface Options extends GatewayOptions {
  readonly serviceKey: string;
  readonly edition?: string;
  readonly wsdl?: string;
  readonly openapi?: string;
  readonly wire?: string;
  readonly appid?: string;
  readonly profile?: string;
  readonly order: string;
  readonly secretFrom?: string;
  readonly cipher?: string;
  readonly cipherKeyFrom?: string;
  readonly domain?: string;
  readonly level?: string;
  readonly region?: readonly string[];
  readonly address?: readonly string[];
  readonly binding?: readonly string[];
  readonly name?: string;
  readonly release?: string;
  readonly mount?: string;
  readonly headersFrom?: string;
  readonly sensitive?: readonly string[];
  readonly json?: boolean;
}

const KEY = '6ba7b810-9dad-11d1-80b4-00c04fd430c8';
const EXAMPLES = [
  `tonggui interface add --service-key ${KEY} --edition s1 --appid GATEWAY --secret-from secret.txt`,
  `tonggui interface add --service-key ${KEY} --wsdl weather.wsdl --mount /weather/v1 --domain cross`,
];

const oneShape = z.object({ interface: interfaceShape });
const headersShape = z.record(z.string(), z.string());

/** `tonggui interface add`: how a service of the registry is asked; a draft until it has passed its test. */
export function addInterfaceCommand({ terminal }: CommandContext): Command {
  const target = command('add', 'Set up the interface of a service that the registry has', EXAMPLES);
  return withGateway(withDescription(withAccount(withRoute(target)))).action(async (options: Options) => {
    const { wsdl, openapi, secretFrom, cipherKeyFrom, headersFrom } = options;
    refuseSharedInput([wsdl, openapi, secretFrom, cipherKeyFrom, headersFrom], 'the inputs');
    refuseAlone(options, [
      ['--appid', '--secret-from'],
      ['--secret-from', '--appid'],
      ['--cipher', '--cipher-key-from'],
      ['--cipher-key-from', '--cipher'],
    ]);
    const client = adminClient(terminal, options);
    const answer = await client.post('/api/interfaces', await bodyOf(terminal, options));
    const { interface: one } = oneShape.parse(answer);
    print(terminal, options.json, one, ['added', ...interfaceLines(one)]);
  });
}

function withRoute(target: Command): Command {
  return target
    .requiredOption('--service-key <key>', 'key of its service in the registry')
    .addOption(
      new Option('--wire <form>', 'how it is called (default: rest, an imported WSDL soap11)').choices(
        PROVIDER_WIRES,
      ),
    )
    .addOption(
      new Option('--domain <which>', 'answers within 10 s in the same domain, within 40 s across').choices([
        'same',
        'cross',
      ]),
    )
    .addOption(
      new Option('--level <level>', 'its administrative level (default: as registered)').choices(LEVELS),
    )
    .option('--region <code>', 'region that it answers for (repeatable; default: as registered)', gather)
    .option('--address <path>', 'address of the gateway that it serves (repeatable; default: all)', gather)
    .option('--binding <key>', 'binding template to use (repeatable; default: all of the wire form)', gather)
    .option('--name <text>', 'what to call it (default: as registered)')
    .option('--release <version>', 'its version, such as 1.2 (default: as registered, else 1)');
}

function withAccount(target: Command): Command {
  return target
    .option('--edition <edition>', 'edition of the standard that it speaks, such as s1')
    .option('--appid <id>', "the gateway's own application at the provider")
    .addOption(new Option('--profile <profile>', 'how the gateway signs there').choices(CREDENTIAL_PROFILES))
    .addOption(orderOption())
    .option(
      '--secret-from <file>',
      "file with the secret that the provider gave (SM2: the provider's public key), - reads standard input",
    )
    .addOption(
      new Option('--cipher <algorithm>', 'encrypted records').choices(['SM4-CBC', 'SM4-CBC-HMAC-SM3']),
    )
    .option('--cipher-key-from <file>', 'file with the key of --cipher');
}

function withDescription(target: Command): Command {
  return target
    .addOption(new Option('--wsdl <file>', 'import this WSDL').conflicts(['openapi', 'edition', 'appid']))
    .addOption(new Option('--openapi <file>', 'import this OpenAPI').conflicts(['edition', 'appid']))
    .option('--mount </service/interFlag>', 'where callers find an imported interface')
    .option('--headers-from <file>', 'JSON file with headers that let the gateway in')
    .option('--sensitive <member>', 'member to mask, such as person.idNumber (repeatable)', gather);
}

/** What the admin API reads; absent settings are left to its defaults. */
async function bodyOf(terminal: Terminal, options: Options): Promise<Readonly<Record<string, unknown>>> {
  const { serviceKey, wsdl, openapi, wire, edition, domain, level, region, address, binding } = options;
  const { name, release, mount, headersFrom, sensitive } = options;
  const description = wsdl ?? openapi;
  const root = description && (await readInput(terminal, description, 'the description'));
  return {
    id: serviceKey,
    kind: wsdl ? 'wsdl' : openapi ? 'openapi' : 'standard',
    wire,
    edition,
    domain,
    level,
    regions: region,
    addresses: address,
    bindings: binding,
    name,
    version: release,
    sensitive,
    account: await accountOf(terminal, options),
    documents: root === undefined ? undefined : { root },
    mount: mount === undefined ? undefined : mountOf(mount),
    headers: headersFrom === undefined ? undefined : await headersOf(terminal, headersFrom),
  };
}

async function accountOf(terminal: Terminal, options: Options) {
  const { appid, profile, order, secretFrom, cipher, cipherKeyFrom } = options;
  if (appid === undefined || secretFrom === undefined) return undefined;
  const key = await readSecret(terminal, secretFrom, 'the secret');
  return {
    appid,
    sign: { profile, order, key },
    ...(cipher &&
      cipherKeyFrom && {
        cipher: {
          algorithm: cipher,
          key: await readSecret(terminal, cipherKeyFrom, 'the cipher key'),
        },
      }),
  };
}

function mountOf(text: string) {
  const [, service, interFlag] = /^\/([^/]+)\/([^/]+)$/.exec(text) ?? [];
  if (service === undefined)
    throw new CommandError(EXIT.usage, '--mount is written /service/interFlag, such as /weather/v1');
  return { service, interFlag };
}

async function headersOf(terminal: Terminal, file: string): Promise<unknown> {
  const text = await readInput(terminal, file, 'the headers');
  try {
    return headersShape.parse(JSON.parse(text));
  } catch {
    throw new CommandError(EXIT.usage, 'the headers must be a JSON object of texts');
  }
}
