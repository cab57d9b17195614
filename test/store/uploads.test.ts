import { expect, it } from '@jest/globals';
import { sql } from 'kysely';
import { createUploadNotes } from '../../src/store/note-uploads.ts';
import type { Store } from '../../src/store/open-store.ts';
import type { UploadTable } from '../../src/store/schema.ts';
import { describeStores } from '../postgres.ts';
import { change, changeOf, entryOf, ledgerOf, unitOf } from './fixture.ts';

const uploads = (store: Store) =>
  store.database.selectFrom('upload').selectAll().orderBy('caller').orderBy('rule_set').execute();

/** Makes what was noted look an hour old, and the writer forget it, as after a restart. */
async function anHourLater(store: Store) {
  const at = new Date(Date.now() - 3_600_000).toISOString();
  await store.database.updateTable('upload').set({ at }).execute();
  return ledgerOf(store);
}

describeStores((_, open) => {
  it('notes when a sender last uploaded a kind of data, also when nothing changed', async () => {
    const store = await open();
    expect(await change(await ledgerOf(store), changeOf('1'))).toEqual(['created']);
    const [first] = await uploads(store);
    expect(first).toMatchObject({ caller: 'app1', standard: 's1', rule_set: '0208' });
    const ledger = await anHourLater(store);
    expect(await change(ledger, changeOf('1'))).toEqual(['unchanged']);
    const [second, ...others] = await uploads(store);
    expect(second!.at >= first!.at).toBe(true);
    expect(others).toEqual([]);
  });

  it('keeps senders and kinds apart in one group', async () => {
    const store = await open();
    const ledger = await ledgerOf(store);
    await Promise.all([
      change(ledger, changeOf('1')),
      change(ledger, changeOf('2')),
      change(ledger, changeOf('3', { ruleSet: '0101' })),
      change(ledger, changeOf('4', { owner: 'app2' })),
    ]);
    expect((await uploads(store)).map(({ caller, rule_set }) => `${caller} ${rule_set}`)).toEqual([
      'app1 0101',
      'app1 0208',
      'app2 0208',
    ]);
  });

  it('notes anew what was lost with its transaction', async () => {
    const store = await open();
    const ledger = await ledgerOf(store);
    await sql`alter table audit rename to broken`.execute(store.database);
    await expect(change(ledger, changeOf('1'))).rejects.toThrow();
    await sql`alter table broken rename to audit`.execute(store.database);
    expect(await uploads(store)).toEqual([]);
    await change(ledger, changeOf('1'));
    expect(await uploads(store)).toHaveLength(1);
  });

  it('notes a full upload that is empty, and neither refusals nor queries', async () => {
    const store = await open();
    const ledger = await ledgerOf(store);
    await ledger.commit(unitOf([]));
    const refused = { settle: () => ({ answer: undefined, entry: entryOf() }) };
    await ledger.commit(unitOf([changeOf('1')], refused));
    expect(await uploads(store)).toEqual([]);
    await ledger.commit(unitOf([], { full: { standard: 's1', ruleSet: '0208', owner: 'app1' } }));
    expect(await uploads(store)).toHaveLength(1);
  });
});

it('writes a busy sender once a minute, and anew after a failure', async () => {
  const written: UploadTable[] = [];
  const notes = createUploadNotes(async (_, rows) => written.push(...rows));
  const note = (caller: string, at: string) =>
    notes.write({} as never, [{ caller, standard: 's1', rule_set: '0208', at: `2026-01-01T${at}Z` }]);
  await note('app1', '00:00:00');
  await note('app1', '00:00:59');
  await note('app2', '00:00:59');
  await note('app1', '00:01:00');
  expect(written.map(({ caller, at }) => `${caller} ${at.slice(11, 19)}`)).toEqual([
    'app1 00:00:00',
    'app2 00:00:59',
    'app1 00:01:00',
  ]);
  notes.forget();
  await note('app1', '00:01:01');
  expect(written).toHaveLength(4);
});
