import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Partner } from '../test/support/partner.ts';
import { type Child, startChild } from './child.ts';
import { type Comparison, type Contender, compare, type Round } from './contenders.ts';
import { median, percentile, type Shot } from './load.ts';
import { measureLogQuery } from './log-query.ts';
import { keyOf, record, records, restShot, soapShot } from './messages.ts';

/** Side by side in one run: the gateway, a bare Express echo, a bare node-soap server. Ratios, not absolutes. */
const options = new Set(process.argv.slice(2));
const rounds = options.has('--quick') ? 1 : 5;
const scale = options.has('--quick') ? 0.1 : 1;

const folder = mkdtempSync(join(tmpdir(), 'tonggui-bench-'));
const serve = ['bin/tonggui.js', 'serve', '--demo', '--json', '--port', '0', '--admin-port', '0'];
const gateway = await startChild([...serve, '--data', join(folder, 'data')]);
const exchange = new URL(String(gateway.facts['exchange']));
const partner = gateway.facts['demo'] as Partner;
writeFileSync(join(folder, 'gateway.wsdl'), await (await fetch(String(gateway.facts['wsdl']))).text());
const echo = await startChild(['--import', 'tsx', 'bench/rivals/express-echo.ts']);
const nodeSoap = await startChild([
  '--import',
  'tsx',
  'bench/rivals/node-soap.ts',
  join(folder, 'gateway.wsdl'),
]);

const many = (count: number, make: () => Shot): Shot[] => Array.from({ length: count }, make);
const loopback = (child: Child) => `http://127.0.0.1:${String(child.facts['port'])}`;
const accepted = (body: string) => body.includes('0001');

function ours(name: string, make: () => Shot): Contender {
  return {
    name,
    origin: exchange.origin,
    child: gateway,
    prepare: (count) => many(count, make),
    isGood: accepted,
  };
}

/** The same bytes to the echo. */
function echoOf(make: () => Shot): Contender {
  const prepare = (count: number) => many(count, () => ({ ...make(), path: '/echo' }));
  return {
    name: 'Express echo',
    origin: loopback(echo),
    child: echo,
    prepare,
    isGood: (body) => body.length > 2,
  };
}

function nodeSoapOf(make: () => Shot): Contender {
  const prepare = (count: number) => many(count, () => ({ ...make(), path: '/soap' }));
  return { name: 'node-soap', origin: loopback(nodeSoap), child: nodeSoap, prepare, isGood: accepted };
}

const known = record();
await (await fetch(exchange, { method: 'POST', ...restShot(partner, '', '01', [known]) })).text();
const path = exchange.pathname;
const restQuery = () => restShot(partner, path, '04', [keyOf(known)]);
const restAdd = () => restShot(partner, path, '01', [record()]);
const soapQuery = () => soapShot(partner, path, '04', [keyOf(known)]);
const soapAdd = () => soapShot(partner, path, '01', [record()]);
const restBulk = () => restShot(partner, path, '01', records(2000));
const soapBulk = () => soapShot(partner, path, '01', records(2000));

const small = { count: Math.ceil(4000 * scale), connections: 50 };
const large = { count: Math.ceil(20 * scale), connections: 2 };
const crowd = { count: Math.ceil(4000 * scale), connections: 200 };
const comparisons: Comparison[] = [
  {
    title: 'REST query ÷ Express echo',
    ...small,
    contenders: [ours('query', restQuery), echoOf(restQuery)],
    aim: 0.5,
  },
  {
    title: 'REST add ÷ Express echo',
    ...small,
    contenders: [ours('add', restAdd), echoOf(restAdd)],
    aim: 0.5,
  },
  {
    title: 'SOAP query ÷ REST query',
    ...small,
    contenders: [ours('soap', soapQuery), ours('rest', restQuery)],
    aim: 0.8,
  },
  {
    title: 'SOAP add ÷ REST add',
    ...small,
    contenders: [ours('soap', soapAdd), ours('rest', restAdd)],
    aim: 0.8,
  },
  { title: 'SOAP add ÷ bare node-soap', ...small, contenders: [ours('soap', soapAdd), nodeSoapOf(soapAdd)] },
  {
    title: '2,000 records REST ÷ Express echo',
    ...large,
    contenders: [ours('rest', restBulk), echoOf(restBulk)],
  },
  {
    title: '2,000 records SOAP ÷ bare node-soap',
    ...large,
    contenders: [ours('soap', soapBulk), nodeSoapOf(soapBulk)],
    aim: 1,
  },
  {
    title: '200 clients REST add ÷ Express echo',
    ...crowd,
    contenders: [ours('add', restAdd), echoOf(restAdd)],
  },
];

const rows: Record<string, string>[] = [];
for (const comparison of comparisons) {
  process.stderr.write(`${comparison.title} …\n`);
  rows.push(rowOf(comparison, await compare(comparison, rounds)));
}
const memory = gateway.peakMemory();
await Promise.all([gateway, echo, nodeSoap].map((child) => child.stop()));
process.stderr.write('log query over 1,000,000 entries …\n');
const log = await measureLogQuery(folder, options.has('--quick') ? 50_000 : 1_000_000);
rmSync(folder, { recursive: true, force: true });

if (options.has('--json')) console.log(JSON.stringify({ rows, memory, log }));
else print();

function rowOf(
  { title, aim }: Comparison,
  pairs: readonly (readonly [Round, Round])[],
): Record<string, string> {
  const rate = ({ result }: Round) => result.count / result.seconds;
  const last = pairs.map(([first]) => first);
  const ratios = pairs.map(([first, second]) => rate(first) / rate(second));
  const ratio = median(ratios);
  return {
    comparison: title,
    ratio: ratio.toFixed(2),
    'min–max': `${Math.min(...ratios).toFixed(2)}–${Math.max(...ratios).toFixed(2)}`,
    aim: aim === undefined ? '' : `≥ ${aim} ${ratio >= aim ? 'met' : 'not met'}`,
    'per second': median(last.map(rate)).toFixed(0),
    'p50 ms': median(last.map(({ result }) => percentile(result, 0.5))).toFixed(1),
    'p99 ms': median(last.map(({ result }) => percentile(result, 0.99))).toFixed(1),
    'CPU ms': median(last.map(({ cpu }) => cpu)).toFixed(2),
    'other CPU ms': median(pairs.map(([, { cpu }]) => cpu)).toFixed(2),
  };
}

function print(): void {
  const heads = Object.keys(rows[0]!);
  console.log(`| ${heads.join(' | ')} |\n|${heads.map(() => '---').join('|')}|`);
  for (const row of rows) console.log(`| ${heads.map((head) => row[head]).join(' | ')} |`);
  console.log(`\nPeak memory of the gateway: ${memory.toFixed(0)} MiB`);
  console.log(
    `Log query over ${log.entries} entries: p50 ${log.p50.toFixed(1)} ms, p99 ${log.p99.toFixed(1)} ms (aim: p99 ≤ 50 ms)`,
  );
}
