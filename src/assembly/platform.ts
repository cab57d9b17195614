import { readFileSync } from 'node:fs';
import { openPublishers, type Publishers } from '../access/publishers.ts';
import { createSlowWork } from '../access/slow-work.ts';
import type { Config } from '../config/schema.ts';
import type { Sealer } from '../crypto/seal.ts';
import type { Ledger } from '../envelope/commit.ts';
import type { RuleBook } from '../envelope/rule-set.ts';
import type { Standard } from '../envelope/standard.ts';
import { maskContent } from '../imported/mask-content.ts';
import { type AddressGuard, createAddressGuard } from '../outbound/address-guard.ts';
import { createAskProvider, type ProviderAsker } from '../outbound/ask-provider.ts';
import type { SpokenEdition } from '../outbound/call-operation.ts';
import type { CallTls } from '../outbound/http-caller.ts';
import type { Forwarding } from '../pipeline/ports.ts';
import { createShareCalls } from '../pipeline/share-calls.ts';
import { type Interfaces, openInterfaces } from '../providers/open-interfaces.ts';
import type { Registry } from '../registry/messages.ts';
import { openRegistry } from '../registry/open-registry.ts';
import type { Store } from '../store/open-store.ts';
import { maskValue } from '../text/mask-value.ts';
import { type ImportedServices, openImportedServices } from './imported-services.ts';
import type { OperationalLog } from './operational-log.ts';
import { createInterfaceChecks } from './platform-checks.ts';
import { recordEvent } from './record-event.ts';
import { openRegistryStorage } from './registry-storage.ts';
import { type RegistryTables, registryTables } from './registry-tables.ts';
import { mountServices } from './services.ts';
import { isTakenAddress } from './taken-address.ts';

/** The exchange platform of S1 5.2/6.2: who provides what, and the way to them. */
export interface Platform {
  readonly registry: Registry;
  readonly tables: RegistryTables;
  readonly publishers: Publishers;
  readonly interfaces: Interfaces;
  readonly imported: ImportedServices;
  readonly asker: ProviderAsker;
  readonly forwarding: Forwarding;
  close(): Promise<void>;
}

export interface PlatformParts {
  readonly config: Config;
  readonly store: Store;
  readonly ledger: Ledger;
  readonly sealer: Sealer;
  readonly standards: readonly Standard[];
  readonly editions: Standard['editions'];
  readonly rules: RuleBook;
  readonly log: OperationalLog;
  /** With several processes on one database: milliseconds between looks at what others changed. */
  readonly pollEvery: number | undefined;
  readonly failed: (error: unknown) => void;
  readonly onFatal: (error: unknown) => void;
}

/** Opens the registry, the interfaces of providers and the way to them; rejects where the registry is damaged. */
export async function openPlatform(parts: PlatformParts): Promise<Platform> {
  const tables = registryTables(parts.editions);
  const registry = await openRegistryOf(parts, tables);
  try {
    return await openOnRegistry(parts, tables, registry);
  } catch (error) {
    await registry.close();
    throw error;
  }
}

async function openOnRegistry(
  parts: PlatformParts,
  tables: RegistryTables,
  registry: Registry,
): Promise<Platform> {
  const { config, store, sealer, rules, pollEvery, failed } = parts;
  const imported = openImportedServices(failed);
  const guard = createAddressGuard(config.providers);
  const asker = createAsker(parts, guard, imported);
  const services = mountServices(config, parts.standards, () => '');
  const interfaces = await openInterfaces({
    database: store.database,
    sealer,
    registry,
    editions: parts.editions,
    checks: createInterfaceChecks({
      rules,
      guard,
      ask: asker,
      descriptionFault: imported.fault,
      descriptionNotes: imported.notes,
      unknownMembers: imported.unknownMembers,
      harmless: imported.harmless,
      reach: asker.reach,
    }),
    taken: (address) => isTakenAddress(address, services),
    regionMember: (edition, ruleSet) => rules.find(edition, ruleSet)?.region,
    pollEvery,
    failed,
  });
  imported.follow(interfaces);
  const publishers = await openPublishers({
    database: store.database,
    sealer,
    slowly: createSlowWork(),
    tokenSeconds: config.registry.tokenSeconds,
  });
  const close = async () => {
    interfaces.close();
    await asker.close();
    await registry.close();
  };
  const forwarding: Forwarding = {
    providers: interfaces,
    ask: asker,
    share: createShareCalls(),
    directions: tables.directions,
    level: config.level,
    isSafe: imported.isSafe,
    maskContent,
    maskWords: (words) => maskValue(words, 'text'),
  };
  return { registry, tables, publishers, interfaces, imported, asker, forwarding, close };
}

async function openRegistryOf(parts: PlatformParts, { taxonomies }: RegistryTables): Promise<Registry> {
  const { config, store, sealer, log, pollEvery, failed, onFatal } = parts;
  const { entriesPerPublisher: most, operator } = config.registry;
  const folder = config.data;
  const storage = await openRegistryStorage({ store, sealer, folder, pollEvery, log, onFatal, failed });
  const registry = await openRegistry({
    storage,
    operator,
    limits: { businesses: most, tModels: most },
    taxonomies: taxonomies.checked,
  });
  await registry.register({ tModels: taxonomies.tModels });
  return registry;
}

function createAsker(parts: PlatformParts, guard: AddressGuard, imported: ImportedServices): ProviderAsker {
  const { config, standards, ledger, log, failed } = parts;
  const { breaker, tls, ...limits } = config.providers;
  return createAskProvider({
    dialects: (edition) => spoken(standards, edition),
    imported: imported.ask,
    isSafe: imported.isSafe,
    guard,
    ...(tls && { tls: readCallTls(tls) }),
    settings: {
      ...limits,
      minimumCalls: breaker.calls,
      failurePercent: breaker.percent,
      windowSeconds: breaker.windowSeconds,
      probeSeconds: breaker.openSeconds,
    },
    onBreaker: ({ provider, name, operations, state }) => {
      const facts = { provider, name, operations, state };
      log.log(state === 'open' ? 'warn' : 'info', 'the breaker of a provider changed', facts);
      recordEvent(ledger, 'BREAKER_CHANGED', facts).catch(failed);
    },
  });
}

/** PEM texts of the files that the settings name. */
function readCallTls(files: { readonly [name in keyof CallTls]?: string | undefined }): CallTls {
  const named = Object.entries(files).filter(([, file]) => file !== undefined);
  return Object.fromEntries(named.map(([name, file]) => [name, readFileSync(file!, 'utf8')]));
}

function spoken(standards: readonly Standard[], edition: string): SpokenEdition | undefined {
  const standard = standards.find(({ editions }) => Object.hasOwn(editions, edition));
  if (standard?.provider === undefined) return undefined;
  const { provider: dialect, operations, namespace } = standard;
  return { dialect, operations, namespace };
}
