import { describe, expect, it } from '@jest/globals';
import request from 'supertest';
import type { ChannelHealth, RunningChannel } from '../../src/envelope/channel.ts';
import { openConsole } from './fixture.ts';

const since = new Date('2026-01-01T00:00:00Z');
const CHANNELS = new Map<string, RunningChannel>([
  ['tcp', channelOf({ state: 'ok' })],
  ['table', channelOf({ state: 'degraded', reason: 'front: away', since })],
]);

function channelOf(health: ChannelHealth): RunningChannel {
  return { address: 'secret place', health: () => health, stop: async () => {} };
}

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

  it('is degraded, not unready, when a channel is away: a balancer must go on sending', async () => {
    const { server } = await openConsole({ channels: () => CHANNELS });
    const { body } = await request(server).get('/health/ready').expect(200);
    expect(body).toMatchObject({
      status: 'degraded',
      channels: {
        tcp: { state: 'ok' },
        table: { state: 'degraded', reason: 'front: away', since: '2026-01-01T00:00:00.000Z' },
      },
    });
    expect(JSON.stringify(body)).not.toContain('secret place');
  });

  it('is not ready when the database does not answer', async () => {
    const { server, store } = await openConsole();
    await store.close();
    const { body } = await request(server).get('/health/ready').expect(503);
    expect(body).toMatchObject({ checks: { database: { ok: false } } });
  });
});

describe('metrics', () => {
  it('show which channels are up', async () => {
    const { server } = await openConsole({ channels: () => CHANNELS });
    const { text } = await request(server).get('/metrics').expect(200);
    expect(text.split('\n')).toEqual(
      expect.arrayContaining([
        'tonggui_channel_up{channel="tcp"} 1',
        'tonggui_channel_up{channel="table"} 0',
      ]),
    );
  });

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
        'tonggui_provider_conflicts 1',
        'tonggui_provider_breaker_open{provider="b3a5c7f0-0000-4000-8000-000000000001",operations="query"} 1',
        'tonggui_registry_entries{kind="services"} 3',
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
