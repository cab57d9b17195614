import type { Kysely } from 'kysely';
import { faulty, parseInput } from '../access/faults.ts';
import { mergePatch } from '../access/merge-patch.ts';
import type { Sealer } from '../crypto/seal.ts';
import { ExchangeError } from '../envelope/exchange-error.ts';
import type { Provider, Providers } from '../envelope/provider.ts';
import type { EditionRules } from '../envelope/standard.ts';
import type { Registry } from '../registry/messages.ts';
import type { Tables } from '../store/schema.ts';
import { askedRegions } from './asked-regions.ts';
import { chooseRoute } from './choose-route.ts';
import { type Conflict, findConflicts } from './find-conflicts.ts';
import { addressOf, type ImportedInterface, importOf, refuseTakenAddress } from './imported-interface.ts';
import type { Interface } from './interface.ts';
import { formOf, joinSecrets, secretsOf } from './interface-form.ts';
import { type InterfaceInput, interfaceInput } from './interface-input.ts';
import { createInterfaceStore } from './interface-store.ts';
import * as steps from './lifecycle.ts';
import { OWN_BUSINESS_KEY } from './own-entries.ts';
import { providerOf } from './provider-of.ts';
import { buildRouteTable, type Route, type RouteTable } from './route-table.ts';
import { factsOf, type ServiceFacts } from './service-facts.ts';
import { descriptionOf, type InterfaceChecks, reasonOf, testInterface } from './test-interface.ts';

export type { ImportedInterface };

/** The interfaces of providers: found for every exchange from memory, kept in the database, described by the registry. */
export interface Interfaces extends Providers {
  /** By id. */
  list(): readonly Interface[];
  get(id: string): Interface | undefined;
  /** What the registry says of its service now, as the written settings read it. */
  facts(one: Interface): ServiceFacts | undefined;
  /** Whether what was written or registered waits for a test. */
  needsTest(one: Interface): boolean;
  /** Imported interfaces that answer or are stopped, to be mounted at their addresses. */
  imports(): readonly ImportedInterface[];
  /** Takes what an operator wrote; throws BAD_PARAMETER with the path of each fault. */
  add(input: unknown): Promise<Interface>;
  /** Applies an RFC 7396 merge patch to the settings. */
  update(id: string, patch: unknown): Promise<Interface>;
  test(id: string): Promise<Interface>;
  enable(id: string): Promise<Interface>;
  stop(id: string, notice: string): Promise<Interface>;
  retire(id: string): Promise<Interface>;
  conflicts(): readonly Conflict[];
  /** Called after every change of an interface, here or in the registry. */
  onChange(listener: () => void): void;
  /** Reads what other processes changed. */
  reload(): Promise<void>;
  close(): void;
}

export interface InterfacesOptions {
  readonly database: Kysely<Tables>;
  readonly sealer: Sealer;
  readonly registry: Pick<Registry, 'service' | 'onChange'>;
  /** What each edition of a standard lets its applications choose. */
  readonly editions: Readonly<Record<string, EditionRules>>;
  readonly checks: InterfaceChecks;
  /** The member of a record that holds its region. */
  readonly regionMember?: (edition: string, ruleSet: string) => string | undefined;
  /** Whether something of the gateway's own answers at an address, or below it. */
  readonly taken?: (address: string) => boolean;
  /** Milliseconds between looks at the table; absent: this process alone writes it. */
  readonly pollEvery?: number | undefined;
  /** Told when a look at the table failed; the last good state stays in use. */
  readonly failed?: (error: unknown) => void;
}

