import type { BusinessEntry } from '../entry.ts';
import { foldKey } from '../keys.ts';
import type { BusinessDraft } from '../messages.ts';
import type { BusinessEntity } from '../model.ts';
import { withServices } from '../state/registry-state.ts';
import { UddiError } from '../uddi-error.ts';
import { unknownKey } from '../unknown-key.ts';
import { checkBag } from './check-bags.ts';
import { checkContacts } from './check-contacts.ts';
import { checkLanguages, checkNames } from './check-texts.ts';
import { checkDiscoveryUrls } from './check-urls.ts';
import type { Message } from './message.ts';
import { foreign, keyFor } from './ownership.ts';
import { saveServiceIn } from './save-service.ts';

type Services = NonNullable<BusinessDraft['businessServices']>;

/** Saves a business with exactly these services: one that it had and that is not named is deleted. */
export function saveBusiness(message: Message, draft: BusinessDraft): BusinessEntity {
  const entry = saveAlone(message, draft);
  saveServices(message, entry, draft.businessServices ?? []);
  return withServices(entry, message.edit.servicesOf(entry.key));
}

/** Saves a business and leaves its services alone. */
export function saveAlone(message: Message, draft: BusinessDraft): BusinessEntry {
  const { edit, publisher: owner, operator, authorizedName } = message;
  const { key, mustExist } = keyFor(message, draft.businessKey);
  const before = edit.get('business', key);
  if (before === undefined && mustExist) throw unknownKey('businessKey', key);
  if (before !== undefined && before.owner !== owner) throw foreign('businessKey', key);
  const { businessServices: _, ...own } = draft;
  const value = { ...own, businessKey: before?.value.businessKey ?? key, operator, authorizedName };
  checkBusiness(message, value);
  const entry: BusinessEntry = { kind: 'business', key: foldKey(key), owner, changedAt: message.now, value };
  edit.put(entry);
  return entry;
}

export function saveServices(message: Message, entry: BusinessEntry, drafts: Services): void {
  const { edit } = message;
  const before = edit.servicesOf(entry.key);
  const seen = new Set<string>();
  for (const draft of drafts) {
    refuseProjection(entry, draft);
    const key = foldKey(draft.serviceKey ?? '');
    if (key !== '' && seen.has(key)) {
      throw new UddiError('E_invalidKeyPassed', `the business names serviceKey ${draft.serviceKey} twice`);
    }
    seen.add(key);
    saveServiceIn(message, entry, draft);
  }
  // Last: a binding may have moved from one that goes to one that stays.
  for (const { key } of before) if (!seen.has(key)) edit.remove('service', key);
}

/** A service of another business that is shown in this one. */
function refuseProjection({ value }: BusinessEntry, { businessKey = '' }: Services[number]): void {
  if (businessKey === '' || foldKey(businessKey) === foldKey(value.businessKey)) return;
  throw new UddiError(
    'E_invalidProjection',
    `a service of business ${businessKey.slice(0, 80)} cannot be projected into another`,
  );
}

function checkBusiness(message: Message, value: Omit<BusinessEntity, 'businessServices'>): void {
  const where = 'businessEntity';
  checkNames(value.name, where, 1);
  checkLanguages(value.description, `${where}/description`);
  checkDiscoveryUrls(value.discoveryURLs, `${where}/discoveryURLs`);
  checkContacts(message, value.contacts, `${where}/contacts`);
  checkBag(message, value.identifierBag, `${where}/identifierBag`);
  checkBag(message, value.categoryBag, `${where}/categoryBag`);
}
