import { weakProfileWarning } from './access/weak-profile.ts';
import { openCore } from './assembly/core.ts';
import { createDemoApplication } from './assembly/demo-application.ts';
import { createObserver } from './assembly/observe-exchanges.ts';
import { gauges, openAdmin } from './assembly/open-admin.ts';
import { openChannels, openExchange } from './assembly/open-exchange.ts';
import { createOperationalLog, type OperationalLog } from './assembly/operational-log.ts';
import { registerOwn } from './assembly/own-registration.ts';
import { failureLog, type Parts, type State } from './assembly/parts.ts';
import { recordEvent } from './assembly/record-event.ts';
import { baseUrl, listenerUrl, mountServices, withImported } from './assembly/services.ts';
import { createMetrics } from './console/metrics.ts';
import type { DescribeServices, Gateway, StartGateway } from './gateway.ts';
import type { HttpServer } from './listener/http-server.ts';
import { createStandards } from './standards/standards.ts';

/** Starts the core, the exchange listener and the admin listener; resolves once both answer. */
export const startGateway: StartGateway = async (config, { demo, extensions = {} }) => {
  const log = createOperationalLog({ level: config.log.level });
  const state: State = { core: undefined, channels: new Map(), inFlight: 0, stopping: false };
  const metrics = createMetrics(gauges(state));
  const core = await openCore(config, log, createObserver(metrics, log), extensions.standards);
  state.core = core;
  for (const application of core.applications.list()) warnOfWeakness(application, log);
  try {
    return await serveCore({ config, core, extensions, metrics, state, log }, demo);
  } catch (error) {
    // A port that is taken must not leave a locked data folder behind.
    await core.close();
    throw error;
  }
};

/** The services that a configuration mounts, without starting anything. */
export const describeServices: DescribeServices = (config) => {
  const base = baseUrl(config.exchange, config.exchange.port);
  return mountServices(config, createStandards(config.limits, config.standards), () => base);
};

async function serveCore(parts: Parts, demo: boolean): Promise<Gateway> {
  const { config, core } = parts;
  let base = '';
  const { imported } = core.platform;
  const mounted = mountServices(config, core.standards, () => base, core.rules.chapters);
  const services = withImported(mounted, imported.facades, () => base);
  const exchange = openExchange(parts, services, () => base);
  const { server: admin, setupCode } = await openAdmin(parts, mounted, () => base);
  const servers = [exchange, admin];
  try {
    const { port } = await exchange.listen(config.exchange.port, config.exchange.host);
    base = baseUrl(config.exchange, port);
    const adminPort = (await admin.listen(config.admin.port, config.admin.host)).port;
    const adminUrl = listenerUrl(config.admin.host, config.admin.tls !== undefined, adminPort);
    await registerOwn({ config, platform: core.platform, services, url: base, failed: failureLog(parts) });
    parts.state.channels = await openChannels(parts, mounted, () => base);
    const demoApplication = demo ? await createDemoApplication(core.applications) : undefined;
    const addresses = [...parts.state.channels.values()].map(({ address }) => address);
    await recordEvent(core.ledger, 'GATEWAY_STARTED', {
      exchange: base,
      admin: adminUrl,
      channels: addresses,
    });
    const [first] = mounted;
    return {
      exchangeUrl: first!.url,
      adminUrl,
      wsdlUrl: `${first!.url}?wsdl`,
      channels: addresses,
      setupCode,
      ...(demoApplication && { demo: demoApplication }),
      stop: () => stopGateway(parts, servers),
    };
  } catch (error) {
    // What already listens would keep the process, and its ports, after a start that failed.
    await Promise.all([...servers.map((server) => server.close(0)), ...stopChannels(parts, 0)]);
    throw error;
  }
}

function warnOfWeakness(application: Parameters<typeof weakProfileWarning>[0], log: OperationalLog): void {
  const warning = weakProfileWarning(application);
  if (warning)
    log.log('warn', 'an application signs by a weak profile', { application: application.id, warning });
}

async function stopGateway(parts: Parts, servers: readonly HttpServer[]): Promise<void> {
  const { config, core, state, log } = parts;
  state.stopping = true;
  const drain = config.exchange.drainSeconds * 1000;
  const [exchange, ...others] = servers;
  await Promise.all([exchange!.close(drain), ...stopChannels(parts, drain)]);
  // Until now health and metrics tell whoever asks that the gateway is stopping.
  await Promise.all(others.map((server) => server.close(drain)));
  await recordEvent(core.ledger, 'GATEWAY_STOPPED');
  await core.close();
  await log.close();
}

function stopChannels({ state }: Parts, drain: number): readonly Promise<void>[] {
  return [...state.channels.values()].map((channel) => channel.stop(drain));
}