/** Opens the interfaces; throws when one in the table cannot be read. */
export async function openInterfaces(options: InterfacesOptions): Promise<Interfaces> {
  const { registry, checks, failed = () => undefined } = options;
  const schema = interfaceInput(options.editions);
  const listeners: (() => void)[] = [];
  let table: RouteTable | undefined;
  let services: readonly unknown[] = [];
  const registered = () => store.list().map(({ id }) => registry.service(id));
  const renew = () => {
    table = undefined;
    services = registered();
    for (const listener of listeners) listener();
  };
  const store = createInterfaceStore(options, renew);
  registry.onChange(() => {
    // Most publications are about services that nobody is asked for.
    if (registered().some((service, index) => service !== services[index])) renew();
  });

  const factsFor = (settings: InterfaceInput): ServiceFacts | undefined => {
    const service = registry.service(settings.id);
    return service && factsOf(service, settings);
  };

  const routes = (): RouteTable => {
    table ??= buildRouteTable(store.list(), (key) => registry.service(key));
    return table;
  };

  const find: Providers['find'] = ({ edition, business, address, instruction }) => {
    if (instruction.kind === 'call') return answering(routes().mounted(address));
    const serving = routes().serving(edition, business);
    if (serving.length === 0) return undefined;
    const member = options.regionMember?.(edition, instruction.ruleSet);
    return answering(chooseRoute(serving, address, () => askedRegions(instruction, member)));
  };

  function read(input: unknown): InterfaceInput {
    const written = parseInput(schema, input);
    refuseOwnAddress(written);
    const description = descriptionOf(written);
    const fault = description && checks.readDescription(description);
    if (fault !== undefined) throw faulty([{ path: 'documents.root', message: fault }]);
    return written;
  }

  function refuseOwnAddress(written: InterfaceInput): void {
    const address = addressOf(written);
    if (address !== undefined && options.taken?.(address))
      throw faulty([{ path: 'mount', message: 'something of the gateway itself answers there' }]);
  }

  async function add(input: unknown): Promise<Interface> {
    const written = read(input);
    const service = registry.service(written.id);
    if (!service) throw faulty([{ path: 'id', message: 'the registry has no service with this key' }]);
    if (service.businessKey === OWN_BUSINESS_KEY)
      throw faulty([{ path: 'id', message: "it is one of the gateway's own services" }]);
    await checkAddresses(factsOf(service, written).endpoints, checks);
    return store.insert({ id: written.id, state: 'draft', written });
  }

  const update = (id: string, patch: unknown) =>
    store.change(id, (one) => {
      const form = joinSecrets(formOf(one.written), secretsOf(one.written));
      const written = read(mergePatch(form, patch));
      if (written.id !== one.id) throw faulty([{ path: 'id', message: 'the id cannot be changed' }]);
      return steps.changed(one, written);
    });

  async function test(id: string): Promise<Interface> {
    const { written } = store.need(id);
    const facts = factsFor(written);
    const report = await testInterface(written, facts, facts && providerOf(written, facts), checks);
    return store.change(id, (one) => {
      if (one.written !== written)
        throw faulty([{ path: '', message: 'the interface was changed while it was tested; test again' }]);
      return steps.tested(one, report, facts);
    });
  }

  const enable = (id: string) =>
    store.change(id, (one) => {
      // The configuration may have changed since it was set up.
      refuseOwnAddress(one.written);
      refuseTakenAddress(one, store.list());
      return steps.enabled(one, factsFor(one.written), new Date().toISOString());
    });

  await store.reload();
  const timer =
    options.pollEvery && setInterval(() => store.reload().catch(failed), options.pollEvery).unref();
  return {
    find,
    list: store.list,
    get: store.get,
    facts: ({ written }) => factsFor(written),
    needsTest: (one) => steps.needsTest(one, factsFor(one.written)),
    imports: () => store.list().flatMap((one) => importOf(one, routes())),
    add,
    update,
    test,
    enable,
    stop: (id, notice) => store.change(id, (one) => steps.stopped(one, notice)),
    retire: (id) => store.change(id, steps.retired),
    conflicts: () =>
      findConflicts(store.list(), { service: (key) => registry.service(key), routes: routes() }),
    onChange: (listener) => listeners.push(listener),
    reload: store.reload,
    close: () => clearInterval(timer || undefined),
  };
}

/** An address that the gateway would not connect to is refused when it is set up, not first when it is asked. */
async function checkAddresses(endpoints: readonly string[], checks: InterfaceChecks): Promise<void> {
  for (const url of endpoints) {
    const reason = await reasonOf(() => checks.checkEndpoint(url));
    if (reason !== undefined) throw faulty([{ path: 'id', message: `its access point ${url}: ${reason}` }]);
  }
}

function answering(route: Route | undefined): Provider | undefined {
  if (route?.stopped === undefined) return route?.provider;
  const notice = route.stopped === '' ? '' : `：${route.stopped}`;
  throw new ExchangeError('INTERFACE_STOPPED', { message: `接口已停用${notice}` });
}
