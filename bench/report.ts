import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { cpus, release, totalmem, type } from 'node:os';
import type { Comparison, Round } from './contenders.ts';
import { median, percentile } from './load.ts';
import type { LogQueryResult } from './log-query.ts';
import { type Column, verdict, writeTable } from './markdown-table.ts';
import { type MediationResult, mediationTable } from './mediation.ts';
import { type RegistryResult, registryLines } from './registry.ts';

/** A comparison's figures: medians over the rounds, of the first contender where nothing else is said. */
export interface Row {
  readonly title: string;
  /** Throughput of the first to the second, its median, least and greatest. */
  readonly ratio: number;
  readonly least: number;
  readonly greatest: number;
  readonly aim: number | undefined;
  readonly perSecond: number;
  /** Milliseconds. */
  readonly p50: number;
  readonly p99: number;
  /** CPU milliseconds of the server an exchange. */
  readonly cpu: number;
  readonly otherCpu: number;
  readonly errors: number;
}

export interface Report {
  readonly machine: string;
  readonly rows: readonly Row[];
  /** Peak resident memory of the gateway, MiB; undefined where `rows` is empty. */
  readonly memory: number | undefined;
  readonly mediation: readonly MediationResult[];
  readonly registry: RegistryResult | undefined;
  readonly log: LogQueryResult | undefined;
}

const LOG_AIM = 50;

export function rowOf({ title, aim }: Comparison, pairs: readonly (readonly [Round, Round])[]): Row {
  const rate = ({ result }: Round) => result.count / result.seconds;
  const ours = pairs.map(([first]) => first);
  const ratios = pairs.map(([first, second]) => rate(first) / rate(second));
  const latency = (share: number) => median(ours.map(({ result }) => percentile(result.latencies, share)));
  return {
    title,
    ratio: median(ratios),
    least: Math.min(...ratios),
    greatest: Math.max(...ratios),
    aim,
    perSecond: median(ours.map(rate)),
    p50: latency(0.5),
    p99: latency(0.99),
    cpu: median(ours.map(({ cpu }) => cpu)),
    otherCpu: median(pairs.map(([, { cpu }]) => cpu)),
    errors: pairs.flat().reduce((sum, { result }) => sum + result.errors, 0),
  };
}

const COLUMNS: readonly Column<Row>[] = [
  ['Comparison', ({ title }) => title],
  ['Ratio of throughput', ({ ratio }) => ratio.toFixed(2)],
  ['least–greatest', ({ least, greatest }) => `${least.toFixed(2)}–${greatest.toFixed(2)}`],
  ['Aim', ({ aim, ratio }) => (aim === undefined ? '' : verdict(ratio >= aim, `≥ ${aim}`))],
  ['Exchanges/s', ({ perSecond }) => perSecond.toFixed(perSecond < 100 ? 1 : 0)],
  ['p50 ms', ({ p50 }) => p50.toFixed(1)],
  ['p99 ms', ({ p99 }) => p99.toFixed(1)],
  ['CPU ms', ({ cpu }) => cpu.toFixed(2)],
  ["Other's CPU ms", ({ otherCpu }) => otherCpu.toFixed(2)],
  ['Errors', ({ errors }) => String(errors)],
];

/** The report in Markdown, ready for the README. */
export function markdown({ machine, rows, memory, mediation, registry, log }: Report): string {
  const tables = [
    writeTable(rows, COLUMNS),
    mediationTable(mediation),
    registry ? registryLines(registry) : [],
  ];
  return [
    ...tables.flatMap((table) => (table.length > 0 ? [...table, ''] : [])),
    ...(log ? [logLine(log)] : []),
    ...(memory === undefined ? [] : [`- Peak memory of the gateway: ${memory.toFixed(0)} MiB.`]),
    `- ${machine}`,
  ].join('\n');
}

function logLine({ entries, p50, p99 }: LogQueryResult): string {
  const met = verdict(p99 <= LOG_AIM, `aim ≤ ${LOG_AIM} ms`);
  return `- Log query over ${entries.toLocaleString('en')} audit entries: p50 ${p50.toFixed(1)} ms, p99 ${p99.toFixed(1)} ms (${met}).`;
}

/** What the figures were taken on. */
export function machineNote(): string {
  const [first, ...others] = cpus();
  const gigabytes = Math.round(totalmem() / 2 ** 30);
  const version = (name: string) =>
    (JSON.parse(readFileSync(`node_modules/${name}/package.json`, 'utf8')) as { version: string }).version;
  const packages = ['express', 'soap', '@photostructure/sqlite'].map((name) => `${name} ${version(name)}`);
  return `${others.length + 1} × ${first?.model.trim() || process.arch}, ${gigabytes} GiB, ${type()} ${release()}; Node ${process.versions.node}, ${packages.join(', ')}; ${revision()}; clients and servers on the same machine.`;
}

function revision(): string {
  try {
    const commit = execFileSync('git', ['rev-parse', '--short', 'HEAD'], { encoding: 'utf8' }).trim();
    return `commit ${commit}`;
  } catch {
    return 'no commit known';
  }
}
