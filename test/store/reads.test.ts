import { expect, it } from '@jest/globals';
import type { RecordQuery } from '../../src/envelope/commit.ts';
import type { Criterion, LogCriteria, Paging } from '../../src/envelope/envelope.ts';
import type { Store } from '../../src/store/open-store.ts';
import { describeStores } from '../postgres.ts';
import { change, changeOf, entryOf, ledgerOf } from './fixture.ts';

const FIRST: Paging = { page: 1, size: 100 };

function queryOf(criteria: readonly Criterion[], more: Partial<RecordQuery> = {}): RecordQuery {
  return { standard: 's1', ruleSet: '0208', criteria, primaryKey: ['id'], paging: FIRST, ...more };
}

/** The keys of the records found, in order. */
async function find(
  store: Store,
  criteria: readonly Criterion[],
  more?: Partial<RecordQuery>,
): Promise<string[]> {
  const { rows } = await store.reads.records(queryOf(criteria, more));
  return rows.map((text) => JSON.parse(text).id);
}

const members = (values: Record<string, string>): Criterion => ({ members: values });

/** Five records in three regions, one deleted, one of another kind. */
async function filled(store: Store): Promise<Store> {
  const ledger = await ledgerOf(store);
  const record = (key: string, day: number, region: string | undefined, index: Record<string, string>) =>
    changeOf(key, { timestamp: `2026-01-0${day} 00:00:00`, region, index });
  await change(
    ledger,
    record('e', 1, '320500', { name: '甲', grade: 'A' }),
    record('d', 2, '320583', { name: '乙', grade: 'A' }),
    record('c', 3, '310000', { name: '甲', grade: 'B' }),
    record('b', 4, undefined, { name: "' or 1=1 --", grade: 'B' }),
    record('gone', 1, '320500', { name: '甲', grade: 'A' }),
    changeOf('gone', { kind: 'delete' }),
    { ...record('other', 1, '320500', { name: '甲' }), ruleSet: '0209' },
  );
  return store;
}

