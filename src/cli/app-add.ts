import { type Command, Option } from 'commander';
import { configSchema } from '../config/schema.ts';
import { CREDENTIAL_PROFILES } from '../envelope/application.ts';
import { LEVELS } from '../envelope/provider.ts';
import { OPEN_EDITION } from '../imported/imported-standard.ts';
import { createStandards } from '../standards/standards.ts';
import { adminClient } from './admin-client.ts';
import { issuedLines, issuedShape } from './application-lines.ts';
import { CommandError } from './command-error.ts';
import type { CommandContext } from './context.ts';
import { EXIT } from './exit-code.ts';
import {
  command,
  type GatewayOptions,
  gather,
  orderOption,
  refuseAlone,
  wholeNumber,
  withGateway,
} from './options.ts';
import { readSecret, refuseSharedInput } from './read-input.ts';
import { print, type Terminal } from './terminal.ts';

interface Options extends GatewayOptions {
  readonly appid: string;
  readonly name?: string;
  readonly standard: string;
  readonly profile?: string;
  readonly order: string;
  readonly lenientCase?: boolean;
  readonly secretFrom?: string;
  readonly grant?: readonly string[];
  readonly network?: readonly string[];
  readonly validFrom?: string;
  readonly validUntil?: string;
  readonly httpStatus?: string;
  readonly level?: string;
  readonly cipher?: string;
  readonly cipherKeyFrom?: string;
  readonly username?: string;
  readonly passwordForm: string;
  readonly passwordFrom?: string;
  readonly fingerprint?: string;
  readonly records?: number;
  readonly bytes?: number;
  readonly concurrency?: number;
  readonly perSecond?: number;
  readonly json?: boolean;
}

const EXAMPLES = [
  'tonggui app add --appid APP1 --standard s1 --profile SM4 --grant "12*:01,04:320500"',
  'tonggui app add --appid S5APP --standard s5 --grant "riskPoint:01,02,03,04:*" --grant "attachment:05:*"',
  'tonggui app add --appid WEATHER1 --standard open --grant "weather.v1:*:*"',
  'tonggui app add --appid OLD7 --secret-from - --standard s1 --profile MD5 --grant "*:*:*" < secret.txt',
];

/** `tonggui app add`: a new application, or one taken over with the secret that its partner has. */
export function addCommand({ terminal }: CommandContext): Command {
  return withGateway(
    withSettings(command('add', 'Add an application; it may call at once', EXAMPLES)),
  ).action(async (options: Options) => {
    refuseSharedInput([options.secretFrom, options.cipherKeyFrom, options.passwordFrom], 'the secrets');
    refuseAlone(options, [
      ['--cipher-key-from', '--cipher'],
      ['--username', '--password-from'],
      ['--password-from', '--username'],
    ]);
    const client = adminClient(terminal, options);
    const answer = await client.post('/api/applications', await bodyOf(terminal, options));
    const { issued } = issuedShape.parse(answer);
    print(terminal, options.json, answer, [`added: ${options.appid}`, ...issuedLines(issued)]);
  });
}

