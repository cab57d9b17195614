import { beforeEach, describe, expect, it } from '@jest/globals';
import type { Registry } from '../../src/registry/messages.ts';
import type { PublisherAssertion } from '../../src/registry/model.ts';
import { openRegistry } from '../../src/registry/open-registry.ts';
import { WELL_KNOWN } from '../../src/registry/well-known.ts';
import { refused, saveBusiness } from './fixture.ts';

let registry: Registry;
let parent = '';
let child = '';
let assertion: PublisherAssertion;

beforeEach(async () => {
  registry = await openRegistry();
  parent = (await saveBusiness(registry, 'ann', 'parent')).businessKey;
  child = (await saveBusiness(registry, 'bob', 'child')).businessKey;
  assertion = {
    fromKey: parent,
    toKey: child,
    keyedReference: { tModelKey: WELL_KNOWN.relationships, keyName: 'subsidiary', keyValue: 'parent-child' },
  };
});

const add = (publisher: string, ...publisherAssertion: readonly PublisherAssertion[]) =>
  registry.publish('add_publisherAssertions', { publisherAssertion }, publisher);
const remove = (publisher: string, ...publisherAssertion: readonly PublisherAssertion[]) =>
  registry.publish('delete_publisherAssertions', { publisherAssertion }, publisher);
const made = async (publisher: string) =>
  (await registry.publish('get_publisherAssertions', {}, publisher)).publisherAssertion;
const report = async (publisher: string, completionStatus = '') =>
  (await registry.publish('get_assertionStatusReport', { completionStatus }, publisher)).assertionStatusItem;
const related = (businessKey: string, more = {}) =>
  registry.inquire('find_relatedBusinesses', { businessKey, ...more }).relatedBusinessInfos;

describe('a relationship', () => {
  it('is seen once both owners have asserted it, from both ends', async () => {
    await add('ann', assertion);
    expect(related(parent)).toEqual([]);
    expect(await report('bob')).toEqual([
      { ...assertion, completionStatus: 'status:toKey_incomplete', keysOwned: { toKey: child } },
    ]);
    await add('bob', { ...assertion, fromKey: parent.toUpperCase() });
    const keyedReference = [assertion.keyedReference];
    expect(related(parent)).toMatchObject([
      { businessKey: child, sharedRelationships: [{ direction: 'fromKey', keyedReference }] },
    ]);
    expect(related(child)).toMatchObject([
      { businessKey: parent, sharedRelationships: [{ direction: 'toKey', keyedReference }] },
    ]);
    expect(
      related(child, { keyedReference: { ...assertion.keyedReference, keyValue: 'peer-peer' } }),
    ).toEqual([]);
    expect(await report('ann', 'status:complete')).toHaveLength(1);
    expect(await report('ann', 'status:fromKey_incomplete')).toEqual([]);
  });

  it('between two businesses of one owner is complete at once', async () => {
    const own = { ...assertion, toKey: (await saveBusiness(registry, 'ann', 'own')).businessKey };
    await add('ann', own);
    expect(related(parent)).toHaveLength(1);
    expect(await report('ann')).toMatchObject([
      { completionStatus: 'status:complete', keysOwned: { fromKey: parent, toKey: own.toKey } },
    ]);
  });

  it('ends when one side takes its assertion back, and when a business goes', async () => {
    await add('ann', assertion);
    await add('bob', assertion);
    await remove('ann', assertion);
    expect(related(child)).toEqual([]);
    expect(await made('ann')).toEqual([]);
    expect(await made('bob')).toEqual([assertion]);
    await refused('E_assertionNotFound', () => remove('ann', assertion));
    await registry.publish('delete_business', { businessKey: [parent] }, 'ann');
    expect(await made('bob')).toEqual([]);
  });
});

describe('the names of a relationship', () => {
  const named = (keyName: string) => ({
    ...assertion,
    keyedReference: { ...assertion.keyedReference, keyName },
  });

  it('with capitals are completed by the other owner, and taken back', async () => {
    const holding = named('Holding Company');
    await add('ann', holding);
    await add('bob', holding);
    expect(related(parent)).toHaveLength(1);
    await remove('bob', holding);
    expect(related(parent)).toEqual([]);
    await remove('ann', holding);
    expect(await report('ann')).toEqual([]);
  });

  it('that differ in case alone are of two relationships', async () => {
    await add('ann', named('Holding'), named('holding'));
    expect(await made('ann')).toHaveLength(2);
    await remove('ann', named('Holding'));
    expect(await made('ann')).toEqual([named('holding')]);
  });
});

describe('assertions', () => {
  it('are replaced as a whole', async () => {
    const peer = { ...assertion, keyedReference: { ...assertion.keyedReference, keyValue: 'peer-peer' } };
    await add('ann', assertion);
    const request = { publisherAssertion: [peer] };
    expect(await registry.publish('set_publisherAssertions', request, 'ann')).toEqual(request);
    expect(await made('ann')).toEqual([peer]);
    await registry.publish('set_publisherAssertions', { publisherAssertion: [] }, 'ann');
    expect(await made('ann')).toEqual([]);
  });

  it('are refused about businesses of others, unknown keys and unknown statuses', async () => {
    await refused('E_userMismatch', () => add('eve', assertion));
    await refused('E_invalidKeyPassed', () => add('ann', { ...assertion, toKey: 'nobody' }));
    await refused('E_invalidKeyPassed', () =>
      add('ann', { ...assertion, keyedReference: { ...assertion.keyedReference, tModelKey: 'uuid:none' } }),
    );
    await refused('E_invalidKeyPassed', () => add('ann', { ...assertion, toKey: parent }));
    await refused('E_assertionNotFound', () => remove('ann', assertion));
    await refused('E_invalidCompletionStatus', () => report('ann', 'status:unknown'));
    await add('ann', assertion);
    await refused('E_assertionNotFound', () => remove('eve', assertion));
  });

  it('are all refused when one of a message is', async () => {
    await refused('E_invalidKeyPassed', () => add('ann', assertion, { ...assertion, toKey: 'nobody' }));
    expect(await made('ann')).toEqual([]);
  });
});
