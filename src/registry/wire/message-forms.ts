import type { RegistryApi } from '../../envelope/registry-address.ts';
import type { Inquiry, Publication } from '../messages.ts';
import {
  type Attribute,
  bag,
  many,
  maybe,
  maybeBag,
  needing,
  one,
  optional,
  type Part,
  required,
  type Structure,
  some,
  structure,
} from './form.ts';
import * as forms from './structures.ts';

/** What an answer says first; `truncated` where the schema has it. */
const TRUNCATED = optional('truncated', { type: 'boolean' });
const FIND: readonly Attribute[] = [optional('maxRows', { type: 'count' })];
const AUTH_INFO = maybe('authInfo');

const QUALIFIERS = maybeBag('findQualifiers', 'findQualifier');
const CATEGORIES = maybeBag('categoryBag', 'keyedReference', forms.KEYED_REFERENCE);
const IDENTIFIERS = maybeBag('identifierBag', 'keyedReference', forms.KEYED_REFERENCE);
const TMODELS = maybeBag('tModelBag', 'tModelKey');
const ASSERTION = some('publisherAssertion', forms.PUBLISHER_ASSERTION);

const BUSINESS_INFOS = bag('businessInfos', 'businessInfo', forms.BUSINESS_INFO);
const TMODEL_INFOS = bag('tModelInfos', 'tModelInfo', forms.TMODEL_INFO);

/** The elements that answers are, each with `generic` and `operator` besides. */
export const ANSWERS = {
  bindingDetail: structure([TRUNCATED], listed('bindingTemplate', forms.BINDING_TEMPLATE)),
  businessDetail: structure([TRUNCATED], listed('businessEntity', forms.BUSINESS_ENTITY)),
  businessDetailExt: structure(
    [TRUNCATED],
    listed('businessEntityExt', structure([], one('businessEntity', forms.BUSINESS_ENTITY))),
  ),
  serviceDetail: structure([TRUNCATED], listed('businessService', forms.BUSINESS_SERVICE)),
  tModelDetail: structure([TRUNCATED], listed('tModel', forms.TMODEL)),
  businessList: structure([TRUNCATED], BUSINESS_INFOS),
  serviceList: structure([TRUNCATED], bag('serviceInfos', 'serviceInfo', forms.SERVICE_INFO)),
  tModelList: structure([TRUNCATED], TMODEL_INFOS),
  relatedBusinessesList: structure(
    [TRUNCATED],
    one('businessKey'),
    bag('relatedBusinessInfos', 'relatedBusinessInfo', forms.RELATED_BUSINESS_INFO),
  ),
  authToken: structure([], one('authInfo')),
  registeredInfo: structure([TRUNCATED], BUSINESS_INFOS, TMODEL_INFOS),
  publisherAssertions: structure(
    [optional('authorizedName')],
    listed('publisherAssertion', forms.PUBLISHER_ASSERTION),
  ),
  assertionStatusReport: structure([], listed('assertionStatusItem', forms.ASSERTION_STATUS_ITEM)),
  dispositionReport: structure([], some('result', forms.RESULT)),
} as const satisfies Record<string, Structure>;

export type AnswerName = keyof typeof ANSWERS;
export type InquiryName = keyof Inquiry;
export type PublicationName = keyof Publication;
export type MessageName = InquiryName | PublicationName | 'get_authToken' | 'discard_authToken';
export type Api = RegistryApi;

export interface MessageForm {
  readonly api: Api;
  /** Besides `generic`. */
  readonly request: Structure;
  readonly answer: AnswerName;
}

/** The 26 messages: where they are sent, what they hold, which element answers them. */
export const MESSAGES: Readonly<Record<MessageName, MessageForm>> = {
  find_binding: inquiry(
    'bindingDetail',
    [...FIND, required('serviceKey')],
    QUALIFIERS,
    bag('tModelBag', 'tModelKey'),
  ),
  find_business: inquiry(
    'businessList',
    FIND,
    QUALIFIERS,
    many('name', forms.LOCAL_TEXT),
    IDENTIFIERS,
    CATEGORIES,
    TMODELS,
    maybeBag('discoveryURLs', 'discoveryURL', forms.DISCOVERY_URL),
  ),
  find_relatedBusinesses: inquiry(
    'relatedBusinessesList',
    FIND,
    QUALIFIERS,
    one('businessKey'),
    maybe('keyedReference', forms.KEYED_REFERENCE),
  ),
  find_service: inquiry(
    'serviceList',
    [...FIND, optional('businessKey')],
    QUALIFIERS,
    many('name', forms.LOCAL_TEXT),
    CATEGORIES,
    TMODELS,
  ),
  find_tModel: inquiry('tModelList', FIND, QUALIFIERS, maybe('name'), IDENTIFIERS, CATEGORIES),
  get_bindingDetail: inquiry('bindingDetail', [], some('bindingKey')),
  get_businessDetail: inquiry('businessDetail', [], some('businessKey')),
  get_businessDetailExt: inquiry('businessDetailExt', [], some('businessKey')),
  get_serviceDetail: inquiry('serviceDetail', [], some('serviceKey')),
  get_tModelDetail: inquiry('tModelDetail', [], some('tModelKey')),

  get_authToken: {
    api: 'publish',
    request: structure([required('userID'), required('cred')]),
    answer: 'authToken',
  },
  discard_authToken: publication('dispositionReport'),
  save_binding: publication(
    'bindingDetail',
    some('bindingTemplate', needing(forms.BINDING_TEMPLATE, 'serviceKey')),
  ),
  save_business: publication('businessDetail', some('businessEntity', forms.BUSINESS_ENTITY)),
  save_service: publication(
    'serviceDetail',
    some('businessService', needing(forms.BUSINESS_SERVICE, 'businessKey')),
  ),
  save_tModel: publication('tModelDetail', some('tModel', forms.TMODEL)),
  delete_binding: publication('dispositionReport', some('bindingKey')),
  delete_business: publication('dispositionReport', some('businessKey')),
  delete_service: publication('dispositionReport', some('serviceKey')),
  delete_tModel: publication('dispositionReport', some('tModelKey')),
  add_publisherAssertions: publication('dispositionReport', ASSERTION),
  delete_publisherAssertions: publication('dispositionReport', ASSERTION),
  set_publisherAssertions: publication(
    'publisherAssertions',
    listed('publisherAssertion', forms.PUBLISHER_ASSERTION),
  ),
  get_publisherAssertions: publication('publisherAssertions'),
  get_assertionStatusReport: publication('assertionStatusReport', maybe('completionStatus')),
  get_registeredInfo: publication('registeredInfo'),
};

/** The form of a message, if there is one of that name. */
export function findMessage(
  name: string,
): { readonly name: MessageName; readonly form: MessageForm } | undefined {
  return Object.hasOwn(MESSAGES, name)
    ? { name: name as MessageName, form: MESSAGES[name as MessageName] }
    : undefined;
}

function listed(name: string, form: Structure): Part {
  return { name, form, occurs: 'list' };
}

/** UDDI 2.0 knows no token here; where inquiry is not open one is needed, and it stands where UDDI 3.0 has it. */
function inquiry(
  answer: AnswerName,
  attributes: readonly Attribute[],
  ...parts: readonly Part[]
): MessageForm {
  return { api: 'inquiry', answer, request: structure(attributes, AUTH_INFO, ...parts) };
}

function publication(answer: AnswerName, ...parts: readonly Part[]): MessageForm {
  return { api: 'publish', answer, request: structure([], AUTH_INFO, ...parts) };
}
