import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Option } from 'commander';
import { riskPoint } from '../test/support/s5.ts';
import { type Child, startChild } from './child.ts';
import { fireFrames, frame } from './frames.ts';
import { median, percentile } from './load.ts';
import { readOptions } from './read-options.ts';
import { machineNote } from './report.ts';

/** Messages a second by TCP beside a bare echo, in turn: the channel alone, and S5 `syndata` through a whole gateway. */
const options = readOptions<{ readonly quick?: boolean }>(
  'bench:tcp',
  'Measure messages a second by TCP beside a bare echo',
  [new Option('--quick', 'a tenth of the messages, one round')],
);
const [rounds, scale] = options.quick ? [1, 0.1] : [5, 1];
const PROGRAM = 'bin/tonggui.js';
const SECRET = 'bench-secret-of-s5';
const folder = mkdtempSync(join(tmpdir(), 'tonggui-tcp-'));

/** Connections, messages under way on each, messages of a round. */
const LOADS = [
  [1, 1, 4000],
  [1, 16, 20_000],
  [100, 1, 20_000],
] as const;

const children: Child[] = [];
try {
  await main();
} finally {
  await Promise.all(children.map((child) => child.stop()));
  rmSync(folder, { recursive: true, force: true });
}

async function main(): Promise<void> {
  const start = (program: string) => run('--import', 'tsx', `bench/rivals/${program}`);
  const [echo, alone] = [await start('net-echo.ts'), await start('tcp-channel.ts')];
  const gateway = await startGateway();
  const token = await askToken(new URL(String(gateway.facts['exchange'])).origin);
  const message = () => frame({ access_token: token, txcode: '0101', data: [riskPoint()] });
  console.log('| Comparison | Ratio | least–greatest | Messages/s | p50 ms | p99 ms | CPU ms | Errors |');
  console.log('|---|---:|---:|---:|---:|---:|---:|---:|');
  const tcp = new URL((gateway.facts['channels'] as readonly string[])[0]!).port;
  const ours = [
    ['Channel alone', alone, Number(alone.facts['port']), 1],
    ['S5 add, whole gateway', gateway, Number(tcp), 0.2],
  ] as const;
  for (const [title, child, port, share] of ours) {
    for (const [connections, window, count] of LOADS) {
      const load = { connections, window, count: Math.ceil(count * scale! * share), message };
      const name = `${title} ÷ net echo, ${connections} × ${window} under way`;
      console.log(await compare(name, [child, port], [echo, Number(echo.facts['port'])], load));
    }
  }
  console.log(`\n- Peak memory of the gateway: ${gateway.peakMemory().toFixed(0)} MiB.\n- ${machineNote()}`);
}

async function run(...args: readonly string[]): Promise<Child> {
  const child = await startChild(args);
  children.push(child);
  return child;
}

interface Load {
  readonly connections: number;
  readonly window: number;
  readonly count: number;
  message(): Buffer;
}

type Contender = readonly [child: Child, port: number];

/** Rounds in turn, so that a drift of the machine's speed meets both alike; the first pair only warms up. */
async function compare(title: string, ours: Contender, echo: Contender, load: Load): Promise<string> {
  const pairs = [];
  for (let round = 0; round <= rounds!; round += 1) {
    pairs.push([await play(ours, load, false), await play(echo, load, true)] as const);
  }
  const counted = pairs.slice(1);
  const ratios = counted.map(([first, second]) => first.rate / second.rate);
  const middle = (figure: (played: Played) => number) => median(counted.map(([first]) => figure(first)));
  const errors = counted.flat().reduce((sum, played) => sum + played.errors, 0);
  return `| ${[
    title,
    median(ratios).toPrecision(2),
    `${Math.min(...ratios).toPrecision(2)}–${Math.max(...ratios).toPrecision(2)}`,
    middle(({ rate }) => rate).toFixed(0),
    middle(({ p50 }) => p50).toFixed(2),
    middle(({ p99 }) => p99).toFixed(2),
    middle(({ cpu }) => cpu).toFixed(3),
    errors,
  ].join(' | ')} |`;
}

interface Played {
  readonly rate: number;
  readonly p50: number;
  readonly p99: number;
  /** Milliseconds of the server a message. */
  readonly cpu: number;
  readonly errors: number;
}

async function play([child, port]: Contender, load: Load, echoed: boolean): Promise<Played> {
  const frames = Array.from({ length: load.count }, load.message);
  const isGood = (answer: Buffer) => echoed || answer.includes('"status":"0"');
  const before = child.cpu();
  const { seconds, latencies, errors } = await fireFrames({ ...load, port, frames, isGood });
  return {
    rate: load.count / seconds,
    p50: percentile(latencies, 0.5),
    p99: percentile(latencies, 0.99),
    cpu: (child.cpu() - before) / load.count,
    errors,
  };
}

async function startGateway(): Promise<Child> {
  const [data, config, secret] = ['data', 'tonggui.yaml', 'secret.txt'].map((name) => join(folder, name));
  const any = { port: 0 };
  writeFileSync(config!, JSON.stringify({ data, exchange: any, admin: any, channels: { tcp: any } }));
  writeFileSync(secret!, SECRET, { mode: 0o600 });
  const child = await run(PROGRAM, 'serve', '--json', '--config', config!);
  const settings = ['--appid', 'BENCH', '--standard', 's5', '--secret-from', secret!, '--grant', '*:*:*'];
  const add = ['app', 'add', ...settings, '--concurrency', '400', '--data', data!];
  execFileSync(process.execPath, [PROGRAM, ...add], { stdio: ['ignore', 'ignore', 'inherit'] });
  return child;
}

async function askToken(origin: string): Promise<string> {
  const answer = await fetch(`${origin}/jsdspcloud/servlet/token?appid=BENCH&secret=${SECRET}`);
  return ((await answer.json()) as { access_token: string }).access_token;
}
