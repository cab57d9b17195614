import { loadAdminKey } from '../access/admin-key.ts';
import { openOperators } from '../access/operators.ts';
import { createSlowWork } from '../access/slow-work.ts';
import { dataFiles } from '../config/data-files.ts';
import { createConsole } from '../console/create-console.ts';
import type { GaugeSources } from '../console/metrics.ts';
import type { MountedService } from '../envelope/http-channel.ts';
import { createHttpServer, type HttpServer } from '../listener/http-server.ts';
import { readTlsFiles } from '../listener/tls-files.ts';
import { createUnreachable } from '../standards/standards.ts';
import { explainRequest } from './explain-request.ts';
import { counted } from './open-exchange.ts';
import { describe, httpLimits, type Parts, type State } from './parts.ts';
import { createRecordGate } from './record-gate.ts';

/** The admin listener, and the one-time code for its first operator. `url` is the public base address, once bound. */
export async function openAdmin(
  parts: Parts,
  services: readonly MountedService[],
  url: () => string,
): Promise<{ readonly server: HttpServer; readonly setupCode: string | undefined }> {
  const { config, core, metrics, state, log } = parts;
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
    records: createRecordGate({
      standards: core.standards,
      services,
      rules: core.rules,
      exchange: counted(parts, url),
    }),
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

/** Numbers for the metrics; nothing before the core is open. */
export function gauges(state: State): GaugeSources {
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
