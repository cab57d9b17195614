import { type Command, Option } from 'commander';
import { createHttpCaller, type HttpCaller } from '../outbound/http-caller.ts';
import { callPeer, type PeerOptions, withPeer } from './call-peer.ts';
import { CommandError } from './command-error.ts';
import type { CommandContext } from './context.ts';
import {
  type ExchangePeer,
  type ExchangeReport,
  type ExchangeRequest,
  sendExchange,
} from './exchange-client.ts';
import { EXIT } from './exit-code.ts';
import { command, wholeNumber } from './options.ts';
import { startProgress } from './progress.ts';
import { readInput, refuseSharedInput } from './read-input.ts';
import { exchangeJson, tellExchange } from './report-exchange.ts';
import { type Batch, splitRecords } from './split-records.ts';
import { remark, type Terminal } from './terminal.ts';

interface Options extends PeerOptions {
  readonly busicode: string;
  readonly action: string;
  readonly file?: string;
  readonly batch?: number;
  readonly random?: string;
  readonly timeout: number;
  readonly json?: boolean;
}

const EXAMPLES = [
  'tonggui call --url http://127.0.0.1:8080/tonggui/exchange --appid APP1 --secret-from secret.txt --profile SM4 --standard s1 --busicode 120101 --action 01 --file records.json',
  'tonggui call … --protocol soap12 --action 04 --file - <<< \'[{"region":"320500"}]\'',
];
/** Bytes from which on a single message is worth a bar. */
const LONG = 256 * 1024;
const ANSWER_BYTES = 256 * 1024 * 1024;

/** `tonggui call`: signs, sends, and prints what the other side verifiably answered. */
export function callCommand({ terminal, finish }: CommandContext): Command {
  return withPeer(command('call', 'Sign and send records or criteria, print the verified answer', EXAMPLES))
    .requiredOption('--busicode <code>', 'business code, six digits (s1) or three (s2)')
    .addOption(
      new Option('--action <code>', '01 add, 02 modify, 03 delete, 04 query')
        .choices(['01', '02', '03', '04'])
        .makeOptionMandatory(),
    )
    .option(
      '--file <file>',
      'JSON array of records or criteria; - reads standard input (default: an empty array)',
    )
    .option('--batch <records>', 'send at most so many records an exchange', wholeNumber(1, 1_000_000))
    .option('--random <id>', 'id of a message that is sent again (default: a new one)')
    .option('--timeout <seconds>', 'time for one whole answer', wholeNumber(1, 3600), 40)
    .action(async (options: Options) => {
      refuseSharedInput(
        [options.file, options.secretFrom, options.cipherKeyFrom, options.passwordFrom],
        'records and secrets',
      );
      const peer = await callPeer(terminal, options);
      const text = options.file === undefined ? '[]' : await readInput(terminal, options.file, 'the records');
      const batches = splitRecords(text, options.batch);
      if (options.random !== undefined && batches.length > 1)
        throw new CommandError(EXIT.usage, '--random is the id of one message: send that batch alone');
      const caller = createHttpCaller(
        {
          connectSeconds: Math.min(10, options.timeout),
          totalSeconds: options.timeout,
          answerBytes: ANSWER_BYTES,
        },
        peer.tls,
      );
      try {
        finish(await sendAll(terminal, caller, peer, batches, options));
      } finally {
        await caller.close();
      }
    });
}

/** Sends the batches one after the other and stops at the first that is not taken. */
async function sendAll(
  terminal: Terminal,
  caller: HttpCaller,
  peer: ExchangePeer,
  batches: readonly Batch[],
  options: Options,
): Promise<number> {
  const total = batches.reduce((sum, { records }) => sum + records, 0);
  const progress = startProgress(terminal, batches.length > 1 ? total : 0, 'records', 0);
  let done = 0;
  for (const { text, records } of batches) {
    const request = {
      business: options.busicode,
      action: options.action,
      records: text,
      random: options.random,
    };
    const report = await sendOne(terminal, caller, peer, request);
    const exitCode = tell(terminal, report, options.json);
    if (exitCode !== EXIT.ok) {
      progress.stop();
      if (batches.length > 1)
        remark(terminal, `stopped: ${done} of ${total} records were taken before this batch`);
      return exitCode;
    }
    done += records;
    progress.advanceTo(done);
  }
  progress.stop();
  return EXIT.ok;
}

async function sendOne(
  terminal: Terminal,
  caller: HttpCaller,
  peer: ExchangePeer,
  request: ExchangeRequest,
): Promise<ExchangeReport> {
  const progress = startProgress(terminal, Buffer.byteLength(request.records), 'bytes', LONG);
  try {
    return await sendExchange(caller, peer, request, progress.advanceTo);
  } finally {
    progress.stop();
  }
}

function tell(terminal: Terminal, report: ExchangeReport, json: boolean | undefined): number {
  const { exitCode, line } = tellExchange(report);
  if (json) terminal.stdout.write(`${exchangeJson(report)}\n`);
  else if (line.startsWith('error: ')) remark(terminal, line);
  else terminal.stdout.write(`${line}\n`);
  return exitCode;
}
