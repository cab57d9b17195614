import { describe, expect, it } from '@jest/globals';
import request from 'supertest';
import { openConsole } from './fixture.ts';

describe('health', () => {
  it('is live, and ready while database, rules and disk are well', async () => {
    const { server } = await openConsole();
    await request(server).get('/health/live').expect(200, { status: 'live' });
    const { body } = await request(server).get('/health/ready').expect(200);
    expect(body).toMatchObject({
      status: 'ready',
      checks: {
        accepting: { ok: true },
        database: { ok: true },
        rules: { ok: true, disabled: 0 },
        disk: { ok: true, freeBytes: expect.any(Number), usedPercent: expect.any(Number) },
      },
    });
  });

  it.each([
    ['the gateway stops', { accepting: () => false }, 'accepting'],
    ['no rule set is in use', { rules: { status: () => [], reload: () => undefined } }, 'rules'],
    ['the data folder is gone', { dataFolder: '/nowhere/at/all' }, 'disk'],
  ])('is live but not ready when %s', async (_, different, name) => {
    const { server } = await openConsole(different);
    const { body } = await request(server).get('/health/ready').expect(503);
    expect(body).toMatchObject({ status: 'not ready', checks: { [name]: { ok: false } } });
    expect(JSON.stringify(body)).not.toContain('/nowhere');
    await request(server).get('/health/live').expect(200);
  });

  it('is not ready when the database does not answer', async () => {
    const { server, store } = await openConsole();
    await store.close();
    const { body } = await request(server).get('/health/ready').expect(503);
    expect(body).toMatchObject({ checks: { database: { ok: false } } });
  });
});

describe('metrics', () => {
  it('count exchanges, time them, and show what is held and disabled', async () => {
    const { server, metrics, holds } = await openConsole();
    const entry = { at: '', attempt: '', wire: 'soap12', standard: 's1' };
    metrics.ended({ ...entry, event: 'EXCHANGE_ACCEPTED', duration: 20 });
    metrics.ended({ ...entry, event: 'EXCHANGE_REFUSED', code: 'SIGN_MISMATCH' });
    metrics.ended({ ...entry, event: 'HOLD_SET' });
    metrics.committed(3);
    for (let turn = 0; turn < 3; turn++) await holds.failed({ caller: 'a', peer: 'b', business: 'c' });
    const answer = await request(server).get('/metrics').expect(200);
    expect(answer.headers['content-type']).toMatch(/^text\/plain; version=0.0.4/);
    const lines = answer.text.split('\n');
    expect(lines).toEqual(
      expect.arrayContaining([
        'tonggui_exchanges_total{wire="soap12",standard="s1",outcome="accepted",code="OK"} 1',
        'tonggui_exchanges_total{wire="soap12",standard="s1",outcome="refused",code="SIGN_MISMATCH"} 1',
        'tonggui_exchange_seconds_count{wire="soap12",outcome="accepted"} 1',
        'tonggui_commit_group_units_sum 3',
        'tonggui_exchanges_in_flight 2',
        'tonggui_rule_sets_disabled 1',
        'tonggui_holds 1',
        'tonggui_updates_late 0',
      ]),
    );
    expect(lines.some((line) => line.startsWith('process_cpu_seconds_total'))).toBe(true);
    expect(answer.text).not.toContain('HOLD_SET');
  });

  it('are told without what only the database knows when it is away', async () => {
    const { server, store, applications } = await openConsole();
    await applications.add({ id: 'app2', name: '单位', standard: 's2', grants: ['*:*:*'], sign: {} });
    await store.close();
    const answer = await request(server).get('/metrics').expect(200);
    expect(answer.text).not.toMatch(/^tonggui_updates_late/m);
    expect(answer.text).toContain('tonggui_rule_sets_disabled 1');
  });
});
