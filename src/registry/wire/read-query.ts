import { ExchangeError } from '../../envelope/exchange-error.ts';
import type { HttpRequest } from '../../envelope/http-channel.ts';
import { formError } from './form-error.ts';
import type { MessageName } from './message-forms.ts';
import type { Members } from './read-structure.ts';
import type { ReceivedMessage } from './wire.ts';

interface Collection {
  readonly find: MessageName;
  readonly detail: MessageName;
  /** The member of the detail message that holds the key. */
  readonly key: string;
  /** What the query may name, each with how its values become a member of the find message. */
  readonly filters: Readonly<Record<string, Filter>>;
}

type Filter = readonly [member: string, read: (values: readonly string[], filter: string) => unknown];

const COMMON = { qualifier: ['findQualifiers', all], maxRows: ['maxRows', whole] } as const;
const NAMES = { name: ['name', (values: readonly string[]) => values.map((value) => ({ value }))] } as const;
const CATEGORY = { category: ['categoryBag', references] } as const;
const IDENTIFIER = { identifier: ['identifierBag', references] } as const;
const TMODEL = { tmodel: ['tModelBag', all] } as const;

const COLLECTIONS: Readonly<Record<string, Collection>> = {
  businesses: {
    find: 'find_business',
    detail: 'get_businessDetail',
    key: 'businessKey',
    filters: { ...COMMON, ...NAMES, ...CATEGORY, ...IDENTIFIER, ...TMODEL },
  },
  services: {
    find: 'find_service',
    detail: 'get_serviceDetail',
    key: 'serviceKey',
    filters: { ...COMMON, ...NAMES, ...CATEGORY, ...TMODEL, business: ['businessKey', single] },
  },
  bindings: {
    find: 'find_binding',
    detail: 'get_bindingDetail',
    key: 'bindingKey',
    filters: { ...COMMON, ...TMODEL, service: ['serviceKey', single] },
  },
  tmodels: {
    find: 'find_tModel',
    detail: 'get_tModelDetail',
    key: 'tModelKey',
    filters: { ...COMMON, name: ['name', single], ...CATEGORY, ...IDENTIFIER },
  },
};

/** The inquiry that an address asks: `/registry/services?category={tModelKey}={value}`, `/registry/tmodels/{key}`. */
export function readQuery({ path, query }: Pick<HttpRequest, 'path' | 'query'>): ReceivedMessage {
  const [kind = '', key, ...more] = path.split('/').slice(2);
  const collection = Object.hasOwn(COLLECTIONS, kind) ? COLLECTIONS[kind]! : undefined;
  if (collection === undefined || more.length > 0) throw new ExchangeError('NOT_FOUND');
  if (key === undefined) return { name: collection.find, members: findMembers(collection, query) };
  if (query.size > 0) throw formError('a key takes no query', 'query');
  return { name: collection.detail, members: { [collection.key]: [keyOf(collection, key)] } };
}

function findMembers({ filters }: Collection, query: URLSearchParams): Members {
  const members: Members = {};
  for (const name of new Set(query.keys())) {
    const filter = Object.hasOwn(filters, name) ? filters[name]! : undefined;
    if (filter === undefined)
      throw formError(`the query may name ${Object.keys(filters).join(', ')}`, 'query');
    members[filter[0]] = filter[1](query.getAll(name), name);
  }
  return members;
}

/** A segment of an address holds no colon, so the `uuid:` of a tModel's key is left out there. */
function keyOf({ key }: Collection, text: string): string {
  return key === 'tModelKey' && !text.includes(':') ? `uuid:${text}` : text;
}

function all(values: readonly string[]): readonly string[] {
  return values;
}

function single(values: readonly string[], filter: string): string {
  if (values.length !== 1) throw formError('stands twice', filter);
  return values[0]!;
}

function whole(values: readonly string[], filter: string): number {
  const text = single(values, filter);
  if (!/^\d{1,9}$/.test(text)) throw formError('a whole number was expected', filter);
  return Number(text);
}

/** `{tModelKey}={keyValue}` each. */
function references(values: readonly string[], filter: string): unknown {
  return values.map((value) => {
    const split = value.indexOf('=');
    if (split < 1) throw formError('{tModelKey}={value} was expected', filter);
    return { tModelKey: value.slice(0, split), keyValue: value.slice(split + 1) };
  });
}
