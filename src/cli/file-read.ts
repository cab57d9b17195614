import type { Command } from 'commander';
import type { RecordFile } from '../record-files/record-file.ts';
import { recordsText } from '../record-files/records-text.ts';
import { quoteJson, writeMembers } from '../text/json.ts';
import type { CommandContext } from './context.ts';
import { EXIT } from './exit-code.ts';
import { type IdentityOptions, withIdentity } from './file-identity.ts';
import { fileLines } from './file-lines.ts';
import { openRecordFile } from './file-records.ts';
import { checkIdentity, type IdentityVerdict } from './file-verify.ts';
import { command, refuseAlone } from './options.ts';
import { readBytes } from './read-input.ts';

interface Options extends IdentityOptions {
  readonly verify?: boolean;
  readonly publicKey?: string;
  readonly json?: boolean;
}

const EXAMPLES = [
  'tonggui file read records.xlsx',
  'tonggui file read records.csv --verify --appid APP1 --secret-from secret.txt --profile SM4',
];

/** `tonggui file read`: what a file of records holds, as the gateway reads it, and whether its sign is right. */
export function fileReadCommand({ terminal, finish }: CommandContext): Command {
  return withIdentity(command('read', 'Read a file of records, and check the sign in its head', EXAMPLES))
    .argument('<file>', 'csv, txt, xml or xlsx')
    .option(
      '--verify',
      'say whether the sign of the message in its head is right; else, what is wrong with it',
    )
    .option('--public-key <hex>', "SM2: the signer's public key, for --verify")
    .action(async (source: string, options: Options) => {
      refuseAlone(options, [
        ['--verify', '--appid'],
        ['--appid', '--verify'],
        ['--secret-from', '--verify'],
        ['--profile', '--verify'],
        ['--public-key', '--verify'],
      ]);
      const file = await openRecordFile(source, await readBytes(terminal, source, 'the file'));
      const verdict = options.verify ? await checkIdentity(terminal, file, options) : undefined;
      terminal.stdout.write(options.json ? `${jsonOf(file, verdict)}\n` : textOf(file, verdict));
      finish(verdict === undefined || verdict.right ? EXIT.ok : EXIT.refused);
    });
}

function jsonOf({ head, records }: RecordFile, verdict: IdentityVerdict | undefined): string {
  const quoted = [...head].map(([name, text]) => [name, quoteJson(text)] as const);
  return writeMembers([
    ['head', writeMembers(quoted)],
    ['records', recordsText(records)],
    ...(verdict === undefined ? [] : ([['sign', JSON.stringify(verdict)]] as const)),
  ]);
}

function textOf(file: RecordFile, verdict: IdentityVerdict | undefined): string {
  const lines = [...fileLines(file), ...(verdict === undefined ? [] : [verdict.advice])];
  return lines.map((line) => `${line}\n`).join('');
}
