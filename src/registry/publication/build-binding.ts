import { foldKey } from '../keys.ts';
import type { BindingDraft } from '../messages.ts';
import type { BindingTemplate, TModelInstanceInfo } from '../model.ts';
import { UddiError } from '../uddi-error.ts';
import { unknownKey } from '../unknown-key.ts';
import { checkTModelKey } from './check-bags.ts';
import { checkLanguages } from './check-texts.ts';
import { checkAccessPoint, checkOverview } from './check-urls.ts';
import type { Message } from './message.ts';
import { keyFor, ownServiceOfBinding } from './ownership.ts';

/** A binding as it will stand in a service. One that stands in another service moves, if both belong to the publisher. */
export function buildBinding(
  message: Message,
  serviceKey: string,
  draft: Omit<BindingDraft, 'serviceKey'>,
): BindingTemplate {
  const { edit } = message;
  const { key, mustExist } = keyFor(message, draft.bindingKey);
  const holder = edit.serviceOfBinding(key);
  if (holder === undefined && mustExist) throw unknownKey('bindingKey', key);
  if (holder !== undefined) {
    ownServiceOfBinding(message, key);
    if (holder.key !== foldKey(serviceKey)) takeOut(message, key);
  }
  const binding = { ...draft, bindingKey: key, serviceKey };
  checkBinding(message, binding);
  return binding;
}

/** Takes a binding out of the service that holds it. */
export function takeOut(message: Message, bindingKey: string): void {
  const holder = ownServiceOfBinding(message, bindingKey);
  const { bindingTemplates = [], ...rest } = holder.value;
  const left = bindingTemplates.filter((binding) => foldKey(binding.bindingKey) !== foldKey(bindingKey));
  const value = left.length === 0 ? rest : { ...rest, bindingTemplates: left };
  message.edit.put({ ...holder, changedAt: message.now, value });
}

function checkBinding(message: Message, binding: BindingTemplate): void {
  const { accessPoint, hostingRedirector, description, tModelInstanceDetails } = binding;
  const where = 'bindingTemplate';
  if ((accessPoint === undefined) === (hostingRedirector === undefined)) {
    throw new UddiError('E_fatalError', `${where} must have either an accessPoint or a hostingRedirector`);
  }
  if (accessPoint !== undefined) checkAccessPoint(accessPoint, `${where}/accessPoint`);
  if (hostingRedirector !== undefined) checkRedirector(message, binding, hostingRedirector.bindingKey);
  checkLanguages(description, `${where}/description`);
  for (const info of tModelInstanceDetails) checkInstance(message, info, `${where}/tModelInstanceInfo`);
}

function checkRedirector({ edit }: Message, { bindingKey }: BindingTemplate, to: string): void {
  const target = edit
    .serviceOfBinding(to)
    ?.value.bindingTemplates?.find((binding) => foldKey(binding.bindingKey) === foldKey(to));
  if (target === undefined) throw unknownKey('hostingRedirector bindingKey', to);
  if (target.hostingRedirector !== undefined || foldKey(to) === foldKey(bindingKey)) {
    throw new UddiError('E_invalidKeyPassed', `hostingRedirector: binding ${to} redirects itself`);
  }
}

function checkInstance(message: Message, info: TModelInstanceInfo, where: string): void {
  checkTModelKey(message, info.tModelKey, where);
  checkLanguages(info.description, `${where}/description`);
  checkLanguages(info.instanceDetails?.description, `${where}/instanceDetails/description`);
  checkOverview(info.instanceDetails?.overviewDoc, `${where}/instanceDetails/overviewDoc`);
}
