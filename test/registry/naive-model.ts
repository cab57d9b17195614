import type { FindBusiness, FindService, FindTModel } from '../../src/registry/messages.ts';
import type {
  BusinessEntity,
  BusinessService,
  FindQualifier,
  KeyedReference,
  LocalText,
  TModel,
} from '../../src/registry/model.ts';
import { WELL_KNOWN } from '../../src/registry/well-known.ts';

/** What finds must tell, written down as directly as UDDI says it: a scan of arrays. */

export interface Dated<Value> {
  readonly value: Value;
  readonly key: string;
  readonly changedAt: number;
}

type Bag = readonly KeyedReference[];

const lower = (text: string) => text.normalize('NFC').toLowerCase();

const sameReference = (one: KeyedReference, other: KeyedReference): boolean =>
  lower(one.tModelKey) === lower(other.tModelKey) &&
  one.keyValue === other.keyValue &&
  (lower(one.tModelKey) !== lower(WELL_KNOWN.generalKeywords) ||
    (one.keyName ?? '') === (other.keyName ?? ''));

const holds = (bag: Bag | undefined, wanted: KeyedReference): boolean =>
  (bag ?? []).some((reference) => sameReference(reference, wanted));

function likeKeys(bag: Bag | undefined, wanted: Bag): boolean {
  return wanted.every((one) =>
    wanted.some((other) => lower(other.tModelKey) === lower(one.tModelKey) && holds(bag, other)),
  );
}

function inCategories(
  bag: Bag | undefined,
  wanted: Bag,
  has: (qualifier: FindQualifier) => boolean,
): boolean {
  if (wanted.length === 0) return true;
  if (has('orAllKeys')) return wanted.some((one) => holds(bag, one));
  return has('orLikeKeys') ? likeKeys(bag, wanted) : wanted.every((one) => holds(bag, one));
}

function hasIdentifiers(
  bag: Bag | undefined,
  wanted: Bag,
  has: (qualifier: FindQualifier) => boolean,
): boolean {
  if (wanted.length === 0) return true;
  if (has('andAllKeys')) return wanted.every((one) => holds(bag, one));
  return has('orLikeKeys') ? likeKeys(bag, wanted) : wanted.some((one) => holds(bag, one));
}

function isNamed(
  names: readonly LocalText[],
  wanted: readonly LocalText[],
  has: (qualifier: FindQualifier) => boolean,
): boolean {
  if (wanted.length === 0) return true;
  const fold = (text: string) => (has('caseSensitiveMatch') ? text.normalize('NFC') : lower(text));
  return names.some((name) =>
    wanted.some(({ value, lang = '' }) => {
      if (!lower(name.lang ?? '').startsWith(lower(lang))) return false;
      if (has('exactNameMatch')) return fold(name.value) === fold(value);
      const escaped = value.split('%').map((part) => fold(part).replace(/[\\^$.*+?()[\]{}|]/g, '\\$&'));
      return new RegExp(`^${escaped.join('[^]*')}`, 'u').test(fold(name.value));
    }),
  );
}

function fingerprint(
  { bindingTemplates = [] }: BusinessService,
  wanted: readonly string[],
  has: (qualifier: FindQualifier) => boolean,
): boolean {
  if (wanted.length === 0) return true;
  return bindingTemplates.some(({ tModelInstanceDetails }) => {
    const isThere = (key: string) =>
      tModelInstanceDetails.some(({ tModelKey }) => lower(tModelKey) === lower(key));
    return has('orAllKeys') ? wanted.some(isThere) : wanted.every(isThere);
  });
}

const compare = (one: string | number, other: string | number) => (one < other ? -1 : one > other ? 1 : 0);

function sorted<Value>(
  found: readonly Dated<Value>[],
  nameOf: (value: Value) => string,
  has: (qualifier: FindQualifier) => boolean,
): readonly string[] {
  const date = has('sortByDateDesc') ? -1 : has('sortByDateAsc') ? 1 : undefined;
  const name = has('sortByNameDesc') ? -1 : has('sortByNameAsc') || date === undefined ? 1 : 0;
  const ties = date ?? (name === 0 ? 1 : name);
  return [...found]
    .sort(
      (one, other) =>
        name * compare(lower(nameOf(one.value)), lower(nameOf(other.value))) ||
        ties * (compare(one.changedAt, other.changedAt) || compare(lower(one.key), lower(other.key))),
    )
    .map(({ key }) => key);
}

const qualified =
  (qualifiers: readonly string[] = []) =>
  (one: FindQualifier) =>
    qualifiers.includes(one);

export function naiveServices(
  all: readonly Dated<BusinessService>[],
  { businessKey = '', name = [], categoryBag = [], tModelBag = [], findQualifiers }: FindService,
): readonly string[] {
  const has = qualified(findQualifiers);
  if (businessKey === '' && [name, categoryBag, tModelBag].every(({ length }) => length === 0)) return [];
  const found = all.filter(
    ({ value }) =>
      (businessKey === '' || lower(value.businessKey) === lower(businessKey)) &&
      isNamed(value.name, name, has) &&
      inCategories(value.categoryBag, categoryBag, has) &&
      fingerprint(value, tModelBag, has),
  );
  return sorted(found, (value) => value.name[0]?.value ?? '', has);
}

export function naiveBusinesses(
  all: readonly Dated<BusinessEntity>[],
  {
    name = [],
    categoryBag = [],
    identifierBag = [],
    tModelBag = [],
    discoveryURLs = [],
    findQualifiers,
  }: FindBusiness,
): readonly string[] {
  const has = qualified(findQualifiers);
  if ([name, categoryBag, identifierBag, tModelBag, discoveryURLs].every(({ length }) => length === 0))
    return [];
  const categorised = ({ categoryBag: own = [], businessServices = [] }: BusinessEntity): boolean => {
    if (categoryBag.length === 0) return true;
    const bags = businessServices.map((service) => service.categoryBag ?? []);
    if (has('serviceSubset')) return bags.some((bag) => inCategories(bag, categoryBag, has));
    return inCategories(has('combineCategoryBags') ? [...own, ...bags.flat()] : own, categoryBag, has);
  };
  const found = all.filter(
    ({ value }) =>
      isNamed(value.name, name, has) &&
      hasIdentifiers(value.identifierBag, identifierBag, has) &&
      categorised(value) &&
      (tModelBag.length === 0 ||
        (value.businessServices ?? []).some((service) => fingerprint(service, tModelBag, has))) &&
      (discoveryURLs.length === 0 ||
        discoveryURLs.some((url) =>
          (value.discoveryURLs ?? []).some(
            (own) => own.value === url.value && (url.useType === '' || own.useType === url.useType),
          ),
        )),
  );
  return sorted(found, (value) => value.name[0]!.value, has);
}

export function naiveTModels(
  all: readonly Dated<TModel>[],
  { name, categoryBag = [], identifierBag = [], findQualifiers }: FindTModel,
): readonly string[] {
  const has = qualified(findQualifiers);
  if (name === undefined && categoryBag.length === 0 && identifierBag.length === 0) return [];
  const found = all.filter(
    ({ value }) =>
      (name === undefined || isNamed([value.name], [{ value: name }], has)) &&
      inCategories(value.categoryBag, categoryBag, has) &&
      hasIdentifiers(value.identifierBag, identifierBag, has),
  );
  return sorted(found, (value) => value.name.value, has);
}
