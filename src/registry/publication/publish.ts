import { businessInfos, tModelInfo } from '../inquiry/infos.ts';
import type { Publication } from '../messages.ts';
import {
  addAssertion,
  assertionStatuses,
  assertionsOf,
  deleteAssertion,
  setAssertions,
} from './assertions.ts';
import { checkLimits } from './check-limits.ts';
import type { Message } from './message.ts';
import { deleteBinding, deleteBusiness, deleteService } from './remove.ts';
import { saveBusiness } from './save-business.ts';
import { saveBinding, saveService } from './save-service.ts';
import { deleteTModel, saveTModel } from './save-tmodel.ts';

type Answers = {
  readonly [Name in keyof Publication]: (
    message: Message,
    request: Publication[Name][0],
  ) => Publication[Name][1];
};

/** Applies to each in turn: a later one may name what an earlier one saved. */
function each<Item>(items: readonly Item[], apply: (item: Item) => void): Readonly<Record<never, never>> {
  items.forEach(apply);
  return {};
}

const ANSWERS: Answers = {
  save_binding: (message, { bindingTemplate }) => ({
    truncated: false,
    bindingTemplate: bindingTemplate.map((draft) => saveBinding(message, draft)),
  }),
  save_business: (message, { businessEntity }) => ({
    truncated: false,
    businessEntity: businessEntity.map((draft) => saveBusiness(message, draft)),
  }),
  save_service: (message, { businessService }) => ({
    truncated: false,
    businessService: businessService.map((draft) => saveService(message, draft)),
  }),
  save_tModel: (message, { tModel }) => ({
    truncated: false,
    tModel: tModel.map((draft) => saveTModel(message, draft)),
  }),
  delete_binding: (message, { bindingKey }) => each(bindingKey, (key) => deleteBinding(message, key)),
  delete_business: (message, { businessKey }) => each(businessKey, (key) => deleteBusiness(message, key)),
  delete_service: (message, { serviceKey }) => each(serviceKey, (key) => deleteService(message, key)),
  delete_tModel: (message, { tModelKey }) => each(tModelKey, (key) => deleteTModel(message, key)),
  add_publisherAssertions: (message, { publisherAssertion }) =>
    each(publisherAssertion, (assertion) => addAssertion(message, assertion)),
  delete_publisherAssertions: (message, { publisherAssertion }) =>
    each(publisherAssertion, (assertion) => deleteAssertion(message, assertion)),
  set_publisherAssertions: (message, { publisherAssertion }) => ({
    publisherAssertion: setAssertions(message, publisherAssertion),
  }),
  get_publisherAssertions: (message) => ({ publisherAssertion: assertionsOf(message) }),
  get_assertionStatusReport: (message, { completionStatus }) => ({
    assertionStatusItem: assertionStatuses(message, completionStatus),
  }),
  get_registeredInfo: ({ edit, publisher, maxRows }) => {
    const told = businessInfos(edit.owned('business', publisher), ({ key }) => edit.servicesOf(key), maxRows);
    const tModels = edit.owned('tModel', publisher);
    return {
      truncated: told.truncated || tModels.length > maxRows,
      businessInfos: told.businessInfos,
      tModelInfos: tModels.slice(0, maxRows).map(({ value }) => tModelInfo(value)),
    };
  },
};

/** Messages of publishers that only ask. */
const READING: ReadonlySet<keyof Publication> = new Set([
  'get_publisherAssertions',
  'get_assertionStatusReport',
  'get_registeredInfo',
]);

export const isReading = (name: keyof Publication): boolean => READING.has(name);

/** Applies one message to its edit, or throws a UddiError and the edit is worth nothing. */
export function publish<Name extends keyof Publication>(
  message: Message,
  name: Name,
  request: Publication[Name][0],
): Publication[Name][1] {
  const answer = ANSWERS[name](message, request);
  checkLimits(message);
  return answer;
}
