import { createSecureContext } from 'node:tls';
import { type Command, Option } from 'commander';
import { systemCode } from '../config/system-code.ts';
import type { CipherSettings } from '../envelope/application.ts';
import type { CallTls } from '../outbound/http-caller.ts';
import type { Edition } from '../standards/special-equipment/members.ts';
import { CommandError } from './command-error.ts';
import type { ExchangePeer, Protocol } from './exchange-client.ts';
import { EXIT } from './exit-code.ts';
import { refuseAlone, type SignOptions, withSign } from './options.ts';
import { readInput, readSecret } from './read-input.ts';
import { signSettings } from './sign-settings.ts';
import type { Terminal } from './terminal.ts';
import type { TokenPeer } from './token-client.ts';

/** The options of `call` that say whom to call, and as whom. */
export interface PeerOptions extends Omit<SignOptions, 'profile'> {
  readonly profile?: SignOptions['profile'];
  readonly url: string;
  readonly appid: string;
  readonly standard: Edition | 's5';
  readonly protocol: Protocol;
  readonly namespace: string;
  readonly publicKey?: string;
  readonly cipher?: CipherSettings['algorithm'];
  readonly cipherKeyFrom?: string;
  readonly username?: string;
  readonly passwordFrom?: string;
  readonly ca?: string;
  readonly certificate?: string;
  readonly key?: string;
}

const NAMESPACE = 'urn:tonggui:special-equipment:1.0';

/** Adds the options of PeerOptions. */
export function withPeer(target: Command): Command {
  return withSign(target, 'perhaps')
    .requiredOption('--url <address>', 'address to post to (s5: of the platform, before /jsdspcloud)')
    .requiredOption('--appid <id>', 'application to call as')
    .addOption(
      new Option('--standard <edition>', 'edition of the standard')
        .choices(['s1', 's2', 's5'])
        .makeOptionMandatory(),
    )
    .addOption(
      new Option('--protocol <protocol>', 'wire form').choices(['rest', 'soap11', 'soap12']).default('rest'),
    )
    .option('--namespace <uri>', 'target namespace of the WSDL', NAMESPACE)
    .option('--public-key <hex>', "SM2: the other side's public key, which proves its answers")
    .addOption(
      new Option('--cipher <algorithm>', 'encrypt the records').choices(['SM4-CBC', 'SM4-CBC-HMAC-SM3']),
    )
    .option('--cipher-key-from <file>', 'file with the key of --cipher, 32 hex digits')
    .option('--username <name>', 'user name to send beside the sign')
    .option('--password-from <file>', 'file with the password to send, in the form that the application uses')
    .option('--ca <file>', 'PEM file with the authority that issued the certificate of the address')
    .option('--certificate <file>', 'PEM file with the client certificate')
    .option('--key <file>', 'PEM file with the private key of --certificate');
}

const PAIRS = [
  ['--cipher', '--cipher-key-from'],
  ['--cipher-key-from', '--cipher'],
  ['--username', '--password-from'],
  ['--password-from', '--username'],
  ['--certificate', '--key'],
  ['--key', '--certificate'],
] as const;

/** Reads what the options name, of a standard that signs. */
export async function callPeer(terminal: Terminal, options: PeerOptions): Promise<ExchangePeer> {
  const { appid, standard, protocol, namespace, profile, order } = options;
  refuseAlone(options, PAIRS);
  if (standard === 's5' || profile === undefined)
    throw new CommandError(EXIT.usage, `--standard ${standard} needs --profile`);
  if (profile === 'SM2' && options.publicKey === undefined)
    throw new CommandError(EXIT.usage, 'SM2 needs --public-key, else no answer can be proved');
  const secret = await readSecret(terminal, options.secretFrom, 'the secret');
  return {
    url: addressOf(options.url),
    appid,
    standard,
    protocol,
    namespace,
    settings: signSettings({ profile, order }, secret, options.publicKey),
    cipher: await cipherOf(terminal, options),
    headers: await headersOf(terminal, options),
  };
}

/** Reads what the options name, of a standard that gives tokens for secrets. */
export async function tokenPeer(terminal: Terminal, options: PeerOptions): Promise<TokenPeer> {
  refuseAlone(options, PAIRS);
  const { profile, cipher, publicKey, protocol } = options;
  if (profile !== undefined || cipher !== undefined || publicKey !== undefined || protocol !== 'rest')
    throw new CommandError(EXIT.usage, 's5 signs and encrypts nothing, and is called by REST here');
  return {
    url: addressOf(options.url).replace(/\/$/, ''),
    appid: options.appid,
    secret: await readSecret(terminal, options.secretFrom, 'the secret'),
    headers: await headersOf(terminal, options),
  };
}

function addressOf(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url === undefined || !/^https?:$/.test(url.protocol) || url.username + url.password !== '')
    throw new CommandError(EXIT.usage, '--url must be an http(s) address without user and password');
  return url.href;
}

/** Reads the key of `--cipher`; undefined where nothing is encrypted. */
export async function cipherOf(
  terminal: Terminal,
  { cipher, cipherKeyFrom }: Pick<PeerOptions, 'cipher' | 'cipherKeyFrom'>,
): Promise<CipherSettings | undefined> {
  if (cipher === undefined || cipherKeyFrom === undefined) return undefined;
  const key = await readSecret(terminal, cipherKeyFrom, 'the cipher key');
  if (!/^[0-9A-Fa-f]{32}$/.test(key))
    throw new CommandError(EXIT.usage, 'the cipher key must be 32 hex digits');
  return { algorithm: cipher, key };
}

/** RFC 7617. */
async function headersOf(
  terminal: Terminal,
  { username, passwordFrom }: PeerOptions,
): Promise<Readonly<Record<string, string>>> {
  if (username === undefined || passwordFrom === undefined) return {};
  const password = await readSecret(terminal, passwordFrom, 'the password');
  return { authorization: `Basic ${Buffer.from(`${username}:${password}`, 'utf8').toString('base64')}` };
}

/** Reads the certificates. */
export async function tlsOf(terminal: Terminal, { ca, certificate, key }: PeerOptions): Promise<CallTls> {
  const read = async (source: string | undefined, option: string) =>
    source === undefined ? undefined : await readInput(terminal, source, option);
  const files = {
    ca: await read(ca, '--ca'),
    certificate: await read(certificate, '--certificate'),
    key: await read(key, '--key'),
  };
  try {
    createSecureContext({ cert: files.certificate, key: files.key });
  } catch (error) {
    throw new CommandError(
      EXIT.usage,
      `--certificate and --key must be PEM, and a pair (${systemCode(error)})`,
    );
  }
  return Object.fromEntries(Object.entries(files).filter(([, text]) => text !== undefined));
}
