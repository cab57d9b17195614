import { loadAdminKey } from './access/admin-key.ts';
import { openOperators } from './access/operators.ts';
import { createSlowWork } from './access/slow-work.ts';
import { weakProfileWarning } from './access/weak-profile.ts';
import { createHttpChannels, STANDALONE_CHANNELS } from './channels/channels.ts';
import { type RunningChannels, startChannels } from './channels/start-channels.ts';
import { dataFiles } from './config/data-files.ts';
import type { Config } from './config/schema.ts';
import { createConsole } from './console/create-console.ts';
import { createMetrics, type Metrics } from './console/metrics.ts';
import { type Core, openCore } from './core.ts';
import { createDemoApplication } from './demo-application.ts';
import type { MountedService } from './envelope/http-channel.ts';
import type { HttpEndpoint } from './envelope/http-endpoint.ts';
import type { Exchange } from './envelope/raw-message.ts';
import { explainRequest } from './explain-request.ts';
import type { DescribeServices, Extensions, Gateway, StartGateway } from './gateway.ts';
import { createExchangeListener } from './listener/exchange-listener.ts';
import { createHttpServer, type HttpServer } from './listener/http-server.ts';
import { readTlsFiles } from './listener/tls-files.ts';
import { createObserver } from './observe-exchanges.ts';
import { createOperationalLog, type OperationalLog } from './operational-log.ts';
import { registerOwn } from './own-registration.ts';
import { recordEvent } from './record-event.ts';
import { createRegistryEndpoint } from './registry/wire/registry-endpoint.ts';
import { baseUrl, listenerUrl, mountServices, withImported } from './services.ts';
import { createStandards, createUnreachable } from './standards/standards.ts';

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

/** What everything that listens is made of. */
interface Parts {
  readonly config: Config;
  readonly core: Core;
  readonly extensions: Extensions;
  readonly metrics: Metrics;
  readonly state: State;
  readonly log: OperationalLog;
}

