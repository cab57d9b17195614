import type { AssertionEntry } from '../entry.ts';
import { foldKey } from '../keys.ts';
import type { AssertionStatusItem, CompletionStatus } from '../messages.ts';
import type { PublisherAssertion } from '../model.ts';
import { UddiError } from '../uddi-error.ts';
import { checkReference } from './check-bags.ts';
import type { Message } from './message.ts';

const STATUSES: readonly string[] = [
  'status:complete',
  'status:toKey_incomplete',
  'status:fromKey_incomplete',
] satisfies CompletionStatus[];

/** The same relationship between the same businesses has the same key. */
function keyOf({
  fromKey,
  toKey,
  keyedReference: { tModelKey, keyName = '', keyValue },
}: PublisherAssertion): string {
  return JSON.stringify([foldKey(fromKey), foldKey(toKey), foldKey(tModelKey), keyName, keyValue]);
}

interface Sides {
  readonly from: boolean;
  readonly to: boolean;
}

/** Which of the two businesses the publisher owns. */
function sidesOf({ edit, publisher }: Message, { fromKey, toKey }: PublisherAssertion): Sides {
  return {
    from: edit.get('business', fromKey)?.owner === publisher,
    to: edit.get('business', toKey)?.owner === publisher,
  };
}

/** Makes an assertion for the publisher's side, or sides; it is complete once both owners have made it. */
export function addAssertion(message: Message, value: PublisherAssertion): void {
  const { edit } = message;
  edit.require('business', 'fromKey', value.fromKey);
  edit.require('business', 'toKey', value.toKey);
  const sides = sidesOf(message, value);
  if (!sides.from && !sides.to) {
    throw new UddiError('E_userMismatch', 'neither fromKey nor toKey belongs to this publisher');
  }
  if (foldKey(value.fromKey) === foldKey(value.toKey)) {
    throw new UddiError('E_invalidKeyPassed', 'fromKey and toKey name the same business');
  }
  checkReference(message, value.keyedReference, 'publisherAssertion/keyedReference');
  if (value.keyedReference.tModelKey === '') {
    throw new UddiError('E_invalidKeyPassed', 'the keyedReference of an assertion must have a tModelKey');
  }
  const before = edit.get('assertion', keyOf(value));
  const byFrom = sides.from || before?.byFrom === true;
  const byTo = sides.to || before?.byTo === true;
  if (before?.byFrom === byFrom && before.byTo === byTo) return;
  const kept = before?.value ?? value;
  edit.put({ kind: 'assertion', key: keyOf(value), changedAt: message.now, value: kept, byFrom, byTo });
}

/** Takes the publisher's side back; the assertion is gone once no side is left. */
export function deleteAssertion(message: Message, value: PublisherAssertion): void {
  const entry = message.edit.get('assertion', keyOf(value));
  if (entry === undefined || !madeBy(message, entry)) {
    throw new UddiError('E_assertionNotFound', 'this publisher has made no such assertion');
  }
  takeBack(message, entry);
}

function takeBack(message: Message, entry: AssertionEntry): void {
  const sides = sidesOf(message, entry.value);
  const byFrom = entry.byFrom && !sides.from;
  const byTo = entry.byTo && !sides.to;
  if (byFrom || byTo) message.edit.put({ ...entry, changedAt: message.now, byFrom, byTo });
  else message.edit.remove('assertion', entry.key);
}

function madeBy(message: Message, { value, byFrom, byTo }: AssertionEntry): boolean {
  const sides = sidesOf(message, value);
  return (sides.from && byFrom) || (sides.to && byTo);
}

/** Every assertion about a business of the publisher. */
function concerning({ edit, publisher }: Message): readonly AssertionEntry[] {
  const found = new Map<string, AssertionEntry>();
  for (const { key } of edit.owned('business', publisher)) {
    for (const entry of edit.assertionsOf(key)) found.set(entry.key, entry);
  }
  return [...found.values()].sort((one, other) => (one.key < other.key ? -1 : 1));
}

/** The assertions that the publisher has made. */
export function assertionsOf(message: Message): readonly PublisherAssertion[] {
  return concerning(message)
    .filter((entry) => madeBy(message, entry))
    .map(({ value }) => value);
}

/** Makes exactly these assertions the publisher's. */
export function setAssertions(
  message: Message,
  values: readonly PublisherAssertion[],
): readonly PublisherAssertion[] {
  const wanted = new Set(values.map(keyOf));
  for (const entry of concerning(message)) {
    if (!wanted.has(entry.key) && madeBy(message, entry)) takeBack(message, entry);
  }
  for (const value of values) addAssertion(message, value);
  return assertionsOf(message);
}

/** How each assertion about the publisher's businesses stands. */
export function assertionStatuses(message: Message, wanted = ''): readonly AssertionStatusItem[] {
  if (wanted !== '' && !STATUSES.includes(wanted)) {
    throw new UddiError('E_invalidCompletionStatus', `${wanted.slice(0, 80)} is no completionStatus`);
  }
  return concerning(message)
    .map((entry) => statusItem(message, entry))
    .filter(({ completionStatus }) => wanted === '' || completionStatus === wanted);
}

function statusItem(message: Message, { value, byFrom, byTo }: AssertionEntry): AssertionStatusItem {
  const sides = sidesOf(message, value);
  return {
    ...value,
    completionStatus:
      byFrom && byTo ? 'status:complete' : byFrom ? 'status:toKey_incomplete' : 'status:fromKey_incomplete',
    keysOwned: {
      ...(sides.from && { fromKey: value.fromKey }),
      ...(sides.to && { toKey: value.toKey }),
    },
  };
}
