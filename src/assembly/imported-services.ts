import type { Provider } from '../envelope/provider.ts';
import type { Standard } from '../envelope/standard.ts';
import { findUnknownMembers } from '../imported/find-unknown-members.ts';
import { DescriptionError } from '../imported/imported-service.ts';
import { createImportedStandard } from '../imported/imported-standard.ts';
import { proveImported } from '../imported/prove-imported.ts';
import { type DescribedService, readDescription } from '../imported/read-description.ts';
import type { AskImported } from '../outbound/ask-endpoint.ts';
import type { ImportedInterface, Interfaces } from '../providers/open-interfaces.ts';
import type { ImportedDescription } from '../providers/test-interface.ts';

/** An imported service at its address. */
export interface ImportedFacade {
  readonly standard: Standard;
  readonly path: string;
}

/** The services that operators imported: asked by their own descriptions, offered as standards of their own. */
export interface ImportedServices {
  readonly ask: AskImported;
  isSafe(provider: Provider, operation: string): boolean;
  /** An operation that changes nothing and needs no member, if there is one. */
  harmless(provider: Provider): string | undefined;
  /** Why a description could not be offered, in English; undefined: it can. */
  fault(description: ImportedDescription): string | undefined;
  /** What was left out of a description, and how its provider lets callers in. */
  notes(description: ImportedDescription): readonly string[];
  /** Which of the members that are to be masked no answer has. */
  unknownMembers(description: ImportedDescription, paths: readonly string[]): readonly string[];
  /** Those that are enabled or stopped; the same list while nothing changes. */
  facades(): readonly ImportedFacade[];
  find(standard: string): Standard | undefined;
  /** Keeps to what the interfaces say from now on. */
  follow(interfaces: Pick<Interfaces, 'imports' | 'onChange'>): void;
}

/** `failed` is told of a description that can no longer be read. */
export function openImportedServices(failed: (error: unknown) => void): ImportedServices {
  // Descriptions are long and interfaces are looked at often: each text is read once.
  const read = new WeakMap<object, DescribedService>();
  let facades: readonly BuiltFacade[] = [];

  function describe(provider: Provider): DescribedService {
    const name = provider.documents ?? provider;
    const described = read.get(name) ?? readDescription(provider);
    read.set(name, described);
    return described;
  }

  function facadeOf(one: ImportedInterface): BuiltFacade[] {
    try {
      const described = describe(one.provider);
      return [facades.find((facade) => isFacadeOf(facade, one, described)) ?? createFacade(one, described)];
    } catch (error) {
      failed(error);
      return [];
    }
  }

  return {
    ask: (provider, { instruction }, endpoint, caller) => {
      if (instruction.kind !== 'call')
        throw new Error('an imported service is asked for its operations only');
      const { operation, input } = instruction;
      return describe(provider).call(provider, { operation, input, endpoint }, caller);
    },
    isSafe: (provider, operation) => operationIn(describe(provider), operation)?.safe === true,
    harmless: (provider) =>
      describe(provider).service.operations.find(
        ({ safe, input }) => safe && (input.required ?? []).length === 0,
      )?.name,
    fault(description) {
      try {
        const { service } = readDescription(description);
        createImportedStandard(service, { ...SAMPLE_FACTS, title: service.title });
        proveImported(service);
        return undefined;
      } catch (error) {
        if (error instanceof DescriptionError) return error.message;
        throw error;
      }
    },
    notes: (description) => readDescription(description).service.notes ?? [],
    unknownMembers: (description, paths) =>
      paths.length === 0 ? [] : findUnknownMembers(readDescription(description).service, paths),
    facades: () => facades,
    find: (name) => facades.find(({ standard }) => standard.standard === name)?.standard,
    follow(interfaces) {
      const renew = () => {
        const next = interfaces.imports().flatMap(facadeOf);
        const same = next.length === facades.length && next.every((facade, at) => facade === facades[at]);
        if (!same) facades = next;
      };
      interfaces.onChange(renew);
      renew();
    },
  };
}

function operationIn({ service }: DescribedService, name: string) {
  return service.operations.find((operation) => operation.name === name);
}

const SAMPLE_FACTS = { name: 'sample', service: 's', interFlag: 'i', version: '1', namespace: 'urn:sample' };

/** With what it was made of, to see whether it still is. */
interface BuiltFacade extends ImportedFacade {
  readonly described: DescribedService;
}

function isFacadeOf(
  { standard, path, described }: BuiltFacade,
  { provider, mount }: ImportedInterface,
  now: DescribedService,
): boolean {
  const { title, version } = standard;
  const same = title === provider.name && version === provider.version && path === pathOf(mount);
  return same && described === now && standard.standard === nameOf(provider);
}

function createFacade({ provider, mount }: ImportedInterface, described: DescribedService): BuiltFacade {
  return {
    path: pathOf(mount),
    described,
    standard: createImportedStandard(described.service, {
      name: nameOf(provider),
      service: mount.service,
      interFlag: mount.interFlag,
      title: provider.name,
      version: provider.version,
      namespace: `urn:tonggui:imported:${mount.service}:${mount.interFlag}`,
    }),
  };
}

function nameOf({ id }: Provider): string {
  return `imported-${id}`;
}

function pathOf({ service, interFlag }: ImportedInterface['mount']): string {
  return `/${service}/${interFlag}`;
}
