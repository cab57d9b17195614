import { expect, it } from '@jest/globals';
import { ExchangeError } from '../../src/envelope/exchange-error.ts';
import { describeStores } from '../postgres.ts';
import { change, changeOf, entryOf, ledgerOf, recordRow, send, unitOf } from './fixture.ts';

describeStores((_, open, again) => {
  it('creates, keeps, updates and refuses records as they are sent', async () => {
    const ledger = await ledgerOf(await open());
    const newer = { content: '{"id":"a","v":2}', timestamp: '2026-02-01 00:00:00' };
    expect(await change(ledger, changeOf('a'), changeOf('b'))).toEqual(['created', 'created']);
    expect(await change(ledger, changeOf('a'))).toEqual(['unchanged']);
    expect(await change(ledger, changeOf('a', newer))).toEqual(['updated']);
    expect(await change(ledger, changeOf('a'))).toEqual(['refused-stale']);
    expect(await change(ledger, changeOf('a', { owner: 'app2' }))).toEqual(['refused-second-source']);
  });

  it('modifies and deletes only what is there, by its owner, and deletes logically', async () => {
    const store = await open();
    const ledger = await ledgerOf(store);
    const gone = changeOf('a', { kind: 'delete', content: '' });
    expect(await change(ledger, changeOf('a', { kind: 'modify' }), gone)).toEqual([
      'refused-not-found',
      'refused-not-found',
    ]);
    await change(ledger, changeOf('a'));
    expect(await change(ledger, changeOf('a', { kind: 'modify', content: '{"v":2}' }))).toEqual(['updated']);
    expect(await change(ledger, { ...gone, owner: 'app2' })).toEqual(['refused-second-source']);
    expect(await change(ledger, gone, gone)).toEqual(['deleted', 'unchanged']);
    expect(await change(ledger, changeOf('a', { kind: 'modify' }))).toEqual(['refused-not-found']);
    expect(await recordRow(store, 'a')).toMatchObject({ deleted: 1, version: 3, content: '{"v":2}' });
    expect(await change(ledger, changeOf('a', { owner: 'app2' }))).toEqual(['created']);
    expect(await recordRow(store, 'a')).toMatchObject({ deleted: 0, version: 4, owner: 'app2' });
  });

  it('refuses what lies outside the regions of the sender, as sent or as stored', async () => {
    const ledger = await ledgerOf(await open());
    await change(
      ledger,
      changeOf('a', { region: '320500' }),
      changeOf('b', { region: '310100' }),
      changeOf('c'),
    );
    const inside = (key: string) => changeOf(key, { content: '{}', region: '320500', scope: ['32'] });
    expect(await change(ledger, inside('a'), inside('b'), inside('c'))).toEqual([
      'updated',
      'refused-scope',
      'refused-scope',
    ]);
    expect(await change(ledger, changeOf('d', { region: '110000', scope: ['32'] }))).toEqual([
      'refused-scope',
    ]);
  });

  it('lets later changes see earlier ones, in one unit and in one group', async () => {
    const store = await open();
    const ledger = await ledgerOf(store);
    const [first, second] = await Promise.all([
      change(ledger, changeOf('a'), changeOf('a', { content: '{"v":2}' })),
      change(ledger, changeOf('a', { content: '{"v":2}' }), changeOf('a', { kind: 'delete' })),
    ]);
    expect([first, second]).toEqual([
      ['created', 'updated'],
      ['unchanged', 'deleted'],
    ]);
    expect(await recordRow(store, 'a')).toMatchObject({ version: 3, deleted: 1, content: '{"v":2}' });
  });

  it('writes nothing of a refused unit but its entry, and lets nobody see its changes', async () => {
    const store = await open();
    const ledger = await ledgerOf(store);
    const refused = unitOf([changeOf('a')], {
      seen: { caller: 'app1', messageId: 'm1', digest: 'd' },
      settle: () => ({ answer: undefined, entry: entryOf({ event: 'EXCHANGE_REFUSED' }) }),
    });
    const [, after] = await Promise.all([
      ledger.commit(refused),
      change(ledger, changeOf('a', { kind: 'modify' })),
    ]);
    expect(after).toEqual(['refused-not-found']);
    expect(await recordRow(store, 'a')).toBeUndefined();
    expect(await ledger.recall('app1', 'm1')).toBeUndefined();
    const events = await store.database.selectFrom('audit').select('event').orderBy('sequence').execute();
    expect(events.map(({ event }) => event)).toEqual(['EXCHANGE_REFUSED', 'EXCHANGE_ACCEPTED']);
  });

  it('answers a known message id with what was stored for it, also within one group', async () => {
    const store = await open();
    const ledger = await ledgerOf(store);
    const both = await Promise.all([
      send(ledger, 'm1', [changeOf('a')]),
      send(ledger, 'm1', [changeOf('b')]),
    ]);
    const earlier = { digest: 'digest-m1', answer: 'created' };
    expect(both).toEqual([{ kind: 'committed' }, { kind: 'seen', earlier }]);
    expect(await send(ledger, 'm1', [changeOf('c')])).toEqual({ kind: 'seen', earlier });
    expect(await ledger.recall('app1', 'm1')).toEqual(earlier);
    expect(await ledger.recall('app2', 'm1')).toBeUndefined();
    expect(await send(ledger, 'm1', [], 'app2')).toEqual({ kind: 'committed' });
    expect(await recordRow(store, 'b')).toBeUndefined();
    const { total } = await store.database
      .selectFrom('audit')
      .select((eb) => eb.fn.countAll<number>().as('total'))
      .executeTakeFirstOrThrow();
    expect(total).toBe(2);
  });

  it('rejects alone the unit whose settle throws', async () => {
    const store = await open();
    const ledger = await ledgerOf(store);
    const broken = unitOf([changeOf('a')], {
      settle: () => {
        throw new ExchangeError('BAD_PAYLOAD');
      },
    });
    const results = await Promise.allSettled([ledger.commit(broken), ledger.commit(unitOf([changeOf('b')]))]);
    expect(results.map(({ status }) => status)).toEqual(['rejected', 'fulfilled']);
    expect(await recordRow(store, 'a')).toBeUndefined();
    expect(await recordRow(store, 'b')).toBeDefined();
  });

  it('shares one transaction among units that come together', async () => {
    const store = await open();
    const ledger = await ledgerOf(store);
    await Promise.all(Array.from({ length: 100 }, (_, i) => send(ledger, `m${i}`, [changeOf(`k${i}`)])));
    const instants = await store.database.selectFrom('record').select('changed_at').distinct().execute();
    expect(instants.length).toBeLessThanOrEqual(2);
  });

  it('writes more changes than one group holds', async () => {
    const ledger = await ledgerOf(await open());
    const many = Array.from({ length: 21_000 }, (_, i) => changeOf(`k${i}`, { index: { name: `n${i}` } }));
    expect(new Set(await change(ledger, ...many))).toEqual(new Set(['created']));
  });

  it('refuses keys that a database could not store or tell apart', async () => {
    const ledger = await ledgerOf(await open());
    for (const key of ['a\0b', 'a\ud800b', 'x'.repeat(600)]) {
      await expect(ledger.commit(unitOf([changeOf(key)]))).rejects.toMatchObject({ code: 'BAD_PAYLOAD' });
    }
    const [result] = await change(
      ledger,
      changeOf('长'.repeat(512), { index: { 名称: '值'.repeat(5_000) } }),
    );
    expect(result).toBe('created');
  });

  it('stores whatever a stranger makes an audit entry say', async () => {
    const store = await open();
    const ledger = await ledgerOf(store);
    const hostile = {
      caller: `x\0\ud800${'y'.repeat(5_000)}`,
      detail: '\0',
      duration: 1.5,
      bytes: Number.NaN,
    };
    await ledger.commit({ changes: [], settle: () => ({ answer: undefined, entry: entryOf(hostile) }) });
    const row = await store.database.selectFrom('audit').selectAll().executeTakeFirstOrThrow();
    expect(row).toMatchObject({ detail: '\ufffd', duration: 2, bytes: null });
    expect(row.caller).toHaveLength(256);
  });

  it('keeps records, ids, answers and its chain over a restart', async () => {
    const store = await open();
    await send(await ledgerOf(store), 'm1', [changeOf('a')]);
    await store.close();
    const reopened = await again();
    const ledger = await ledgerOf(reopened);
    expect(await send(ledger, 'm1', [])).toMatchObject({ kind: 'seen' });
    expect(await change(ledger, changeOf('a'))).toEqual(['unchanged']);
  });

  it('takes nothing more once closed', async () => {
    const store = await open();
    const ledger = await ledgerOf(store);
    const last = send(ledger, 'm1', []);
    await store.close();
    expect(await last).toEqual({ kind: 'committed' });
    await expect(send(ledger, 'm2', [])).rejects.toMatchObject({ code: 'STORAGE_UNAVAILABLE' });
  });

  it('forgets message ids only after seven days', async () => {
    const store = await open();
    const ledger = await ledgerOf(store);
    await send(ledger, 'new', []);
    const old = Array.from({ length: 1_200 }, (_, i) => ({
      caller: 'app1',
      message_id: `old${i}`,
      digest: 'd',
      answer: 'a',
      at: new Date(Date.now() - 8 * 86_400_000).toISOString(),
    }));
    await store.database.insertInto('seen').values(old).execute();
    expect(await store.forgetSeen(new Date())).toBe(1_200);
    expect(await ledger.recall('app1', 'old7')).toBeUndefined();
    expect(await ledger.recall('app1', 'new')).toBeDefined();
  });
});
