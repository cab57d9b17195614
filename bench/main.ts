import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Option } from 'commander';
import { comparisonOf, plannedComparisons, sidesOf, startRivals } from './comparisons.ts';
import { compare } from './contenders.ts';
import { addTokenHolder, startGateway } from './gateway.ts';
import { fire } from './load.ts';
import { type LogQueryResult, measureLogQuery } from './log-query.ts';
import { type MediationResult, measureMediation } from './mediation.ts';
import { plannedMediations, prepareMediations } from './mediations.ts';
import { Messages } from './messages.ts';
import { startPlatform } from './platform.ts';
import { readOptions } from './read-options.ts';
import { measureRegistry, type RegistryResult } from './registry.ts';
import { machineNote, markdown, type Report, type Row, rowOf } from './report.ts';

/** Side by side in one run: the gateway, and what it is compared with. Ratios, not absolutes. */
const options = readOptions<{ readonly quick?: boolean; readonly json?: boolean; readonly only: string }>(
  'bench',
  'Measure the gateway beside a bare Express echo and a bare node-soap server, what it adds to a call to a provider, its registry and its log (about three minutes)',
  [
    new Option('--quick', 'a tenth of the requests, one round: to see that it works'),
    new Option('--json', 'print JSON instead of tables'),
    new Option(
      '--only <text>',
      'comparisons whose title holds this text; "mediation", "registry" or "log": these alone',
    ).default('', 'all'),
  ],
);
const scales = {
  whole: { rounds: 5, scale: 1, calls: 400, services: 100_000, entries: 1_000_000 },
  quick: { rounds: 1, scale: 0.1, calls: 100, services: 10_000, entries: 50_000 },
};
const { rounds, scale, calls, services, entries } = scales[options.quick ? 'quick' : 'whole'];
/** Calls before the first that counts, for each that does: code is compiled, and write-ahead logs have grown, by then. */
const WARM_UP = 5;
const wanted = (title: string) => title.includes(options.only);
const folder = mkdtempSync(join(tmpdir(), 'tonggui-bench-'));
try {
  const report: Report = {
    machine: machineNote(),
    ...(await measureExchanges()),
    mediation: await measureMediations(),
    registry: await measureServices(),
    log: await measureLog(),
  };
  tell(report);
} finally {
  rmSync(folder, { recursive: true, force: true });
}

function tell(report: Report): void {
  const { rows, mediation, registry, log } = report;
  const compared = [...rows, ...mediation];
  if (compared.length === 0 && registry === undefined && log === undefined) {
    console.error(`error: no comparison has ${JSON.stringify(options.only)} in its title`);
    process.exitCode = 2;
    return;
  }
  console.log(options.json ? JSON.stringify(report) : markdown(report));
  process.exitCode = compared.some(({ errors }) => errors > 0) ? 1 : 0;
}

async function measureExchanges(): Promise<Pick<Report, 'rows' | 'memory'>> {
  const plans = plannedComparisons(wanted);
  if (plans.length === 0) return { rows: [], memory: undefined };
  const gateway = await startGateway(folder);
  const wsdlFile = join(folder, 'gateway.wsdl');
  writeFileSync(wsdlFile, await (await fetch(gateway.wsdl)).text());
  const rivals = await startRivals(wsdlFile);
  const messages = new Messages(gateway.partner, gateway.exchange.pathname);
  const known = messages.record();
  await fire(gateway.exchange.origin, [messages.rest('01', [known])], 1, () => true);
  const sides = sidesOf(gateway, rivals, messages, known, await addTokenHolder(gateway));
  const rows: Row[] = [];
  for (const plan of plans) {
    begin(plan.title);
    const comparison = comparisonOf(plan, sides, scale);
    rows.push(rowOf(comparison, await compare(comparison, rounds)));
  }
  const memory = gateway.child.peakMemory();
  await Promise.all([gateway.child, rivals.echo, rivals.nodeSoap].map((child) => child.stop()));
  return { rows, memory };
}

async function measureMediations(): Promise<readonly MediationResult[]> {
  const plans = plannedMediations(wanted);
  if (plans.length === 0) return [];
  const platform = await startPlatform(join(folder, 'mediation'));
  const results: MediationResult[] = [];
  const mediationOf = await prepareMediations(platform, calls * WARM_UP);
  for (const plan of plans) {
    begin(plan.title);
    results.push(await measureMediation(mediationOf(plan), calls, rounds));
  }
  await Promise.all([platform.gateway, platform.provider].map(({ child }) => child.stop()));
  return results;
}

async function measureServices(): Promise<RegistryResult | undefined> {
  if (!wanted('registry')) return undefined;
  begin(`registry of ${services.toLocaleString('en')} services`);
  return measureRegistry(services);
}

async function measureLog(): Promise<LogQueryResult | undefined> {
  if (!wanted('log')) return undefined;
  begin(`log query over ${entries.toLocaleString('en')} entries`);
  return measureLogQuery(folder, entries);
}

function begin(title: string): void {
  process.stderr.write(`${title} …\n`);
}
