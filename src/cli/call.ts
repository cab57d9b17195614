import { type Command, Option } from 'commander';
import { createHttpCaller, type HttpCaller } from '../outbound/http-caller.ts';
import { callPeer, type PeerOptions, tlsOf, tokenPeer, withPeer } from './call-peer.ts';
import { CommandError } from './command-error.ts';
import type { CommandContext } from './context.ts';
import { sendExchange } from './exchange-client.ts';
import { EXIT } from './exit-code.ts';
import { answerFormat, keepAnswer } from './file-answer.ts';
import { messageId, type SaidOfMessage } from './file-head.ts';
import { type GivenRecords, readRecords } from './file-records.ts';
import { nameColumns } from './file-rules.ts';
import { command, wholeNumber } from './options.ts';
import { refuseSharedInput } from './read-input.ts';
import { exchangeJson, tellExchange } from './report-exchange.ts';
import { type Send, sendBatches } from './send-batches.ts';
import { splitRecords } from './split-records.ts';
import type { Terminal } from './terminal.ts';
import { createTokenSender, INTERFACES } from './token-client.ts';

interface Options extends PeerOptions {
  readonly busicode?: string;
  readonly resource?: string;
  readonly txcode?: string;
  readonly storage: string;
  readonly action: string;
  readonly file?: string;
  readonly batch?: number;
  readonly random?: string;
  readonly output?: string;
  readonly timeout: number;
  readonly json?: boolean;
}

const EXAMPLES = [
  'tonggui call --url http://127.0.0.1:8080/tonggui/exchange --appid APP1 --secret-from secret.txt --profile SM4 --standard s1 --busicode 120101 --action 01 --file records.json',
  'tonggui call … --protocol soap12 --action 04 --file - <<< \'[{"region":"320500"}]\'',
  'tonggui call … --action 01 --file records.xlsx',
  'tonggui call … --action 04 --output found.xlsx',
  'tonggui call --url http://127.0.0.1:8080 --appid S5APP --secret-from secret.txt --standard s5 --txcode 0101 --action 01 --file records.json',
  'tonggui call … --standard s5 --resource riskPoint --action 04 --file - <<< \'[{"riskNo":"2212162050157975"}]\'',
];
const NOTHING: GivenRecords = { text: '[]', head: new Map(), fromFile: false };
const ANSWER_BYTES = 256 * 1024 * 1024;

/** `tonggui call`: signs (S5: asks for a token), sends, and prints what the other side answered, verified where it signs. */
export function callCommand({ terminal, finish }: CommandContext): Command {
  return withPeer(command('call', 'Send records or criteria, signed or by token; print the answer', EXAMPLES))
    .option('--busicode <code>', 'business code, six digits (s1) or three (s2)')
    .option('--resource <name>', 's5: kind of data, such as riskPoint')
    .option('--txcode <code>', 's5: txcode of syndata instead of a resource, with --action 01')
    .option('--storage <id>', 's5: distributed storage identifier', 'platform')
    .addOption(
      new Option('--action <code>', '01 add, 02 modify, 03 delete, 04 query')
        .choices(['01', '02', '03', '04'])
        .makeOptionMandatory(),
    )
    .option(
      '--file <file>',
      'records or criteria: a JSON array, or a csv, txt, xml or xlsx file, whose rows become texts; - reads JSON from standard input (default: an empty array)',
    )
    .option('--batch <records>', 'send at most so many records an exchange', wholeNumber(1, 1_000_000))
    .option('--random <id>', 'id of a message that is sent again, s5: its serial number (default: a new one)')
    .option('--output <file>', 'with --action 04: write what is found to a csv, txt, xml, xlsx or json file')
    .option('--timeout <seconds>', 'time for one whole answer', wholeNumber(1, 3600), 40)
    .action(async (options: Options) => {
      refuseSharedInput(
        [options.file, options.secretFrom, options.cipherKeyFrom, options.passwordFrom],
        'records and secrets',
      );
      checkTarget(options);
      const keep = keeper(terminal, options);
      const { sender, said } = await prepareSender(terminal, options);
      const given = options.file === undefined ? NOTHING : await readRecords(terminal, options.file);
      const id = messageId(given.head, said);
      const batches = splitRecords(recordsOf(given, options), options.batch);
      if (id !== undefined && batches.length > 1)
        throw new CommandError(EXIT.usage, `${said.id} is the id of one message: send that batch alone`);
      const { timeout } = options;
      const limits = {
        connectSeconds: Math.min(10, timeout),
        totalSeconds: timeout,
        answerBytes: ANSWER_BYTES,
      };
      const caller = createHttpCaller(limits, await tlsOf(terminal, options));
      try {
        finish(await sendBatches(terminal, batches, keep(sender(caller, id)), options.json));
      } finally {
        await caller.close();
      }
    });
}

/** What is sent, and where to, is told by other options in each standard. */
function checkTarget({ standard, busicode, resource, txcode, action }: Options): void {
  const wrong = (message: string) => new CommandError(EXIT.usage, message);
  if (standard !== 's5') {
    if (busicode === undefined) throw wrong(`--standard ${standard} needs --busicode`);
    if (resource !== undefined || txcode !== undefined) throw wrong('--resource and --txcode are of s5');
    return;
  }
  if (busicode !== undefined) throw wrong('--busicode is not of s5: --resource or --txcode');
  if ((resource === undefined) === (txcode === undefined))
    throw wrong('--standard s5 needs --resource or --txcode');
  if (txcode !== undefined && action !== '01') throw wrong('--txcode needs --action 01');
}

/** What is found goes to a file where one is named. */
function keeper(terminal: Terminal, { output, action, batch, standard }: Options): (send: Send) => Send {
  if (output === undefined) return (send) => send;
  if (action !== '04' || batch !== undefined)
    throw new CommandError(EXIT.usage, '--output is for one query: with --action 04, without --batch');
  const format = answerFormat(output);
  const member = standard === 's5' ? 'data' : 'busilist';
  return (send) => keepAnswer(terminal, send, { output, format, member });
}

/** A message knows its members by their names alone; people's files may have their titles. */
function recordsOf({ text, fromFile }: GivenRecords, options: Options): string {
  const { standard, busicode, resource, txcode } = options;
  return fromFile ? nameColumns(text, standard, (busicode ?? resource ?? txcode)!) : text;
}

interface Prepared {
  readonly sender: (caller: HttpCaller, random: string | undefined) => Send;
  readonly said: SaidOfMessage;
}

/** Reads all that a sender needs before anything is sent. */
async function prepareSender(terminal: Terminal, options: Options): Promise<Prepared> {
  const { appid, busicode, action, random, resource, txcode } = options;
  if (options.standard === 's5') {
    const peer = await tokenPeer(terminal, options);
    const operation = txcode === undefined ? INTERFACES[action] : 'syndata';
    const members = { operation, resourceIdentifier: resource, txcode, serialnumber: random };
    return {
      sender: (caller, id) => createTokenSender(caller, peer, { ...options, random: id }),
      said: { members, id: 'serialnumber', rows: 'data' },
    };
  }
  const peer = await callPeer(terminal, options);
  const sender =
    (caller: HttpCaller, id: string | undefined): Send =>
    async (records, onSent) => {
      const request = { business: busicode!, action, records, random: id };
      const report = await sendExchange(caller, peer, request, onSent);
      return { ...tellExchange(report), json: exchangeJson(report) };
    };
  return { sender, said: { members: { appid, busicode, action, random }, id: 'random', rows: 'busilist' } };
}
