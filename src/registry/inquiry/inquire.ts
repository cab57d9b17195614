import { foldKey } from '../keys.ts';
import type { Inquiry } from '../messages.ts';
import type { BindingTemplate } from '../model.ts';
import type { RegistryState } from '../state/registry-state.ts';
import { UddiError } from '../uddi-error.ts';
import { unknownKey } from '../unknown-key.ts';
import { findBinding } from './find-binding.ts';
import { findBusiness } from './find-business.ts';
import { findRelatedBusinesses } from './find-related-businesses.ts';
import { findService } from './find-service.ts';
import { findTModel } from './find-tmodel.ts';
import { entryFor } from './known-keys.ts';

type Answers = {
  readonly [Name in keyof Inquiry]: (
    state: RegistryState,
    request: Inquiry[Name][0],
    limit: number,
  ) => Inquiry[Name][1];
};

/** As many entries as one answer holds; the rest is told by `truncated`. */
function cut<Key, Found>(
  keys: readonly Key[],
  limit: number,
  find: (key: Key) => Found,
): { readonly truncated: boolean; readonly found: readonly Found[] } {
  // A key that is not there is refused wherever it stands.
  return { truncated: keys.length > limit, found: keys.map(find).slice(0, limit) };
}

const businessDetail: Answers['get_businessDetail'] = (state, { businessKey }, limit) => {
  const { truncated, found } = cut(businessKey, limit, (key) => {
    const business = state.wholeBusiness(foldKey(key));
    if (business === undefined) throw unknownKey('businessKey', key);
    return business;
  });
  return { truncated, businessEntity: found };
};

function bindingOf(state: RegistryState, key: string): BindingTemplate {
  const service = state.services.get(state.serviceOfBinding(foldKey(key)) ?? '');
  const binding = service?.entry.value.bindingTemplates?.find(
    ({ bindingKey }) => foldKey(bindingKey) === foldKey(key),
  );
  if (binding === undefined) throw unknownKey('bindingKey', key);
  return binding;
}

const ANSWERS: Answers = {
  find_binding: findBinding,
  find_business: findBusiness,
  find_relatedBusinesses: findRelatedBusinesses,
  find_service: findService,
  find_tModel: findTModel,
  get_bindingDetail: (state, { bindingKey }, limit) => {
    const { truncated, found } = cut(bindingKey, limit, (key) => bindingOf(state, key));
    return { truncated, bindingTemplate: found };
  },
  get_businessDetail: businessDetail,
  get_businessDetailExt: businessDetail,
  get_serviceDetail: (state, { serviceKey }, limit) => {
    const find = (key: string) => entryFor(state.services, 'serviceKey', key).value;
    const { truncated, found } = cut(serviceKey, limit, find);
    return { truncated, businessService: found };
  },
  get_tModelDetail: (state, { tModelKey }, limit) => {
    const find = (key: string) => entryFor(state.tModels, 'tModelKey', key).value;
    const { truncated, found } = cut(tModelKey, limit, find);
    return { truncated, tModel: found };
  },
};

/** Answers an inquiry; no answer holds more than `maxRows` entries, whatever was asked for. */
export function inquire<Name extends keyof Inquiry>(
  state: RegistryState,
  maxRows: number,
  name: Name,
  request: Inquiry[Name][0],
): Inquiry[Name][1] {
  const asked = 'maxRows' in request ? request.maxRows : undefined;
  if (asked !== undefined && !(Number.isInteger(asked) && asked >= 0)) {
    throw new UddiError('E_unsupported', 'maxRows must be a whole number');
  }
  // 0 is how some clients say "as many as you like".
  return ANSWERS[name](state, request, Math.min(asked || maxRows, maxRows));
}
