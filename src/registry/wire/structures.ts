import { URL_TYPES } from '../model.ts';
import {
  bag,
  list,
  many,
  maybe,
  maybeBag,
  one,
  optional,
  required,
  some,
  structure,
  textWith,
  XML_NAMESPACE,
} from './form.ts';

/** The structures of the UDDI 2.0 Data Structure Reference, elements in the order of the schema. */

export const LOCAL_TEXT = textWith(optional('lang', { namespace: XML_NAMESPACE }));
const USED_TEXT = textWith(optional('useType'));

/** Without a tModelKey it is a general keyword. */
export const KEYED_REFERENCE = structure([
  optional('tModelKey', { absent: '' }),
  optional('keyName'),
  required('keyValue'),
]);

export const DISCOVERY_URL = textWith(required('useType'));

const OVERVIEW_DOC = structure([], many('description', LOCAL_TEXT), maybe('overviewURL'));

const ADDRESS = structure(
  [optional('useType'), optional('sortCode'), optional('tModelKey')],
  many('addressLine', textWith(optional('keyName'), optional('keyValue'))),
);

const CONTACT = structure(
  [optional('useType')],
  many('description', LOCAL_TEXT),
  one('personName'),
  many('phone', USED_TEXT),
  many('email', USED_TEXT),
  many('address', ADDRESS),
);

const INSTANCE_DETAILS = structure(
  [],
  many('description', LOCAL_TEXT),
  maybe('overviewDoc', OVERVIEW_DOC),
  maybe('instanceParms'),
);

const TMODEL_INSTANCE_INFO = structure(
  [required('tModelKey')],
  many('description', LOCAL_TEXT),
  maybe('instanceDetails', INSTANCE_DETAILS),
);

/** Where it stands in its service the key of that may be left out, and a new one has no key yet. */
export const BINDING_TEMPLATE = structure(
  [optional('serviceKey'), optional('bindingKey')],
  many('description', LOCAL_TEXT),
  maybe('accessPoint', textWith(required('URLType', { of: URL_TYPES }))),
  maybe('hostingRedirector', structure([required('bindingKey')])),
  bag('tModelInstanceDetails', 'tModelInstanceInfo', TMODEL_INSTANCE_INFO),
);

export const BUSINESS_SERVICE = structure(
  [optional('serviceKey'), optional('businessKey')],
  list('name', LOCAL_TEXT),
  many('description', LOCAL_TEXT),
  maybeBag('bindingTemplates', 'bindingTemplate', BINDING_TEMPLATE),
  maybeBag('categoryBag', 'keyedReference', KEYED_REFERENCE),
);

export const BUSINESS_ENTITY = structure(
  [optional('businessKey'), optional('operator'), optional('authorizedName')],
  maybeBag('discoveryURLs', 'discoveryURL', DISCOVERY_URL),
  some('name', LOCAL_TEXT),
  many('description', LOCAL_TEXT),
  maybeBag('contacts', 'contact', CONTACT),
  maybeBag('businessServices', 'businessService', BUSINESS_SERVICE),
  maybeBag('identifierBag', 'keyedReference', KEYED_REFERENCE),
  maybeBag('categoryBag', 'keyedReference', KEYED_REFERENCE),
);

export const TMODEL = structure(
  [optional('tModelKey'), optional('operator'), optional('authorizedName')],
  one('name', LOCAL_TEXT),
  many('description', LOCAL_TEXT),
  maybe('overviewDoc', OVERVIEW_DOC),
  maybeBag('identifierBag', 'keyedReference', KEYED_REFERENCE),
  maybeBag('categoryBag', 'keyedReference', KEYED_REFERENCE),
);

export const PUBLISHER_ASSERTION = structure(
  [],
  one('fromKey'),
  one('toKey'),
  one('keyedReference', KEYED_REFERENCE),
);

export const ASSERTION_STATUS_ITEM = structure(
  [required('completionStatus')],
  ...PUBLISHER_ASSERTION.parts,
  one('keysOwned', structure([], maybe('fromKey'), maybe('toKey'))),
);

export const SERVICE_INFO = structure(
  [required('serviceKey'), required('businessKey')],
  list('name', LOCAL_TEXT),
);

export const BUSINESS_INFO = structure(
  [required('businessKey')],
  some('name', LOCAL_TEXT),
  many('description', LOCAL_TEXT),
  bag('serviceInfos', 'serviceInfo', SERVICE_INFO),
);

export const TMODEL_INFO = structure([required('tModelKey')], one('name', LOCAL_TEXT));

export const RELATED_BUSINESS_INFO = structure(
  [],
  one('businessKey'),
  some('name', LOCAL_TEXT),
  many('description', LOCAL_TEXT),
  list(
    'sharedRelationships',
    structure([required('direction', { of: ['fromKey', 'toKey'] })], list('keyedReference', KEYED_REFERENCE)),
  ),
);

export const RESULT = structure(
  [required('errno', { type: 'count' }), optional('keyType')],
  maybe('errInfo', textWith(required('errCode'))),
);
