import { LEVELS, type Level, PROVIDER_WIRES, type ProviderWire } from '../envelope/provider.ts';
import { isWithin, regionPrefix } from '../envelope/region.ts';
import type { BindingTemplate, BusinessService, KeyedReference } from '../registry/model.ts';
import type { InterfaceInput } from './interface-input.ts';
import { CODE_TAXONOMY, TAXONOMY, WIRE_TMODEL } from './taxonomy-keys.ts';

/** A business code that an interface serves; of S1 the purpose may be any, written `*` before the type. */
export interface ServedCode {
  /** `120401`, `*0401`, `004`, `riskPoint`. */
  readonly pattern: string;
  readonly ruleSet: string;
}

/** What the registry says of a provider's service. */
export interface ServiceFacts {
  readonly name: string;
  readonly businessKey: string;
  readonly version: string;
  readonly level?: Level;
  /** Prefixes; empty: everywhere. */
  readonly regions: readonly string[];
  readonly codes: readonly ServedCode[];
  /** Access points of the wire form, in the order of the registry. */
  readonly endpoints: readonly string[];
}

/** What an operator says of a service: the edition and the wire form, and what the registry leaves out or has wrong. */
export type Wanted = Pick<
  InterfaceInput,
  'edition' | 'wire' | 'bindings' | 'name' | 'version' | 'level' | 'regions'
>;

/** Reads a service of the registry as an interface of an edition, reached by a wire form. */
export function factsOf(service: BusinessService, wanted: Wanted): ServiceFacts {
  const values = (key: string) => valuesIn(service.categoryBag ?? [], key);
  const level = wanted.level ?? LEVELS.find((one) => one === values(TAXONOMY.level)[0]);
  return {
    name: wanted.name ?? service.name[0]?.value ?? service.serviceKey,
    businessKey: service.businessKey,
    version: wanted.version ?? values(TAXONOMY.version)[0] ?? '1',
    ...(level && { level }),
    regions: prefixesOf(wanted.regions ?? values(TAXONOMY.region)),
    codes: wanted.edition === undefined ? [] : codesOf(wanted.edition, values),
    endpoints: endpointsOf(service.bindingTemplates ?? [], wanted),
  };
}

function valuesIn(bag: readonly KeyedReference[], key: string): string[] {
  return bag.filter(({ tModelKey }) => tModelKey.toLowerCase() === key).map(({ keyValue }) => keyValue);
}

function codesOf(edition: string, values: (key: string) => readonly string[]): ServedCode[] {
  const taxonomy = CODE_TAXONOMY[edition];
  if (taxonomy === undefined) return [];
  const codes = values(taxonomy);
  if (taxonomy !== TAXONOMY.type) return codes.map((code) => ({ pattern: code, ruleSet: code }));
  const purposes = values(TAXONOMY.purpose);
  return codes.flatMap((type) =>
    (purposes.length === 0 ? ['*'] : purposes).map((purpose) => ({ pattern: purpose + type, ruleSet: type })),
  );
}

/** Prefixes of GB/T 2260 codes; none for the whole nation, and no region within another. */
export function prefixesOf(codes: readonly string[]): string[] {
  const prefixes = [...new Set(codes.map(regionPrefix))];
  if (prefixes.includes('')) return [];
  return prefixes.filter((one) => !prefixes.some((other) => other !== one && isWithin(one, [other])));
}

/** Templates that name no wire form of ours are taken where none names the one that is wanted. */
function endpointsOf(templates: readonly BindingTemplate[], { wire, bindings }: Wanted): string[] {
  const chosen = templates.filter(
    ({ bindingKey }) => bindings === undefined || bindings.includes(bindingKey.toLowerCase()),
  );
  const named = chosen.filter((template) => wiresOf(template).includes(wire));
  const taken = named.length > 0 ? named : chosen.filter((template) => wiresOf(template).length === 0);
  const urls = taken.flatMap(({ accessPoint }) => (accessPoint ? [accessPoint.value] : []));
  return [...new Set(urls.filter((url) => /^https?:$/.test(protocolOf(url))))];
}

function wiresOf({ tModelInstanceDetails }: BindingTemplate): ProviderWire[] {
  const keys = tModelInstanceDetails.map(({ tModelKey }) => tModelKey.toLowerCase());
  return PROVIDER_WIRES.filter((wire) => keys.includes(WIRE_TMODEL[wire].toLowerCase()));
}

function protocolOf(url: string): string {
  return URL.canParse(url) ? new URL(url).protocol : '';
}