async function serveCore(parts: Parts, demo: boolean): Promise<Gateway> {
  const { config, core } = parts;
  let base = '';
  const { imported } = core.platform;
  const mounted = mountServices(config, core.standards, () => base, core.rules.chapters);
  const services = withImported(mounted, imported.facades, () => base);
  const exchange = openExchange(parts, services, () => base);
  const { server: admin, setupCode } = await openAdmin(parts);
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

interface State {
  core: Core | undefined;
  channels: RunningChannels;
  inFlight: number;
  stopping: boolean;
}

function gauges(state: State): Parameters<typeof createMetrics>[0] {
  return {
    inFlight: () => state.inFlight,
    disabledRules: () => state.core?.rules.status().filter((rule) => rule.state === 'disabled').length ?? 0,
    holds: () => state.core?.holds.list().length ?? 0,
    lateUpdates: async () => (await state.core?.updates.late()) ?? 0,
    channels: () => state.channels,
    conflicts: () => state.core?.platform.interfaces.conflicts().length ?? 0,
    breakers: () => state.core?.platform.asker.breakers() ?? [],
    registry: () => ({ ...state.core?.platform.registry.size() }),
  };
}

function warnOfWeakness(application: Parameters<typeof weakProfileWarning>[0], log: OperationalLog): void {
  const warning = weakProfileWarning(application);
  if (warning)
    log.log('warn', 'an application signs by a weak profile', { application: application.id, warning });
}

function openExchange(
  parts: Parts,
  services: () => readonly MountedService[],
  url: () => string,
): HttpServer {
  const { limits, exchange } = parts.config;
  const onFailure = failureLog(parts);
  const channels = createHttpChannels({ jsonDepth: limits.jsonDepth, xml: limits.xml, onFailure });
  return createExchangeListener({
    services,
    endpoints: [registryEndpoint(parts, url)],
    channels: [...channels, ...(parts.extensions.httpChannels ?? [])],
    exchange: counted(parts, url),
    limits: { ...httpLimits(parts.config), bodyBytes: limits.bodyBytes, concurrent: limits.concurrent },
    ...(exchange.tls && { tls: readTlsFiles(exchange.tls) }),
    onFailure,
  });
}

function registryEndpoint(parts: Parts, url: () => string): HttpEndpoint {
  const { platform, ledger, inquirer } = parts.core;
  const { inquiry, operator } = parts.config.registry;
  const { registry, publishers } = platform;
  return createRegistryEndpoint({
    registry,
    publishers,
    inquirer,
    inquiry,
    operator,
    url,
    audit: async (event, facts) => {
      const entry = { event, at: new Date().toISOString(), ...facts };
      await ledger.commit({ changes: [], settle: () => ({ answer: undefined, entry }) });
    },
    onFailure: failureLog(parts),
  });
}

function openChannels(
  parts: Parts,
  services: readonly MountedService[],
  url: () => string,
): Promise<RunningChannels> {
  const { channels } = parts.config;
  const { applications, rules } = parts.core;
  const primaryKey = (id: string, resource: string) => {
    const application = applications.find(id);
    return application && rules.find(application.standard, resource)?.primaryKey;
  };
  const known = [...STANDALONE_CHANNELS, ...(parts.extensions.standaloneChannels ?? [])];
  return startChannels(
    channels,
    {
      services,
      exchange: counted(parts, url),
      onFailure: failureLog(parts, 'a channel has trouble'),
      primaryKey,
      isEnabled: (id) => applications.find(id)?.enabled,
    },
    known,
  );
}

/** The exchange, told where the gateway stands, with what is under way counted for the metrics. */
function counted({ core, state }: Parts, url: () => string): Exchange {
  return async (raw) => {
    state.inFlight += 1;
    try {
      return await core.exchange({ ...raw, publicUrl: url() });
    } finally {
      state.inFlight -= 1;
    }
  };
}

function failureLog({ log }: Parts, message = 'a message could not be answered') {
  return (error: unknown) => log.log('error', message, { error: describe(error) });
}

async function openAdmin({
  config,
  core,
  metrics,
  state,
  log,
}: Parts): Promise<{ readonly server: HttpServer; readonly setupCode: string | undefined }> {
  const operators = await openOperators({
    database: core.store.database,
    sealer: core.sealer,
    slowly: createSlowWork(),
  });
  const { app } = createConsole({
    database: core.store.database,
    ledger: core.ledger,
    applications: core.applications,
    holds: core.holds,
    operators,
    rules: core.rules,
    unreachable: createUnreachable(core.standards),
    updates: core.updates,
    interfaces: core.platform.interfaces,
    publishers: core.platform.publishers,
    breakers: core.platform.asker.breakers,
    registry: core.platform.registry,
    metrics,
    channels: () => state.channels,
    adminKey: await loadAdminKey(dataFiles(config.data).adminKey),
    explain: (application, request, sign) => ({ ...explainRequest(request, sign, application.sign) }),
    about: { started: new Date().toISOString(), database: config.database.kind, services: config.services },
    dataFolder: config.data,
    secure: config.admin.tls !== undefined,
    accepting: () => !state.stopping,
    failed: (error) => log.log('error', 'the console failed', { error: describe(error) }),
  });
  const { tls } = config.admin;
  const server = createHttpServer({
    handler: app,
    limits: httpLimits(config),
    ...(tls && { tls: readTlsFiles(tls) }),
  });
  return { server, setupCode: await operators.issueSetupCode() };
}

/** Seconds that an idle connection is kept for the next request. */
const IDLE_SECONDS = 60;

function httpLimits({ limits }: Config) {
  return {
    headerMs: limits.headerSeconds * 1000,
    bodyMs: limits.bodySeconds * 1000,
    idleMs: IDLE_SECONDS * 1000,
    connections: limits.connections,
    connectionsPerAddress: limits.connectionsPerAddress,
  };
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

function describe(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
