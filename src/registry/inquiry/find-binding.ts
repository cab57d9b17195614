import { foldKey } from '../keys.ts';
import type { BindingDetail, FindBinding } from '../messages.ts';
import type { RegistryState } from '../state/registry-state.ts';
import { entryFor } from './known-keys.ts';
import { meets, tModelDemand } from './match-bag.ts';
import { readQualifiers } from './qualifiers.ts';

/**
 * Bindings of one service by their fingerprint, as they stand in it. They have no name to sort by, and change with their
 * service.
 */
export function findBinding(state: RegistryState, request: FindBinding, limit: number): BindingDetail {
  const qualifiers = readQualifiers(request.findQualifiers);
  const { value } = entryFor(state.services, 'serviceKey', request.serviceKey);
  const demand = tModelDemand(request.tModelBag.map(foldKey), qualifiers);
  const found = (demand.length === 0 ? [] : (value.bindingTemplates ?? [])).filter(
    ({ tModelInstanceDetails }) =>
      meets(
        tModelInstanceDetails.map(({ tModelKey }) => foldKey(tModelKey)),
        demand,
      ),
  );
  return { truncated: found.length > limit, bindingTemplate: found.slice(0, limit) };
}
