import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Option } from 'commander';
import { comparisons, startRivals } from './comparisons.ts';
import { compare } from './contenders.ts';
import { startGateway } from './gateway.ts';
import { fire } from './load.ts';
import { type LogQueryResult, measureLogQuery } from './log-query.ts';
import { Messages } from './messages.ts';
import { readOptions } from './read-options.ts';
import { machineNote, markdown, type Report, type Row, rowOf } from './report.ts';

/** Side by side in one run: the gateway, a bare Express echo, a bare node-soap server. Ratios, not absolutes. */
const options = readOptions<{ readonly quick?: boolean; readonly json?: boolean; readonly only: string }>(
  'bench',
  'Measure the gateway beside a bare Express echo and a bare node-soap server (about two minutes)',
  [
    new Option('--quick', 'a tenth of the requests, one round: to see that it works'),
    new Option('--json', 'print JSON instead of a table'),
    new Option(
      '--only <text>',
      'comparisons whose title holds this text; "log": the log query alone',
    ).default('', 'all'),
  ],
);
const [rounds, scale, entries] = options.quick ? [1, 0.1, 50_000] : [5, 1, 1_000_000];
const folder = mkdtempSync(join(tmpdir(), 'tonggui-bench-'));
try {
  const { rows, memory } = await measureExchanges();
  const report: Report = { machine: machineNote(), rows, memory, log: await measureLog() };
  if (rows.length === 0 && report.log === undefined) {
    console.error(`error: no comparison has ${JSON.stringify(options.only)} in its title`);
    process.exitCode = 2;
  } else {
    console.log(options.json ? JSON.stringify(report) : markdown(report));
    process.exitCode = rows.some(({ errors }) => errors > 0) ? 1 : 0;
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}

async function measureExchanges(): Promise<Pick<Report, 'rows' | 'memory'>> {
  const gateway = await startGateway(folder);
  const wsdlFile = join(folder, 'gateway.wsdl');
  writeFileSync(wsdlFile, await (await fetch(gateway.wsdl)).text());
  const rivals = await startRivals(wsdlFile);
  const messages = new Messages(gateway.partner, gateway.exchange.pathname);
  const known = messages.record();
  await fire(gateway.exchange.origin, [messages.rest('01', [known])], 1, () => true);
  const rows: Row[] = [];
  for (const comparison of comparisons(gateway, rivals, messages, known, scale)) {
    if (!comparison.title.includes(options.only)) continue;
    process.stderr.write(`${comparison.title} …\n`);
    rows.push(rowOf(comparison, await compare(comparison, rounds)));
  }
  const memory = gateway.child.peakMemory();
  await Promise.all([gateway.child, rivals.echo, rivals.nodeSoap].map((child) => child.stop()));
  return { rows, memory };
}

async function measureLog(): Promise<LogQueryResult | undefined> {
  if (!'log'.includes(options.only)) return undefined;
  process.stderr.write(`log query over ${entries.toLocaleString('en')} entries …\n`);
  return measureLogQuery(folder, entries);
}