function withSettings(target: Command): Command {
  return target
    .requiredOption('--appid <id>', 'its id')
    .addOption(
      new Option('--standard <edition>', 'edition of the standard; open: imported services')
        .choices(editions())
        .makeOptionMandatory(),
    )
    .addOption(
      new Option(
        '--profile <profile>',
        'how it signs, TOKEN: it asks for tokens (default: what the edition names first)',
      ).choices(CREDENTIAL_PROFILES),
    )
    .addOption(orderOption())
    .option(
      '--secret-from <file>',
      "file with the shared secret (SM2: with the partner's public key; TOKEN: 8 to 128 visible ASCII characters), - reads standard input (default: a fresh one)",
    )
    .option('--lenient-case', 'accept signs in lower case')
    .option('--grant <grant>', 'CODE:ACTIONS:REGIONS[:reveal] (repeatable; default: none)', gather)
    .option('--name <text>', 'what to call it (default: its id)')
    .option('--network <cidr>', 'network that it may call from (repeatable; default: any)', gather)
    .option('--valid-from <date>', 'first day (in China), or an instant such as 2026-01-01T00:00:00Z')
    .option('--valid-until <date>', 'last day (in China), or an instant')
    .addOption(
      new Option('--http-status <kind>', 'HTTP status of refusals').choices(['standard', 'semantic']),
    )
    .addOption(
      new Option(
        '--level <level>',
        'its administrative level: the directions of S1 Tables 1 to 4 then hold for it',
      ).choices(LEVELS),
    )
    .addOption(
      new Option('--cipher <algorithm>', 'encrypted records').choices(['SM4-CBC', 'SM4-CBC-HMAC-SM3']),
    )
    .option('--cipher-key-from <file>', 'file with the key of --cipher (default: a fresh one)')
    .option('--username <name>', 'user name that it must also send')
    .addOption(
      new Option('--password-form <form>', 'how it sends its password')
        .choices(['plain', 'MD5', 'SM4'])
        .default('SM4'),
    )
    .option('--password-from <file>', 'file with the password of --username')
    .option('--fingerprint <sha256>', 'SHA-256 fingerprint of the client certificate that it must present')
    .option('--records <number>', 'records an exchange', wholeNumber(1, 1_000_000))
    .option('--bytes <number>', 'bytes of the payload', wholeNumber(1, 1 << 30))
    .option('--concurrency <number>', 'exchanges at a time', wholeNumber(1, 100_000))
    .option('--per-second <number>', 'exchanges a second, 0 unlimited', wholeNumber(0, 1_000_000));
}

/** The editions of all standards and that of imported services; what may be chosen does not depend on any limit. */
function editions(): readonly string[] {
  const { limits } = configSchema.parse({});
  return [...createStandards(limits).flatMap((standard) => Object.keys(standard.editions)), OPEN_EDITION];
}

/** What the admin API reads; absent settings are left to its defaults. */
async function bodyOf(terminal: Terminal, options: Options): Promise<Readonly<Record<string, unknown>>> {
  const { appid, profile, order, lenientCase, cipher, records, bytes, concurrency, perSecond } = options;
  const secret = (source: string | undefined, what: string) =>
    source === undefined ? undefined : readSecret(terminal, source, what);
  return {
    id: appid,
    name: options.name ?? appid,
    standard: options.standard,
    sign: { profile, order, lenientCase, key: await secret(options.secretFrom, 'the secret') },
    cipher: cipher && { algorithm: cipher, key: await secret(options.cipherKeyFrom, 'the cipher key') },
    password: await passwordOf(terminal, options),
    certificate: options.fingerprint === undefined ? undefined : { fingerprint256: options.fingerprint },
    grants: options.grant,
    networks: options.network,
    validFrom: instantOf(options.validFrom, '00:00:00.000', '--valid-from'),
    validUntil: instantOf(options.validUntil, '23:59:59.999', '--valid-until'),
    httpStatus: options.httpStatus,
    level: options.level,
    quota: { records, bytes, concurrency, perSecond },
  };
}

async function passwordOf(terminal: Terminal, { username, passwordForm, passwordFrom }: Options) {
  if (username === undefined || passwordFrom === undefined) return undefined;
  const password = await readSecret(terminal, passwordFrom, 'the password');
  return { username, form: passwordForm, password };
}

/** A day is meant as it is in China. */
function instantOf(text: string | undefined, time: string, option: string): string | undefined {
  if (text === undefined) return undefined;
  const instant = new Date(/^\d{4}-\d{2}-\d{2}$/.test(text) ? `${text}T${time}+08:00` : text);
  if (Number.isNaN(instant.getTime()))
    throw new CommandError(EXIT.usage, `${option} must be a day such as 2026-12-31`);
  return instant.toISOString();
}
