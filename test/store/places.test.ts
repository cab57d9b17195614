import { expect, it } from '@jest/globals';
import type { Change } from '../../src/envelope/commit.ts';
import { describeStores } from '../postgres.ts';
import { change, changeOf, entryOf, ledgerOf, recordRow } from './fixture.ts';

describeStores((_, open) => {
  /** A change of one application, without a time of its own, that came with a batch. */
  const sent = (key: string, batch: number | undefined, value: string, more: Partial<Change> = {}) =>
    changeOf(key, {
      timestamp: undefined,
      content: JSON.stringify({ value }),
      ...(batch !== undefined && { place: { series: 'front', position: `2024041700000${batch}00` } }),
      ...more,
    });

  it('never replaces what a later batch stored by what an earlier one says', async () => {
    const store = await open();
    const ledger = await ledgerOf(store);
    expect(await change(ledger, sent('a', 1, 'one'))).toEqual(['created']);
    expect(await change(ledger, sent('a', 3, 'three'))).toEqual(['updated']);
    expect(await change(ledger, sent('a', 2, 'two'))).toEqual(['refused-stale']);
    expect(await change(ledger, sent('a', 2, '', { kind: 'delete' }))).toEqual(['refused-stale']);
    expect(await change(ledger, sent('a', 3, 'three again'))).toEqual(['updated']);
    expect(await recordRow(store, 'a')).toMatchObject({ content: '{"value":"three again"}', version: 3 });
  });

  it('knows a later batch that changed nothing, or deleted, or deleted again', async () => {
    const store = await open();
    const ledger = await ledgerOf(store);
    const gone = (batch: number) => sent('b', batch, '', { kind: 'delete' });
    await change(ledger, sent('a', 1, 'one'), sent('b', 1, 'one'));
    expect(await change(ledger, sent('a', 3, 'one'), gone(2), gone(5))).toEqual([
      'unchanged',
      'deleted',
      'unchanged',
    ]);
    expect(await change(ledger, sent('a', 2, 'two'), sent('b', 4, 'four'))).toEqual([
      'refused-stale',
      'refused-stale',
    ]);
    expect(await recordRow(store, 'a')).toMatchObject({ version: 1 });
    expect(await change(ledger, sent('b', 6, 'six'))).toEqual(['created']);
  });

  it('keeps the place where a change comes another way, and asks nothing of one without a place', async () => {
    const ledger = await ledgerOf(await open());
    await change(ledger, sent('a', 3, 'three'));
    expect(await change(ledger, sent('a', undefined, 'by hand'))).toEqual(['updated']);
    expect(await change(ledger, sent('a', 2, 'two'))).toEqual(['refused-stale']);
  });

  it('compares neither series with one another, nor senders', async () => {
    const store = await open();
    const ledger = await ledgerOf(store);
    await change(ledger, sent('a', 3, 'three'));
    const other = { place: { series: 'front2', position: '1' } };
    expect(await change(ledger, sent('a', 1, 'other', other))).toEqual(['updated']);
    await change(ledger, sent('a', 9, '', { kind: 'delete' }));
    expect(await change(ledger, sent('a', 1, 'mine', { owner: 'app2' }))).toEqual(['created']);
    expect((await recordRow(store, 'a'))!.place).toMatch(/^front\u001f2024041700000100$/);
  });

  it('refuses a full upload behind a later batch whole, for what it lacks may have come since', async () => {
    const store = await open();
    const ledger = await ledgerOf(store);
    const upload = async (batch: number, ...keys: readonly string[]) => {
      let told: readonly unknown[] = [];
      const changes = keys.map((key) => sent(key, batch, 'same'));
      const full = { standard: 's1', ruleSet: '0208', owner: 'app1', place: changes[0]!.place };
      await ledger.commit({
        changes,
        full,
        settle: (results, removed) => {
          told = [...results, removed];
          return { answer: results.includes('refused-stale') ? undefined : 'ok', entry: entryOf() };
        },
      });
      return told;
    };
    expect(await upload(1, 'a', 'b')).toEqual(['created', 'created', 0]);
    expect(await upload(3, 'b', 'c')).toEqual(['unchanged', 'created', 1]);
    expect(await upload(2, 'a', 'b', 'd')).toEqual(['refused-stale', 'refused-stale', 'refused-stale', 0]);
    expect(await change(ledger, sent('a', 2, 'back'))).toEqual(['refused-stale']);
    for (const [key, deleted] of [
      ['a', 1],
      ['b', 0],
      ['c', 0],
    ] as const)
      expect(await recordRow(store, key)).toMatchObject({ deleted });
    expect(await recordRow(store, 'd')).toBeUndefined();
  });
});
