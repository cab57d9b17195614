import type { Contact } from '../model.ts';
import { checkTModelKey } from './check-bags.ts';
import { checkLanguages } from './check-texts.ts';
import type { Message } from './message.ts';

/** Descriptions by language, and addresses whose tModel is registered. */
export function checkContacts(message: Message, contacts: readonly Contact[] = [], where: string): void {
  contacts.forEach(({ description, address = [] }, index) => {
    const place = `${where}/contact[${index + 1}]`;
    checkLanguages(description, `${place}/description`);
    for (const { tModelKey = '' } of address) {
      if (tModelKey !== '') checkTModelKey(message, tModelKey, `${place}/address`);
    }
  });
}
