import type { Provider } from '../envelope/provider.ts';
import type { Check, TestReport } from './interface.ts';
import type { InterfaceInput } from './interface-input.ts';
import type { ServiceFacts } from './service-facts.ts';

/** What must be asked elsewhere; each answers why it does not pass, in English, or undefined. */
export interface InterfaceChecks {
  /** Whether all examples of the rules of a kind of data pass (S1 1.8 c). */
  proveRules(edition: string, ruleSet: string): string | undefined;
  /** Whether an imported description can be read and offered. */
  readDescription(
    kind: 'wsdl' | 'openapi',
    documents: NonNullable<InterfaceInput['documents']>,
  ): Promise<string | undefined>;
  /** What was left out of a description that can be read, and how its provider lets callers in. */
  descriptionNotes?(
    kind: 'wsdl' | 'openapi',
    documents: NonNullable<InterfaceInput['documents']>,
  ): readonly string[];
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
  const { kind, documents } = settings;
  if (kind !== 'standard' && documents)
    found.push(checkOf('description', kind, await reasonOf(() => checks.readDescription(kind, documents))));
  for (const url of facts?.endpoints ?? [])
    found.push(checkOf('endpoint', url, await reasonOf(() => checks.checkEndpoint(url))));
  if (provider && found.every(({ passed }) => passed)) {
    const business = facts && sampleCode(facts);
    found.push(
      checkOf('probe', business ?? settings.kind, await reasonOf(() => checks.probe(provider, business))),
    );
  }
  const notes = notesOf(settings, found, checks);
  return {
    at: new Date().toISOString(),
    passed: found.length > 1 && found.every(({ passed }) => passed),
    checks: found,
    ...(notes.length > 0 && { notes }),
  };
}

function notesOf(
  { kind, documents }: InterfaceInput,
  found: readonly Check[],
  { descriptionNotes }: InterfaceChecks,
): readonly string[] {
  const readable = found.some(({ check, passed }) => check === 'description' && passed);
  return kind !== 'standard' && documents && readable ? (descriptionNotes?.(kind, documents) ?? []) : [];
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
