import { createHttpChannels, STANDALONE_CHANNELS } from '../channels/channels.ts';
import { type RunningChannels, startChannels } from '../channels/start-channels.ts';
import type { MountedService } from '../envelope/http-channel.ts';
import type { HttpEndpoint } from '../envelope/http-endpoint.ts';
import type { Exchange } from '../envelope/raw-message.ts';
import { createExchangeListener } from '../listener/exchange-listener.ts';
import type { HttpServer } from '../listener/http-server.ts';
import { readTlsFiles } from '../listener/tls-files.ts';
import { createRegistryEndpoint } from '../registry/wire/registry-endpoint.ts';
import { failureLog, httpLimits, type Parts } from './parts.ts';

/** Where partners send their messages, and the registry beside them. `url` is the public base address, once bound. */
export function openExchange(
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

/** The channels that run by themselves. */
export function openChannels(
  parts: Parts,
  services: readonly MountedService[],
  url: () => string,
): Promise<RunningChannels> {
  const { channels } = parts.config;
  const { applications, rules, standards } = parts.core;
  const primaryKey = (id: string, resource: string) => {
    const edition = applications.find(id)?.standard;
    if (edition === undefined) return undefined;
    const standard = [...standards.values()].find(({ editions }) => Object.hasOwn(editions, edition));
    const ruleSet = standard?.ruleSetOf ? standard.ruleSetOf(edition, resource) : resource;
    return ruleSet === undefined ? undefined : rules.find(edition, ruleSet)?.primaryKey;
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
export function counted({ core, state }: Parts, url: () => string): Exchange {
  return async (raw) => {
    state.inFlight += 1;
    try {
      return await core.exchange({ ...raw, publicUrl: url() });
    } finally {
      state.inFlight -= 1;
    }
  };
}
