import { randomUUID } from 'node:crypto';
import type { AskProvider, Forwardable, Provider } from '../envelope/provider.ts';
import type { RuleBook } from '../envelope/rule-set.ts';
import type { AddressGuard } from '../outbound/address-guard.ts';
import type { InterfaceChecks } from '../providers/test-interface.ts';
import type { ImportedServices } from './imported-services.ts';

export interface CheckParts {
  readonly rules: RuleBook;
  readonly guard: AddressGuard;
  readonly ask: AskProvider;
  /** Why a description could not be offered. */
  readonly descriptionFault: ImportedServices['fault'];
  readonly descriptionNotes: ImportedServices['notes'];
  readonly unknownMembers: ImportedServices['unknownMembers'];
  /** The operation of an imported service by which it can be probed, if it has one that changes nothing. */
  readonly harmless: (provider: Provider) => string | undefined;
  /** Whether anything answers at an address at all. */
  readonly reach: (endpoint: string) => Promise<string | undefined>;
}

/** What must pass before an interface is enabled (S1 1.8 c): its rules' examples, its addresses, one call. */
export function createInterfaceChecks(parts: CheckParts): InterfaceChecks {
  return {
    proveRules(edition, ruleSet) {
      if (parts.rules.find(edition, ruleSet)) return undefined;
      return parts.rules.disabled(edition, ruleSet) ?? `there is no rule file ${edition}/${ruleSet}`;
    },
    readDescription: parts.descriptionFault,
    unknownMembers: parts.unknownMembers,
    descriptionNotes: parts.descriptionNotes,
    async checkEndpoint(url) {
      await parts.guard.admit(url);
      return undefined;
    },
    probe: (provider, business) => probe(parts, provider, business),
  };
}

/** A page of one record changes nothing; an imported service without such an operation is only reached for. */
async function probe(
  parts: CheckParts,
  provider: Provider,
  business: string | undefined,
): Promise<string | undefined> {
  const instruction = provider.kind === 'standard' ? oneRecord(business!) : harmlessCall(parts, provider);
  if (instruction === undefined) return reachAny(parts, provider);
  const ask = { instruction, business: business ?? '', action: '04', messageId: randomUUID() };
  const { outcome } = await parts.ask(provider, ask);
  switch (outcome.kind) {
    case 'done':
      return undefined;
    case 'refused':
      return `the provider refuses: ${outcome.message.slice(0, 200)}`;
    case 'untrusted':
      return `its answer is not proved: ${outcome.verdict}`;
    case 'open':
      return 'its breaker is open';
    case 'failed':
      return `${outcome.failure}: ${outcome.message}`;
  }
}

/** S1 codes end in the four digits of Table 7, which name the kind of data. */
function oneRecord(business: string): Forwardable {
  const ruleSet = /^\d{6}$/.test(business) ? business.slice(2) : business;
  return { kind: 'query', ruleSet, criteria: [], paging: { page: 1, size: 1 } };
}

function harmlessCall(parts: CheckParts, provider: Provider): Forwardable | undefined {
  const operation = parts.harmless(provider);
  return operation === undefined ? undefined : { kind: 'call', operation, input: '{}' };
}

async function reachAny({ reach }: CheckParts, { endpoints }: Provider): Promise<string | undefined> {
  const reasons = await Promise.all(endpoints.map(reach));
  return reasons.includes(undefined) ? undefined : reasons[0];
}
