import type { Provider } from '../envelope/provider.ts';
import type { Check, TestReport } from './interface.ts';
import type { InterfaceInput } from './interface-input.ts';
import type { ServiceFacts } from './service-facts.ts';

/** What an operator imports: a description, and the wire that its provider is asked by. */
export interface ImportedDescription {
  readonly kind: 'wsdl' | 'openapi';
  readonly wire: InterfaceInput['wire'];
  readonly documents: NonNullable<InterfaceInput['documents']>;
}

/** What must be asked elsewhere; each answers why it does not pass, in English, or undefined. */
export interface InterfaceChecks {
  /** Whether all examples of the rules of a kind of data pass (S1 1.8 c). */
  proveRules(edition: string, ruleSet: string): string | undefined;
  /** Whether an imported description can be read and offered. */
  readDescription(description: ImportedDescription): string | undefined;
  /** Which of the members that are to be masked no answer of a description that can be read has. */
  unknownMembers(description: ImportedDescription, paths: readonly string[]): readonly string[];
  /** What was left out of a description that can be read, and how its provider lets callers in. */
  descriptionNotes?(description: ImportedDescription): readonly string[];
  /** Whether the gateway may connect to an address. */
  checkEndpoint(url: string): Promise<string | undefined>;
  /** One harmless call; `business` is a code that the interface serves, where it is one of our standards. */
  probe(provider: Provider, business: string | undefined): Promise<string | undefined>;
}

/** Looks at everything; the probe is made only where the rest has passed. */
export async function testInterface(
  settings: InterfaceInput,
  facts: ServiceFacts | undefined,
  provider: Provider | undefined,
  checks: InterfaceChecks,
): Promise<TestReport> {
  const found = [registered(settings, facts), ...rulesOf(settings, facts, checks)];
  const description = descriptionOf(settings);
  if (description) found.push(...(await describedChecks(description, settings, checks)));
  for (const url of facts?.endpoints ?? [])
    found.push(checkOf('endpoint', url, await reasonOf(() => checks.checkEndpoint(url))));
  if (provider && found.every(({ passed }) => passed)) {
    const business = facts && sampleCode(facts);
    found.push(
      checkOf('probe', business ?? settings.kind, await reasonOf(() => checks.probe(provider, business))),
    );
  }
  const notes = description && isReadable(found) ? (checks.descriptionNotes?.(description) ?? []) : [];
  return {
    at: new Date().toISOString(),
    passed: found.length > 1 && found.every(({ passed }) => passed),
    checks: found,
    ...(notes.length > 0 && { notes }),
  };
}

/** The description that an interface is imported by; undefined for one of our standards. */
export function descriptionOf({ kind, wire, documents }: InterfaceInput): ImportedDescription | undefined {
  return kind === 'standard' || !documents ? undefined : { kind, wire, documents };
}

/** A member that is to be masked and that no answer has would go out under its right name. */
async function describedChecks(
  description: ImportedDescription,
  { sensitive }: InterfaceInput,
  { readDescription, unknownMembers }: InterfaceChecks,
): Promise<Check[]> {
  const reason = await reasonOf(async () => readDescription(description));
  const read = checkOf('description', description.kind, reason);
  if (reason !== undefined) return [read];
  const unknown = unknownMembers(description, sensitive);
  const members = sensitive.map((path) =>
    checkOf('sensitive', path, unknown.includes(path) ? 'no answer of the description has it' : undefined),
  );
  return [read, ...members];
}

function isReadable(found: readonly Check[]): boolean {
  return found.some(({ check, passed }) => check === 'description' && passed);
}

function registered({ id, kind, wire }: InterfaceInput, facts: ServiceFacts | undefined): Check {
  if (!facts) return checkOf('registered', id, 'the registry has no such service');
  if (facts.endpoints.length === 0)
    return checkOf('registered', id, `its service has no binding template with an access point for ${wire}`);
  if (kind === 'standard' && facts.codes.length === 0)
    return checkOf('registered', id, 'its service has no category that is a business code of the edition');
  return checkOf('registered', id, undefined);
}

function rulesOf(
  { edition }: InterfaceInput,
  facts: ServiceFacts | undefined,
  { proveRules }: InterfaceChecks,
): Check[] {
  if (edition === undefined || !facts) return [];
  const names = [...new Set(facts.codes.map(({ ruleSet }) => ruleSet))];
  return names.map((name) => checkOf('rules', name, proveRules(edition, name)));
}

/** Where any purpose will do, the one within a level (S1 Table 6). */
function sampleCode({ codes }: ServiceFacts): string | undefined {
  return codes[0]?.pattern.replace('*', '11');
}

/** Why a look does not pass; what it throws is a reason too. */
export async function reasonOf(look: () => Promise<string | undefined>): Promise<string | undefined> {
  try {
    return await look();
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

function checkOf(check: Check['check'], subject: string, reason: string | undefined): Check {
  return { check, subject, passed: reason === undefined, ...(reason !== undefined && { reason }) };
}
