import type { BusinessEntry, ServiceEntry } from '../entry.ts';
import { newKey } from '../keys.ts';
import { UddiError } from '../uddi-error.ts';
import { unknownKey } from '../unknown-key.ts';
import type { Message } from './message.ts';

/** A business that the publisher owns. */
export function ownBusiness({ edit, publisher }: Message, key: string): BusinessEntry {
  const business = edit.require('business', 'businessKey', key);
  if (business.owner !== publisher) throw foreign('businessKey', key);
  return business;
}

/** A service in a business that the publisher owns. */
export function ownService(message: Message, key: string): ServiceEntry {
  const service = message.edit.require('service', 'serviceKey', key);
  if (!owns(message, service)) throw foreign('serviceKey', key);
  return service;
}

/** The service that holds a binding, in a business that the publisher owns. */
export function ownServiceOfBinding(message: Message, bindingKey: string): ServiceEntry {
  const service = message.edit.serviceOfBinding(bindingKey);
  if (service === undefined) throw unknownKey('bindingKey', bindingKey);
  if (!owns(message, service)) throw foreign('bindingKey', bindingKey);
  return service;
}

function owns({ edit, publisher }: Message, { value }: ServiceEntry): boolean {
  return edit.get('business', value.businessKey)?.owner === publisher;
}

export function foreign(member: string, key: string): UddiError {
  return new UddiError('E_userMismatch', `${member} ${key.slice(0, 80)} belongs to another publisher`);
}

/** A new key where none is given. The gateway's own keys need not be known before. */
export function keyFor(
  { publisher }: Message,
  given: string | undefined,
  makeKey: () => string = newKey,
): { readonly key: string; readonly mustExist: boolean } {
  if (given === undefined || given === '') return { key: makeKey(), mustExist: false };
  return { key: given, mustExist: publisher !== '' };
}