describeStores((_, open) => {
  it('finds records by key, by indexed member, by AND and by OR, ordered by time', async () => {
    const store = await filled(await open());
    expect(await find(store, [])).toEqual(['e', 'd', 'c', 'b']);
    expect(await find(store, [members({ id: 'd' })])).toEqual(['d']);
    expect(await find(store, [members({ name: '甲' })])).toEqual(['e', 'c']);
    expect(await find(store, [members({ name: '甲', grade: 'B' })])).toEqual(['c']);
    expect(await find(store, [members({ id: 'd', grade: 'B' })])).toEqual([]);
    expect(await find(store, [members({ grade: 'B' }), members({ id: 'e' })])).toEqual(['e', 'c', 'b']);
    expect(await find(store, [members({})])).toHaveLength(4);
  });

  it('gives no rows for unknown members, and takes hostile texts for texts', async () => {
    const store = await filled(await open());
    for (const text of ["x' or '1'='1", '$.a', '"', '%', '__proto__', "name') --"]) {
      expect(await find(store, [members({ [text]: text })])).toEqual([]);
      expect(await find(store, [members({ id: text })])).toEqual([]);
    }
    expect(await find(store, [members({ name: "' or 1=1 --" })])).toEqual(['b']);
  });

  it('includes what lies below a region, and shows nothing outside the caller`s', async () => {
    const store = await filled(await open());
    const region = (code: string): Criterion => ({ members: {}, region: code });
    expect(await find(store, [region('320000')])).toEqual(['e', 'd']);
    expect(await find(store, [region('320500')])).toEqual(['e', 'd']);
    expect(await find(store, [region('320583')])).toEqual(['d']);
    expect(await find(store, [region('000000')])).toEqual(['e', 'd', 'c']);
    expect(await find(store, [], { scope: ['31', '320583'] })).toEqual(['d', 'c']);
    expect(await find(store, [members({ id: 'c' })], { scope: ['32'] })).toEqual([]);
    expect(await find(store, [], { scope: [] })).toEqual([]);
  });

  it('takes begin and end times as inclusive', async () => {
    const store = await filled(await open());
    const day = (number: number) => `2026-01-0${number} 00:00:00`;
    expect(await find(store, [{ members: {}, beginTime: day(2), endTime: day(3) }])).toEqual(['d', 'c']);
    expect(await find(store, [{ members: {}, beginTime: day(4) }])).toEqual(['b']);
    expect(await find(store, [{ members: {}, endTime: day(1) }])).toEqual(['e']);
  });

  it('finds the same whether few or many records have a value', async () => {
    const store = await open();
    const ledger = await ledgerOf(store);
    const record = (i: number) =>
      changeOf(`k${i}`, { region: i % 2 ? '320500' : '310000', index: { all: 'x', some: `s${i % 100}` } });
    await change(ledger, ...Array.from({ length: 1_200 }, (_, i) => record(i)));
    const total = async (...criteria: Criterion[]) =>
      (await store.reads.records(queryOf(criteria, { paging: { page: 1, size: 1 } }))).page.total;
    expect(await total(members({ all: 'x' }))).toBe(1_200);
    expect(await total(members({ all: 'x', some: 's7' }))).toBe(12);
    expect(await total({ ...members({ all: 'x' }), region: '320000' })).toBe(600);
    expect(
      await total({ ...members({ some: 's7' }), region: '310000' }, members({ id: 'k8', some: 's8' })),
    ).toBe(1);
    expect(
      await total(members({ some: 's7' }), members({ some: 's7', all: 'x' }), members({ id: 'k7' })),
    ).toBe(12);
  });

  it('joins the members of a composite key', async () => {
    const store = await open();
    const record = (part: string) =>
      changeOf(`1\u001f${part}`, { content: `{"id":"1-${part}"}`, index: { part } });
    await change(await ledgerOf(store), record('2'), record('3'));
    const primaryKey = ['id', 'part'];
    const ids = async (values: Record<string, string>) => find(store, [members(values)], { primaryKey });
    expect(await ids({ part: '2', id: '1' })).toEqual(['1-2']);
    expect(await ids({ part: '3' })).toEqual(['1-3']);
  });

  it('pages by number and by cursor, without gaps or repeats while records come', async () => {
    const store = await open();
    const ledger = await ledgerOf(store);
    const keys = Array.from({ length: 25 }, (_, i) => `k${String(i).padStart(2, '0')}`);
    await change(ledger, ...keys.map((key) => changeOf(key)));
    const second = await store.reads.records(queryOf([], { paging: { page: 2, size: 10 } }));
    expect(second.rows.map((text) => JSON.parse(text).id)).toEqual(keys.slice(10, 20));
    expect(second.page).toMatchObject({ page: 2, size: 10, total: 25 });

    const found: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await store.reads.records(queryOf([], { paging: { page: 1, size: 10, cursor } }));
      found.push(...page.rows.map((text) => JSON.parse(text).id));
      expect(page.page.page).toBe(Math.ceil(found.length / 10));
      cursor = page.page.cursor;
      await change(ledger, changeOf('before', { timestamp: '2025-01-01 00:00:00' }));
    } while (cursor !== undefined);
    expect(found).toEqual(keys);
  });

  it('refuses a cursor that it did not make', async () => {
    const store = await open();
    for (const cursor of ['', 'x', Buffer.from('[1,2,3,4]').toString('base64url'), '"']) {
      const reading = store.reads.records(queryOf([], { paging: { ...FIRST, cursor } }));
      await expect(reading).rejects.toMatchObject({ code: 'BAD_PAYLOAD' });
    }
  });

  it('takes two thousand keys at once, and a long member by its whole value', async () => {
    const store = await open();
    const long = '地址'.repeat(400);
    await change(await ledgerOf(store), changeOf('a', { index: { address: long } }), changeOf('b'));
    const keys = Array.from({ length: 2_000 }, (_, i) => members({ id: i === 7 ? 'b' : `x${i}` }));
    expect(await find(store, keys)).toEqual(['b']);
    expect(await find(store, [members({ address: long })])).toEqual(['a']);
    expect(await find(store, [members({ address: `${long}1` })])).toEqual([]);
    const many = Array.from({ length: 201 }, (_, i) => members({ name: `n${i}` }));
    await expect(find(store, many)).rejects.toMatchObject({ code: 'BAD_PAYLOAD' });
    expect(await find(store, many.slice(1))).toEqual([]);
  });

  it('tells a caller its own exchanges, newest first, by whatever it asks for', async () => {
    const store = await open();
    const ledger = await ledgerOf(store);
    const log = (more: Parameters<typeof entryOf>[0]) =>
      ledger.commit({ changes: [], settle: () => ({ answer: undefined, entry: entryOf(more) }) });
    // 2026-01-01 23:59:59 and 2026-01-02 00:00:00 in China.
    await log({
      at: '2026-01-01T15:59:59.500Z',
      messageId: 'm1',
      business: '020801',
      action: '01',
      bytes: 9,
    });
    await log({ at: '2026-01-01T16:00:00.000Z', messageId: 'm2', event: 'EXCHANGE_REFUSED', code: 'HELD' });
    await log({ at: '2026-01-03T00:00:00.000Z', messageId: 'm3', event: 'EXCHANGE_REPEATED' });
    await log({ at: '2026-01-02T00:00:00.000Z', messageId: 'm4', caller: 'app2' });
    await log({ at: '2026-01-02T00:00:00.000Z', messageId: 'm5', event: 'HOLD_SET' });
    const ids = async (criteria: LogCriteria) =>
      (await store.reads.log({ caller: 'app1', criteria, paging: FIRST })).rows.map(
        ({ messageId }) => messageId,
      );
    expect(await ids({})).toEqual(['m3', 'm2', 'm1']);
    expect(await ids({ outcome: 'accepted' })).toEqual(['m1']);
    expect(await ids({ outcome: 'refused' })).toEqual(['m2']);
    expect(await ids({ outcome: 'repeated' })).toEqual(['m3']);
    expect(await ids({ business: '020801', action: '01' })).toEqual(['m1']);
    expect(await ids({ messageId: 'm4' })).toEqual([]);
    expect(await ids({ endTime: '2026-01-01 23:59:59' })).toEqual(['m1']);
    expect(await ids({ beginTime: '2026-01-02 00:00:00' })).toEqual(['m3', 'm2']);
    await expect(ids({ beginTime: '2026-13-01 00:00:00' })).rejects.toMatchObject({ code: 'BAD_PAYLOAD' });

    const [, , first] = (await store.reads.log({ caller: 'app1', criteria: {}, paging: FIRST })).rows;
    expect(first).toMatchObject({ event: 'EXCHANGE_ACCEPTED', messageId: 'm1', bytes: 9, sequence: 1 });
    expect(first).not.toHaveProperty('code');
  });

  it('pages through a log in which many entries have the same instant', async () => {
    const store = await open();
    const ledger = await ledgerOf(store);
    const at = '2026-01-01T00:00:00.000Z';
    const one = () => ({ answer: undefined, entry: entryOf({ at }) });
    await Promise.all(Array.from({ length: 25 }, () => ledger.commit({ changes: [], settle: one })));
    const sequences: number[] = [];
    let cursor: string | undefined;
    do {
      const { rows, page } = await store.reads.log({
        caller: 'app1',
        criteria: {},
        paging: { page: 1, size: 10, cursor },
      });
      sequences.push(...rows.map(({ sequence }) => sequence));
      expect(page.total).toBe(25);
      cursor = page.cursor;
    } while (cursor !== undefined);
    expect(sequences).toEqual(Array.from({ length: 25 }, (_, i) => 25 - i));
  });
});
