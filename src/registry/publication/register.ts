import { isDeepStrictEqual } from 'node:util';
import { type Change, isRemoval } from '../entry.ts';
import type { BusinessEntity, TModel } from '../model.ts';
import type { RegistryState } from '../state/registry-state.ts';
import type { Message } from './message.ts';
import { saveAlone, saveServices } from './save-business.ts';
import { saveTModel } from './save-tmodel.ts';

/**
 * Saves the gateway's own entries under the keys that they name. A business that tells no services keeps those it has.
 */
export function register(
  message: Message,
  {
    businesses = [],
    tModels = [],
  }: { readonly businesses?: readonly BusinessEntity[]; readonly tModels?: readonly TModel[] },
): void {
  for (const tModel of tModels) saveTModel(message, tModel);
  for (const business of businesses) {
    const entry = saveAlone(message, business);
    if (business.businessServices !== undefined) saveServices(message, entry, business.businessServices);
  }
}

/** Leaves out what would change nothing but the time of its last change. */
export function realChanges(state: RegistryState, changes: readonly Change[]): readonly Change[] {
  return changes.filter((change) => {
    const before = state.get(change.kind, change.key);
    if (isRemoval(change)) return before !== undefined;
    return (
      before === undefined || !isDeepStrictEqual({ ...before, changedAt: 0 }, { ...change, changedAt: 0 })
    );
  });
}
