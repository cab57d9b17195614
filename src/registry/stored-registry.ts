import type { Change } from './entry.ts';
import { inquire } from './inquiry/inquire.ts';
import { foldKey } from './keys.ts';
import type { Registry } from './messages.ts';
import { Edit } from './publication/edit.ts';
import type { Codes, Limits, Message, Taxonomy } from './publication/message.ts';
import { isReading, publish } from './publication/publish.ts';
import { realChanges, register } from './publication/register.ts';
import { TERM } from './state/index-terms.ts';
import type { RegistryState } from './state/registry-state.ts';
import { referenceTerm } from './state/terms.ts';
import type { Storage } from './storage/storage.ts';
import { UddiError } from './uddi-error.ts';

const REGISTER_TRIES = 5;

export interface StoredRegistryParts {
  readonly state: RegistryState;
  readonly storage: Storage;
  /** Told of every change; more may come. */
  readonly listeners: (() => void)[];
  readonly operator: string;
  readonly limits: Limits;
  readonly taxonomies: readonly Taxonomy[];
  readonly maxRows: number;
  readonly now: () => Date;
}

/** The registry over its memory and whatever keeps it. */
export class StoredRegistry implements Registry {
  readonly #parts: StoredRegistryParts;
  readonly #taxonomies: ReadonlyMap<string, Codes>;

  constructor(parts: StoredRegistryParts) {
    this.#parts = parts;
    this.#taxonomies = new Map(parts.taxonomies.map(({ tModelKey, values }) => [foldKey(tModelKey), values]));
  }

  readonly inquire: Registry['inquire'] = (name, request) =>
    inquire(this.#parts.state, this.#parts.maxRows, name, request);

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
    this.#parts.state.services.get(foldKey(serviceKey))?.entry.value;

  readonly business: Registry['business'] = (businessKey) =>
    this.#parts.state.wholeBusiness(foldKey(businessKey));

  readonly servicesWith: Registry['servicesWith'] = (tModelKey, keyValue) => {
    const term = TERM.category + referenceTerm({ tModelKey, keyValue });
    return Array.from(this.#parts.state.services.postings.of(term), ({ entry }) => entry.value.serviceKey);
  };

  readonly onChange: Registry['onChange'] = (listener) => {
    this.#parts.listeners.push(listener);
  };

  readonly size: Registry['size'] = () => ({
    businesses: this.#parts.state.businesses.size,
    services: this.#parts.state.services.size,
    bindings: this.#parts.state.bindingCount,
    tModels: this.#parts.state.tModels.size,
  });

  readonly close: Registry['close'] = () => this.#parts.storage.close();

  #message(publisher: string): Message {
    const { state, operator, limits, maxRows, now } = this.#parts;
    return {
      edit: new Edit(state),
      publisher,
      authorizedName: publisher === '' ? operator : publisher,
      operator,
      now: now().getTime(),
      limits,
      maxRows,
      taxonomies: this.#taxonomies,
    };
  }

  /** The storage says when the registry stands still to be decided on. */
  async #write<Answer>(decide: (message: Message) => Answer, publisher: string): Promise<Answer> {
    let answer: { readonly value: Answer } | undefined;
    await this.#parts.storage.write((): readonly Change[] => {
      const message = this.#message(publisher);
      answer = { value: decide(message) };
      return realChanges(this.#parts.state, message.edit.changes);
    });
    if (answer === undefined) throw new UddiError('E_fatalError', 'the message was not decided');
    return answer.value;
  }
}

/** A JSON copy: no member is undefined. */
const copy = <Value>(value: Value): Value => JSON.parse(JSON.stringify(value)) as Value;
