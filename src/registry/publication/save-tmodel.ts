import type { TModelEntry } from '../entry.ts';
import { foldKey, newTModelKey } from '../keys.ts';
import type { TModelDraft } from '../messages.ts';
import type { TModel } from '../model.ts';
import { UddiError } from '../uddi-error.ts';
import { unknownKey } from '../unknown-key.ts';
import { checkBag } from './check-bags.ts';
import { checkLanguages, checkName } from './check-texts.ts';
import { checkOverview } from './check-urls.ts';
import type { Message } from './message.ts';
import { foreign, keyFor } from './ownership.ts';

/** Saves a tModel; one that was deleted is found again. */
export function saveTModel(message: Message, draft: TModelDraft): TModel {
  const { edit, publisher: owner } = message;
  const { key: tModelKey, mustExist } = keyFor(message, draft.tModelKey, newTModelKey);
  const before = edit.get('tModel', tModelKey);
  if (before === undefined && mustExist) throw unknownKey('tModelKey', tModelKey);
  if (before !== undefined && before.owner !== owner) throw foreign('tModelKey', tModelKey);
  if (!tModelKey.toLowerCase().startsWith('uuid:')) {
    throw new UddiError('E_invalidKeyPassed', 'a tModelKey begins with uuid:');
  }
  const { operator, authorizedName } = message;
  const value = { ...draft, tModelKey: before?.value.tModelKey ?? tModelKey, operator, authorizedName };
  edit.put({ kind: 'tModel', key: foldKey(tModelKey), owner, changedAt: message.now, value });
  // Now that it is there it may refer to itself.
  checkTModel(message, value);
  return value;
}

function checkTModel(message: Message, value: TModel): void {
  checkName(value.name.value, 'tModel/name');
  checkLanguages(value.description, 'tModel/description');
  checkOverview(value.overviewDoc, 'tModel/overviewDoc');
  checkBag(message, value.identifierBag, 'tModel/identifierBag');
  checkBag(message, value.categoryBag, 'tModel/categoryBag');
}

/** Hides a tModel: no find tells it any more, but who refers to it can still read it. */
export function deleteTModel({ edit, publisher, now }: Message, key: string): void {
  const entry: TModelEntry = edit.require('tModel', 'tModelKey', key);
  if (entry.owner !== publisher) throw foreign('tModelKey', key);
  edit.put({ ...entry, hidden: true, changedAt: now });
}
