import { type Command, Option } from 'commander';
import type { CipherSettings } from '../envelope/application.ts';
import type { Sheet } from '../record-files/record-file.ts';
import { cipherOf } from './call-peer.ts';
import { CommandError } from './command-error.ts';
import type { CommandContext } from './context.ts';
import { EXIT } from './exit-code.ts';
import { type IdentityOptions, identitySettings, identitySheet, withIdentity } from './file-identity.ts';
import { memberHead, withMembers } from './file-members.ts';
import { provenFile, recordFormat, recordsIn, writeWhole } from './file-output.ts';
import { readRecords } from './file-records.ts';
import type { Edition } from './file-rules.ts';
import { type Rows, recordsSheet } from './file-sheet.ts';
import { command, refuseAlone } from './options.ts';
import { refuseSharedInput } from './read-input.ts';
import { print, type Terminal } from './terminal.ts';

interface Options extends IdentityOptions {
  readonly standard: Edition;
  readonly busicode?: string;
  readonly action?: string;
  readonly random?: string;
  readonly cipher?: CipherSettings['algorithm'];
  readonly cipherKeyFrom?: string;
  readonly member?: readonly string[];
  readonly file: string;
  readonly output: string;
  readonly json?: boolean;
}

const EXAMPLES = [
  'tonggui file write --standard s2 --appid APP1 --secret-from secret.txt --profile SM4 --busicode 003 --action 01 --file records.json --output records.xlsx',
  'tonggui file write --standard s5 --member operation=addObjects --member resourceIdentifier=riskPoint --file - --output records.csv < records.json',
];

/** `tonggui file write`: records as a file, with the signed message of its sender in its head (S1 8.1). */
export function fileWriteCommand({ terminal }: CommandContext): Command {
  const target = command('write', 'Write records as a file: csv, txt, xml or xlsx, signed', EXAMPLES);
  return withMembers(withIdentity(target), 's5: a member of the message, in the head')
    .addOption(
      new Option('--standard <edition>', 'edition of the standard')
        .choices(['s1', 's2', 's5'])
        .makeOptionMandatory(),
    )
    .option('--busicode <code>', 'business code, six digits (s1) or three (s2)')
    .addOption(
      new Option('--action <code>', '01 add, 02 modify, 03 delete, 04 query').choices([
        '01',
        '02',
        '03',
        '04',
      ]),
    )
    .option('--random <id>', 'id of a message that is sent again (default: a new one)')
    .addOption(
      new Option('--cipher <algorithm>', 'encrypt the records').choices(['SM4-CBC', 'SM4-CBC-HMAC-SM3']),
    )
    .option('--cipher-key-from <file>', 'file with the key of --cipher, 32 hex digits')
    .requiredOption(
      '--file <file>',
      'JSON array of records, or a file of records of any form; - reads JSON from standard input',
    )
    .requiredOption('--output <file>', 'file to write; its ending says the form')
    .action(async (options: Options) => {
      refuseSharedInput([options.file, options.secretFrom, options.cipherKeyFrom], 'records and secrets');
      const format = recordFormat(options.output);
      const withHead = options.standard === 's5' ? plainHead(options) : await signedHead(terminal, options);
      const rows = recordsSheet((await readRecords(terminal, options.file)).text);
      const sheet = withHead(rows);
      await writeWhole(terminal, options.output, await provenFile(options.output, format, sheet));
      tell(terminal, options, sheet, rows.rows.length);
    });
}

type WithHead = (rows: Rows) => Sheet;

/** S5 signs nothing: what the head says is told one by one. */
function plainHead(options: Options): WithHead {
  const { appid, secretFrom, profile, busicode, action, random, cipher } = options;
  const given = [appid, secretFrom, profile, busicode, action, random, cipher];
  if (given.some((value) => value !== undefined))
    throw new CommandError(EXIT.usage, 's5 signs and encrypts nothing: tell its members by --member');
  const head = memberHead(options.member);
  return (rows) => ({ head, ...rows });
}

/** Reads secrets, before there are records. */
async function signedHead(terminal: Terminal, options: Options): Promise<WithHead> {
  const { standard, appid, busicode, action, random } = options;
  refuseAlone(options, [
    ['--cipher', '--cipher-key-from'],
    ['--cipher-key-from', '--cipher'],
  ]);
  if (options.member !== undefined) throw new CommandError(EXIT.usage, '--member is of s5');
  if (appid === undefined || busicode === undefined || action === undefined)
    throw new CommandError(EXIT.usage, `--standard ${standard} needs --appid, --busicode and --action`);
  const settings = await identitySettings(terminal, options);
  const cipher = await cipherOf(terminal, options);
  return (rows) => identitySheet({ appid, busicode, action, random }, rows, settings, cipher);
}

function tell(terminal: Terminal, { output, json }: Options, { head }: Sheet, records: number): void {
  const random = new Map(head).get('random');
  const facts = { output, records, ...(random === undefined ? {} : { random }) };
  print(terminal, json, facts, [
    `${recordsIn(output, records)}${random === undefined ? '' : `, random ${random}`}`,
  ]);
}
