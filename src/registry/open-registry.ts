import { foldKey } from './keys.ts';
import type { Registry } from './messages.ts';
import type { Limits, Taxonomy } from './publication/message.ts';
import { RegistryState } from './state/registry-state.ts';
import { memoryStorage } from './storage/memory-storage.ts';
import type { OpenStorage } from './storage/storage.ts';
import { StoredRegistry } from './stored-registry.ts';
import { wellKnownTModels } from './well-known.ts';

export interface RegistryOptions {
  /** `fileStorage(…)` or `databaseStorage(…)`; nothing is kept without one. */
  readonly storage?: OpenStorage;
  /** The name of this registry, in every entry. */
  readonly operator?: string;
  /** Entries in one answer, whatever was asked for. */
  readonly maxRows?: number;
  /** What one publisher may have. */
  readonly limits?: Limits;
  readonly taxonomies?: readonly Taxonomy[];
  readonly now?: () => Date;
}

const MAX_ROWS = 1_000;

/** Opens the registry; rejects, naming file and place, when what is stored is damaged. */
export async function openRegistry(options: RegistryOptions = {}): Promise<Registry> {
  const { operator = 'Tonggui', storage = memoryStorage } = options;
  const state = new RegistryState();
  const wellKnown = wellKnownTModels(operator).map((value) => ({
    kind: 'tModel' as const,
    key: foldKey(value.tModelKey),
    owner: '',
    changedAt: 0,
    value,
  }));
  state.apply(wellKnown);
  const ours = new Set<unknown>(wellKnown);
  const listeners: (() => void)[] = [];
  const opened = await storage({
    apply: (changes) => {
      const undo = state.apply(changes);
      if (changes.length > 0) for (const listener of listeners) tell(listener);
      return undo;
    },
    entries: () => [...state.entries()].filter((entry) => !ours.has(entry)),
  });
  const { limits = {}, taxonomies = [], maxRows = MAX_ROWS, now = () => new Date() } = options;
  return new StoredRegistry({
    state,
    storage: opened,
    listeners,
    operator,
    limits,
    taxonomies,
    maxRows,
    now,
  });
}

/** What is stored stays stored, whatever a listener makes of it. */
function tell(listener: () => void): void {
  try {
    listener();
  } catch (error) {
    process.emitWarning(`a listener of the registry failed: ${String(error)}`);
  }
}
