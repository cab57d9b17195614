import { foldKey } from '../keys.ts';
import type { KeyedReference } from '../model.ts';
import { UddiError } from '../uddi-error.ts';
import type { Message } from './message.ts';

/** Each reference is to a tModel of the registry, and holds a code that it knows where its codes are known. */
export function checkBag(
  message: Message,
  bag: readonly KeyedReference[] | undefined = [],
  where: string,
): void {
  for (const [index, reference] of bag.entries()) {
    checkReference(message, reference, `${where}/keyedReference[${index + 1}]`);
  }
}

export function checkReference(message: Message, reference: KeyedReference, where: string): void {
  const { tModelKey, keyValue } = reference;
  // Without a tModelKey it is a general keyword.
  if (tModelKey !== '') checkTModelKey(message, tModelKey, where);
  const values = message.taxonomies.get(foldKey(tModelKey));
  if (values !== undefined && !values.has(keyValue)) {
    throw new UddiError('E_invalidValue', `${where}: ${keyValue.slice(0, 80)} is not a code of ${tModelKey}`);
  }
}

export function checkTModelKey({ edit }: Message, tModelKey: string, where: string): void {
  if (edit.get('tModel', tModelKey) === undefined) {
    throw new UddiError(
      'E_invalidKeyPassed',
      `${where}: tModelKey ${tModelKey.slice(0, 80)} is not registered`,
    );
  }
}
