import { takeOut } from './build-binding.ts';
import type { Message } from './message.ts';
import { ownBusiness, ownService } from './ownership.ts';

/** Deletes a business with its services, their bindings, and every assertion about it. */
export function deleteBusiness(message: Message, businessKey: string): void {
  const { key } = ownBusiness(message, businessKey);
  const { edit } = message;
  for (const service of edit.servicesOf(key)) edit.remove('service', service.key);
  for (const assertion of edit.assertionsOf(key)) edit.remove('assertion', assertion.key);
  edit.remove('business', key);
}

/** Deletes a service with its bindings. */
export function deleteService(message: Message, serviceKey: string): void {
  message.edit.remove('service', ownService(message, serviceKey).key);
}

export function deleteBinding(message: Message, bindingKey: string): void {
  takeOut(message, bindingKey);
}
