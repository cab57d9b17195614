import type { Change } from './entry.ts';
import { inquire } from './inquiry/inquire.ts';
import { foldKey } from './keys.ts';
import type { Registry } from './messages.ts';
import { Edit } from './publication/edit.ts';
import type { Codes, Limits, Message, Taxonomy } from './publication/message.ts';
import { isReading, publish } from './publication/publish.ts';
import { realChanges, register } from './publication/register.ts';
import { TERM } from './state/index-terms.ts';
import { RegistryState } from './state/registry-state.ts';
import { referenceTerm } from './state/terms.ts';
import { memoryStorage } from './storage/memory-storage.ts';
import type { OpenStorage, Storage } from './storage/storage.ts';
import { UddiError } from './uddi-error.ts';
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
const REGISTER_TRIES = 5;

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
  return new OpenRegistry({ ...options, operator }, state, opened, listeners);
}

class OpenRegistry implements Registry {
  readonly #options: RegistryOptions & { readonly operator: string };
  readonly #state: RegistryState;
  readonly #storage: Storage;
  readonly #listeners: (() => void)[];
  readonly #taxonomies: ReadonlyMap<string, Codes>;
  readonly #maxRows: number;

  constructor(
    options: RegistryOptions & { readonly operator: string },
    state: RegistryState,
    storage: Storage,
    listeners: (() => void)[],
  ) {
    this.#options = options;
    this.#state = state;
    this.#storage = storage;
    this.#listeners = listeners;
    this.#maxRows = options.maxRows ?? MAX_ROWS;
    this.#taxonomies = new Map(
      (options.taxonomies ?? []).map(({ tModelKey, values }) => [foldKey(tModelKey), values]),
    );
  }

  readonly inquire: Registry['inquire'] = (name, request) =>
    inquire(this.#state, this.#maxRows, name, request);

  readonly publish: Registry['publish'] = async (name, request, publisher) => {
    if (publisher === '') throw new UddiError('E_unknownUser', 'a publisher must have a name');
    if (isReading(name)) return publish(this.#message(publisher), name, request);
    // Nobody else may hold, and change, what is stored.
    const own = copy(request);
    return this.#write((message) => publish(message, name, own), publisher);
  };

  readonly register: Registry['register'] = async (entries) => {
    const own = copy(entries);
    for (let tries = 1; ; tries += 1) {
      try {
        return await this.#write((message) => register(message, own), '');
      } catch (thrown) {
        // Many processes may start at once; each finds what the one before has written.
        if (!(thrown instanceof UddiError && thrown.code === 'E_busy') || tries === REGISTER_TRIES)
          throw thrown;
      }
    }
  };

  readonly service: Registry['service'] = (serviceKey) =>
    this.#state.services.get(foldKey(serviceKey))?.entry.value;

  readonly business: Registry['business'] = (businessKey) => this.#state.wholeBusiness(foldKey(businessKey));

  readonly servicesWith: Registry['servicesWith'] = (tModelKey, keyValue) => {
    const term = TERM.category + referenceTerm({ tModelKey, keyValue });
    return Array.from(this.#state.services.postings.of(term), ({ entry }) => entry.value.serviceKey);
  };

  readonly onChange: Registry['onChange'] = (listener) => {
    this.#listeners.push(listener);
  };

  readonly size: Registry['size'] = () => ({
    businesses: this.#state.businesses.size,
    services: this.#state.services.size,
    bindings: this.#state.bindingCount,
    tModels: this.#state.tModels.size,
  });

  readonly close: Registry['close'] = () => this.#storage.close();

  #message(publisher: string): Message {
    const { operator, limits = {}, now = () => new Date() } = this.#options;
    return {
      edit: new Edit(this.#state),
      publisher,
      authorizedName: publisher === '' ? operator : publisher,
      operator,
      now: now().getTime(),
      limits,
      taxonomies: this.#taxonomies,
    };
  }

  /** The storage says when the registry stands still to be decided on. */
  async #write<Answer>(decide: (message: Message) => Answer, publisher: string): Promise<Answer> {
    let answer: { readonly value: Answer } | undefined;
    await this.#storage.write((): readonly Change[] => {
      const message = this.#message(publisher);
      answer = { value: decide(message) };
      return realChanges(this.#state, message.edit.changes);
    });
    if (answer === undefined) throw new UddiError('E_fatalError', 'the message was not decided');
    return answer.value;
  }
}

/** What is stored stays stored, whatever a listener makes of it. */
function tell(listener: () => void): void {
  try {
    listener();
  } catch (error) {
    process.emitWarning(`a listener of the registry failed: ${String(error)}`);
  }
}

/** A JSON copy: no member is undefined. */
const copy = <Value>(value: Value): Value => JSON.parse(JSON.stringify(value)) as Value;
