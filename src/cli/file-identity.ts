import { randomUUID } from 'node:crypto';
import { type Command, Option } from 'commander';
import { encryptPayload } from '../crypto/payload-cipher.ts';
import { signRequest } from '../crypto/sign-request.ts';
import { type CipherSettings, SIGN_PROFILES, type SignSettings } from '../envelope/application.ts';
import type { Member } from '../envelope/raw-message.ts';
import type { Sheet } from '../record-files/record-file.ts';
import { recordsText } from '../record-files/records-text.ts';
import { PATTERNS, REQUEST_SIGNED } from '../standards/special-equipment/members.ts';
import { CommandError } from './command-error.ts';
import { EXIT } from './exit-code.ts';
import { type Rows, sheetRecords } from './file-sheet.ts';
import { orderOption, type SignOptions } from './options.ts';
import { readSecret } from './read-input.ts';
import { signSettings } from './sign-settings.ts';
import type { Terminal } from './terminal.ts';

/** Options that say who signs a file, and how; all of them may be left out where nothing is signed. */
export interface IdentityOptions extends Partial<Omit<SignOptions, 'order'>> {
  readonly appid?: string;
  readonly order: SignOptions['order'];
}

/** What a signed file says beside its records. */
export interface Identity {
  readonly appid: string;
  readonly busicode: string;
  readonly action: string;
  readonly random?: string | undefined;
}

/** Adds the options of IdentityOptions. */
export function withIdentity(target: Command): Command {
  return target
    .option('--appid <id>', 'application that signs')
    .option(
      '--secret-from <file>',
      'file with its shared secret (SM2: with the private key, hex); - reads standard input',
    )
    .addOption(new Option('--profile <profile>', 'how it signs').choices(SIGN_PROFILES))
    .addOption(orderOption());
}

/** Reads what signs are made and checked with. */
export async function identitySettings(
  terminal: Terminal,
  { secretFrom, profile, order }: IdentityOptions,
  publicKey?: string,
): Promise<SignSettings> {
  if (secretFrom === undefined || profile === undefined)
    throw new CommandError(EXIT.usage, 'a sign needs --secret-from and --profile');
  const secret = await readSecret(terminal, secretFrom, 'the secret');
  return signSettings({ profile, order }, secret, publicKey);
}

/** S1 8.1: the signed identity message and its records, which are ciphertext in the head where they are encrypted. */
export function identitySheet(
  identity: Identity,
  rows: Rows,
  settings: SignSettings,
  cipher: CipherSettings | undefined,
): Sheet {
  const records = recordsText(sheetRecords(rows));
  const busilist = cipher === undefined ? records : encryptPayload(records, cipher);
  const members = signRequest(membersOf(identity, busilist), REQUEST_SIGNED, settings);
  const head = [...members].map(([name, { text }]) => [name, text] as const);
  if (cipher !== undefined) return { head, columns: [], rows: [] };
  return { head: head.filter(([name]) => name !== 'busilist'), ...rows };
}

function membersOf(
  { appid, busicode, action, random = randomUUID() }: Identity,
  busilist: string,
): ReadonlyMap<string, Member> {
  const texts = { appid, busicode, action, busilist, random };
  for (const name of ['appid', 'busicode', 'action', 'random'] as const)
    if (!PATTERNS[name].test(texts[name]))
      throw new CommandError(EXIT.usage, `--${name} must match ${PATTERNS[name].source}`);
  return new Map(Object.entries(texts).map(([name, text]) => [name, { kind: 'text', text }]));
}
