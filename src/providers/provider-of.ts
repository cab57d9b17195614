import type { Provider } from '../envelope/provider.ts';
import { accountOf } from './interface-form.ts';
import type { InterfaceInput } from './interface-input.ts';
import type { ServiceFacts } from './service-facts.ts';

/** A provider as it is asked: its settings, and what the registry says of its service. */
export function providerOf(settings: InterfaceInput, facts: ServiceFacts): Provider {
  const { id, kind, wire, domain, edition, headers, documents, sensitive } = settings;
  const account = accountOf(settings);
  return {
    id,
    name: facts.name,
    version: facts.version,
    kind,
    wire,
    endpoints: facts.endpoints,
    domain,
    ...(facts.level && { level: facts.level }),
    regions: facts.regions,
    ...(edition !== undefined && { edition }),
    ...(account && { account }),
    ...(documents && { documents }),
    ...(headers && { headers }),
    ...(sensitive.length > 0 && { sensitive }),
  };
}
