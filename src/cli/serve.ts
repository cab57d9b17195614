import { mkdirSync, rmSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Command } from 'commander';
import writeFileAtomic from 'write-file-atomic';
import { ConfigurationError } from '../config/configuration-error.ts';
import { dataFiles } from '../config/data-files.ts';
import type { Config } from '../config/schema.ts';
import type { Gateway } from '../gateway.ts';
import type { CommandContext } from './context.ts';
import { demoCalls } from './demo-calls.ts';
import { explainStart } from './explain-start.ts';
import { gatewayConfig } from './gateway-config.ts';
import { inspectConfig } from './inspect-config.ts';
import { command, type GatewayOptions, wholeNumber, withGateway } from './options.ts';
import { print, remark, type Terminal } from './terminal.ts';

interface Options extends GatewayOptions {
  readonly demo?: boolean;
  readonly port?: number;
  readonly adminPort?: number;
  readonly json?: boolean;
}

/** `tonggui serve`: runs the gateway until a signal asks it to stop. */
export function serveCommand({ terminal, loadGateway }: CommandContext): Command {
  return withGateway(
    command('serve', 'Run the gateway until it is told to stop', [
      'tonggui serve --demo',
      'tonggui serve --config /etc/tonggui/tonggui.yaml',
    ]),
  )
    .option('--demo', 'create an application with fresh credentials and print calls to paste')
    .option('--port <number>', 'port for the exchange, 0 takes any free one', wholeNumber(0, 65_535))
    .option('--admin-port <number>', 'port for console and admin API', wholeNumber(0, 65_535))
    .action(async ({ demo = false, port, adminPort, json, ...source }: Options) => {
      const overrides = {
        ...(port === undefined ? {} : { 'exchange.port': port }),
        ...(adminPort === undefined ? {} : { 'admin.port': adminPort }),
      };
      const { config, warnings } = gatewayConfig(terminal, source, overrides);
      const problems = inspectConfig(config, terminal.environment);
      if (problems.length > 0) throw new ConfigurationError(problems);
      for (const warning of warnings) remark(terminal, `warning: ${warning}`);
      const stopped = waitForStop(terminal);
      const { startGateway, describeServices } = await loadGateway();
      const gateway = await startGateway(config, { demo }).catch((error: unknown) => {
        throw explainStart(error, config);
      });
      await announce(config, gateway);
      const namespace = describeServices(config)[0]?.namespace ?? '';
      print(terminal, json, facts(gateway), greeting(gateway, namespace));
      remark(terminal, `stopping at ${await stopped}; running exchanges may end`);
      await gateway.stop();
      rmSync(dataFiles(config.data).gateway, { force: true });
    });
}

/** From before the start on, so that a signal during it is not lost. */
function waitForStop(terminal: Terminal): Promise<string> {
  return new Promise((resolve) => {
    const forget = terminal.onStop((signal) => {
      forget();
      resolve(signal);
    });
  });
}

/** Tells commands such as `app add` where this gateway is. */
async function announce({ data }: Config, { adminUrl, exchangeUrl }: Gateway): Promise<void> {
  const { gateway: file } = dataFiles(data);
  mkdirSync(dirname(file), { recursive: true });
  const facts = { admin: adminUrl, exchange: exchangeUrl, pid: process.pid };
  await writeFileAtomic(file, `${JSON.stringify(facts)}\n`, { mode: 0o600 });
}

function facts({ exchangeUrl, adminUrl, wsdlUrl, channels, setupCode, demo }: Gateway) {
  return { exchange: exchangeUrl, admin: adminUrl, wsdl: wsdlUrl, channels, setupCode, demo };
}

function greeting(gateway: Gateway, namespace: string): string[] {
  const { exchangeUrl, adminUrl, wsdlUrl, channels, setupCode, demo } = gateway;
  return [
    'Tonggui runs.',
    '',
    `  exchange     ${exchangeUrl}`,
    `  WSDL         ${wsdlUrl}`,
    ...channels.map((address) => `  channel      ${address}`),
    `  console      ${adminUrl}`,
    ...(setupCode === undefined ? [] : [`  set-up code  ${setupCode}  (once, for the first operator)`]),
    ...(demo === undefined
      ? []
      : [
          '',
          'Demo application, new at every start:',
          `  appid ${demo.appid}, secret ${demo.secret}, standard ${demo.standard}, profile ${demo.profile}`,
          ...demoCalls(exchangeUrl, namespace, demo).flatMap(({ title, shell }) => ['', `# ${title}`, shell]),
        ]),
    '',
    'Ctrl+C stops it.',
  ];
}
