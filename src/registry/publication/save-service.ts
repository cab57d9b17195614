import type { BusinessEntry, ServiceEntry } from '../entry.ts';
import { foldKey } from '../keys.ts';
import type { BindingDraft, ServiceDraft } from '../messages.ts';
import type { BindingTemplate, BusinessService } from '../model.ts';
import { UddiError } from '../uddi-error.ts';
import { unknownKey } from '../unknown-key.ts';
import { buildBinding } from './build-binding.ts';
import { checkBag } from './check-bags.ts';
import { checkLanguages, checkNames } from './check-texts.ts';
import type { Message } from './message.ts';
import { keyFor, ownBusiness, ownService } from './ownership.ts';

/** Saves a service into the business that it names; of the same owner, it moves there. */
export function saveService(message: Message, draft: ServiceDraft): BusinessService {
  const business = ownBusiness(message, draft.businessKey);
  const saved = saveServiceIn(message, business, draft);
  return saved;
}

/** Saves a service with exactly these bindings into a business of the publisher. */
export function saveServiceIn(
  message: Message,
  { value: { businessKey } }: BusinessEntry,
  draft: Omit<ServiceDraft, 'businessKey'>,
): BusinessService {
  const { edit } = message;
  const { key: serviceKey, mustExist } = keyFor(message, draft.serviceKey);
  const before = edit.get('service', serviceKey);
  if (before === undefined && mustExist) throw unknownKey('serviceKey', serviceKey);
  if (before !== undefined) ownService(message, serviceKey);
  const key = foldKey(serviceKey);
  const { bindingTemplates: bindings, ...rest } = draft;
  const value: BusinessService = { ...rest, serviceKey: before?.value.serviceKey ?? serviceKey, businessKey };
  const position = positionOf(message, businessKey, before);
  checkService(message, value);
  const bindingTemplates = buildBindings(message, value, bindings ?? []);
  const saved = bindingTemplates.length === 0 ? value : { ...value, bindingTemplates };
  edit.put({ kind: 'service', key, changedAt: message.now, position, value: saved });
  return saved;
}

/** Where it stood, or last. */
function positionOf({ edit }: Message, businessKey: string, before: ServiceEntry | undefined): number {
  if (before !== undefined && foldKey(before.value.businessKey) === foldKey(businessKey))
    return before.position;
  return edit.nextPosition(businessKey);
}

function buildBindings(
  message: Message,
  { serviceKey }: BusinessService,
  drafts: readonly Omit<BindingDraft, 'serviceKey'>[],
): readonly BindingTemplate[] {
  const built = drafts.map((draft) => buildBinding(message, serviceKey, draft));
  if (new Set(built.map(({ bindingKey }) => foldKey(bindingKey))).size < built.length) {
    throw new UddiError('E_invalidKeyPassed', `service ${serviceKey} names a bindingKey twice`);
  }
  return built;
}

function checkService(message: Message, value: BusinessService): void {
  checkNames(value.name, 'businessService', 0);
  checkLanguages(value.description, 'businessService/description');
  checkBag(message, value.categoryBag, 'businessService/categoryBag');
}

/** Saves a binding into the service that it names, in its place or last. */
export function saveBinding(message: Message, draft: BindingDraft): BindingTemplate {
  ownService(message, draft.serviceKey);
  const built = buildBinding(message, draft.serviceKey, draft);
  // Read now: a binding that moved has changed services.
  const service = ownService(message, draft.serviceKey);
  const binding = { ...built, serviceKey: service.value.serviceKey };
  const bindings = service.value.bindingTemplates ?? [];
  const at = bindings.findIndex(({ bindingKey }) => foldKey(bindingKey) === foldKey(binding.bindingKey));
  const bindingTemplates = at < 0 ? [...bindings, binding] : bindings.with(at, binding);
  message.edit.put({
    ...service,
    changedAt: message.now,
    value: { ...service.value, bindingTemplates },
  });
  return binding;
}
