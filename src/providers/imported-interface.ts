import { faulty } from '../access/faults.ts';
import type { Provider } from '../envelope/provider.ts';
import type { Interface } from './interface.ts';
import type { InterfaceInput } from './interface-input.ts';
import type { RouteTable } from './route-table.ts';

/** An imported description that is offered to callers. */
export interface ImportedInterface {
  readonly provider: Provider;
  readonly kind: 'wsdl' | 'openapi';
  readonly mount: { readonly service: string; readonly interFlag: string };
  readonly documents: NonNullable<InterfaceInput['documents']>;
}

/** Two enabled interfaces cannot stand at one address. */
export function refuseTakenAddress(one: Interface, others: readonly Interface[]): void {
  const address = addressOf(one.written);
  const taken = others.find(
    ({ id, state, proven }) =>
      id !== one.id && state === 'enabled' && proven && addressOf(proven.settings) === address,
  );
  if (address === undefined || !taken) return;
  throw faulty([{ path: 'mount', message: `it is the address of the enabled interface ${taken.id}` }]);
}

/** Where an imported interface is offered; undefined for one of our standards. */
export function addressOf({ mount }: InterfaceInput): string | undefined {
  return mount && `/${mount.service}/${mount.interFlag}`;
}

/** What is offered of an interface: nothing unless it is imported, and enabled or stopped. */
export function importOf({ proven, state, id }: Interface, table: RouteTable): ImportedInterface[] {
  if (!proven || (state !== 'enabled' && state !== 'stopped')) return [];
  const { mount, documents, kind } = proven.settings;
  const address = addressOf(proven.settings);
  if (!mount || address === undefined || !documents || kind === 'standard') return [];
  const route = table.mounted(address);
  return route?.provider.id === id ? [{ provider: route.provider, kind, mount, documents }] : [];
}
