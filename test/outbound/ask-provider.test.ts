import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { PROVIDER_WIRES } from '../../src/envelope/provider.ts';
import type { ProviderAsker } from '../../src/outbound/ask-provider.ts';
import type { BreakerEvent } from '../../src/outbound/breakers.ts';
import { type Fault, type FaultProxy, startFaultProxy } from '../support/fault-proxy.ts';
import { startTestGateway, type TestGateway } from '../support/gateway.ts';
import type { Partner } from '../support/partner.ts';
import { sampleRecord } from '../support/records.ts';
import { add, createAsker, providerAt, query } from './asked.ts';

/** Long enough for any answer that comes at all. */
const PATIENT = { sameDomainSeconds: 10, crossDomainSeconds: 10 };
/** Short enough to wait for its end. */
const HASTY = { sameDomainSeconds: 0.5, crossDomainSeconds: 0.5 };

let gateway: TestGateway;
let partner: Partner;
const proxies: FaultProxy[] = [];
const askers: ProviderAsker[] = [];

beforeAll(async () => {
  gateway = await startTestGateway();
  partner = await gateway.addPartner();
});
afterAll(() => gateway.stop());
afterEach(async () => {
  for (const asker of askers.splice(0)) await asker.close();
  for (const proxy of proxies.splice(0)) await proxy.close();
});

async function startProxy(fault: Fault = { kind: 'pass' }): Promise<FaultProxy> {
  const proxy = await startFaultProxy(new URL(gateway.exchangeUrl).origin);
  proxy.use(fault);
  proxies.push(proxy);
  return proxy;
}

function asking(...given: Parameters<typeof createAsker>): ProviderAsker {
  const asker = createAsker(...given);
  askers.push(asker);
  return asker;
}

const providerOf = (...at: readonly FaultProxy[]) =>
  providerAt(
    gateway,
    partner,
    at.map(({ origin }) => origin),
  );

async function keysStored(): Promise<number> {
  const proxy = await startProxy();
  const { outcome } = await asking(PATIENT)(providerOf(proxy), query());
  if (outcome.kind !== 'done') throw new Error(`the provider could not be asked: ${JSON.stringify(outcome)}`);
  return outcome.answer.page?.total ?? 0;
}

describe.each(PROVIDER_WIRES)('a provider that is asked by %s', (wire) => {
  it('takes a change and answers a query, each call told as a leg', async () => {
    const proxy = await startProxy();
    const provider = { ...providerOf(proxy), wire };
    const ask = asking(PATIENT);
    const record = sampleRecord();
    const changed = await ask(provider, add(record));
    expect(changed.outcome).toMatchObject({
      kind: 'done',
      answer: { message: expect.stringContaining('1') },
    });
    const found = await ask(provider, query());
    const code = `"equipmentCode":"${String(record['equipmentCode'])}"`;
    expect(found.outcome).toMatchObject({
      kind: 'done',
      answer: { records: expect.arrayContaining([expect.stringContaining(code)]) },
    });
    expect(changed.legs).toEqual([
      {
        provider: provider.id,
        endpoint: provider.endpoints[0],
        wire,
        milliseconds: expect.any(Number),
        outcome: 'answered',
        status: 200,
        bytes: expect.any(Number),
        digest: expect.stringMatching(/^[0-9a-f]{64}$/),
      },
    ]);
  });

  it('gets the gateway’s own headers and none of a caller’s (A14)', async () => {
    const proxy = await startProxy();
    await asking(PATIENT)({ ...providerOf(proxy), wire }, query());
    const known = ['accept', 'accept-encoding', 'connection', 'content-length', 'content-type', 'host'];
    const action = wire === 'soap11' ? ['soapaction'] : [];
    expect(Object.keys(proxy.requests[0]!.headers).sort()).toEqual([...known, ...action].sort());
  });

  it('tells its refusal in its own words', async () => {
    const proxy = await startProxy();
    const refused = await asking(PATIENT)({ ...providerOf(proxy), wire }, query({ nowhere: 'x' }));
    expect(refused.outcome).toMatchObject({ kind: 'refused', message: expect.stringContaining('nowhere') });
    expect(refused.legs.at(-1)?.outcome).toMatch(/refused|fault/);
  });
});

describe('a provider without an answer', () => {
  it.each<[string, string, (origin: string) => string]>([
    ['refuses connections', 'unreachable', () => 'http://127.0.0.1:9999'],
    ['has no name in the DNS', 'unreachable', () => 'http://nowhere.example'],
    ['speaks no TLS', 'unreachable', (origin) => origin.replace('http:', 'https:')],
    ['stands where no connection may go', 'unreachable', () => 'http://169.254.169.254'],
  ])('%s: nothing was delivered, and a leg says so (M01)', async (_, failure, address) => {
    const proxy = await startProxy();
    const ask = asking(PATIENT, { resolve: () => Promise.reject(new Error('no such name')) });
    const { outcome, legs } = await ask(providerAt(gateway, partner, [address(proxy.origin)]), add());
    expect(outcome).toMatchObject({ kind: 'failed', failure, delivered: 'no' });
    expect(legs).toMatchObject([{ outcome: failure }]);
  });

  it.each<[string, Fault, string]>([
    ['a first byte that never comes (M02)', { kind: 'silent' }, 'timeout'],
    ['a byte now and then (M02)', { kind: 'drip', every: 50 }, 'timeout'],
    ['a late answer (M02)', { kind: 'late', after: 60_000 }, 'timeout'],
    ['half an answer (M03)', { kind: 'cut' }, 'broken'],
    ['a reset within the answer (M03)', { kind: 'reset' }, 'broken'],
    ['a length that is too short (M03)', { kind: 'short-length' }, 'not-understood'],
    ['a broken chunk (M03)', { kind: 'bad-chunk' }, 'broken'],
    ['a login page (M04)', { kind: 'login-page' }, 'not-understood'],
    ['another charset (M04)', { kind: 'wrong-charset' }, 'not-understood'],
    ['neither JSON nor XML (M04)', { kind: 'garbage' }, 'not-understood'],
    ['a gigabyte (M04)', { kind: 'huge', bytes: 2 ** 30 }, 'too-large'],
    ['a compressed gigabyte (M04)', { kind: 'gzip-bomb', bytes: 2 ** 30 }, 'not-understood'],
    ['a redirect inside (M05)', { kind: 'redirect', location: 'http://127.0.0.1:1/' }, 'redirected'],
    ['an error page', { kind: 'error', status: 502 }, 'not-understood'],
  ])('sends %s: the outcome of a change is unknown, and nobody is asked again', async (_, fault, failure) => {
    for (const wire of PROVIDER_WIRES) {
      const first = await startProxy(fault);
      const second = await startProxy();
      const waits = failure === 'timeout';
      const ask = asking({ ...(waits ? HASTY : PATIENT), answerBytes: 1024 * 1024 });
      const { outcome, legs } = await ask({ ...providerOf(first, second), wire }, add());
      expect(outcome).toMatchObject({ kind: 'failed', failure, delivered: 'unknown' });
      expect(legs).toMatchObject([{ outcome: failure }]);
      expect(second.requests).toEqual([]);
      // The connection is gone: no answer that comes later is read by anybody.
      if (waits || failure === 'too-large') await first.requests[0]!.closed;
      expect(first.requests).toHaveLength(1);
      expect(first.requests[0]!.written).toBeLessThan(16 * 1024 * 1024);
    }
  });

  it('has acted all the same: the same message again gets its first answer and changes nothing', async () => {
    const proxy = await startProxy();
    const ask = asking(HASTY);
    const change = add();
    proxy.once({ kind: 'cut' });
    expect((await ask(providerOf(proxy), change)).outcome).toMatchObject({ delivered: 'unknown' });
    const before = await keysStored();
    const resent = await asking(PATIENT)(providerOf(proxy), change);
    expect(resent.outcome).toMatchObject({
      kind: 'done',
      answer: { message: expect.stringContaining('新增1') },
    });
    expect(await keysStored()).toBe(before);
  });

  it('is told by the digest of what came back, never by its text', async () => {
    const proxy = await startProxy({ kind: 'login-page' });
    const asked = await asking(PATIENT)(providerOf(proxy), query());
    expect(asked.legs).toMatchObject([{ status: 200, digest: expect.stringMatching(/^[0-9a-f]{64}$/) }]);
    expect(JSON.stringify(asked)).not.toContain('password');
  });
});

describe('an endpoint that is only reached for', () => {
  it.each<[string, Fault, string | undefined]>([
    ['answers', { kind: 'pass' }, undefined],
    ['answers with an error', { kind: 'error', status: 500 }, undefined],
    ['answers with a redirect', { kind: 'redirect', location: 'http://127.0.0.1:1/' }, undefined],
    ['is silent', { kind: 'silent' }, 'no whole answer within 0.5 s'],
  ])('%s', async (_, fault, reason) => {
    const proxy = await startProxy(fault);
    expect(await asking(HASTY).reach(`${proxy.origin}/x`)).toBe(reason);
    expect(proxy.requests).toMatchObject([{ method: 'HEAD', body: '' }]);
  });

  it('is not there, or must not be', async () => {
    expect(await asking(HASTY).reach('http://127.0.0.1:1/')).toBe('the address is refused (port)');
    expect(await asking(HASTY).reach('http://169.254.169.254/')).toBe('the address is refused (link-local)');
  });
});

describe('several endpoints', () => {
  it.each<[string, Fault | 'refuse']>([
    ['is unreachable', 'refuse'],
    ['is silent', { kind: 'silent' }],
    ['breaks off', { kind: 'reset' }],
    ['shows a login page', { kind: 'login-page' }],
    ['shows an error page', { kind: 'error', status: 500 }],
  ])('a query goes to the next when one %s, under an id of its own', async (_, fault) => {
    const first = await startProxy(fault === 'refuse' ? undefined : fault);
    if (fault === 'refuse') await first.refuse();
    const second = await startProxy();
    const ask = asking({ sameDomainSeconds: 3 });
    const { outcome, legs } = await ask(providerOf(first, second), query());
    expect(outcome.kind).toBe('done');
    expect(legs.map(({ endpoint }) => new URL(endpoint).origin)).toEqual([first.origin, second.origin]);
    expect(second.requests[0]!.body).not.toBe(first.requests[0]?.body);
  });

  it('are asked no more once the provider has answered, even with a refusal', async () => {
    const [first, second] = [await startProxy(), await startProxy()];
    const { outcome } = await asking(PATIENT)(providerOf(first, second), query({ nowhere: 'x' }));
    expect(outcome.kind).toBe('refused');
    expect(second.requests).toEqual([]);
  });

  it('a change goes to the next only when nothing was sent', async () => {
    const [first, second] = [await startProxy(), await startProxy()];
    await first.refuse();
    const { outcome, legs } = await asking(PATIENT)(providerOf(first, second), add());
    expect(outcome.kind).toBe('done');
    expect(legs.map((leg) => leg.outcome)).toEqual(['unreachable', 'answered']);
  });

  it('one that failed is asked last for a while, then probed, and comes first again', async () => {
    const [first, second] = [await startProxy(), await startProxy()];
    const provider = providerOf(first, second);
    const ask = asking({ ...PATIENT, restSeconds: 0.5 });
    first.once({ kind: 'reset' });
    await ask(provider, query());
    await ask(provider, query());
    expect([first.requests.length, second.requests.length]).toEqual([1, 2]);
    await new Promise((resolve) => setTimeout(resolve, 600));
    await ask(provider, query());
    await ask(provider, query());
    expect([first.requests.length, second.requests.length]).toEqual([3, 2]);
  });
});

describe('the breaker', () => {
  const SMALL = { ...PATIENT, minimumCalls: 4, probeSeconds: 0.3 };

  async function askTimes(ask: ProviderAsker, provider: ReturnType<typeof providerOf>, times: number) {
    const kinds = [];
    for (let at = 0; at < times; at++) kinds.push((await ask(provider, query())).outcome.kind);
    return kinds;
  }

  it('opens in a storm of errors, lets one probe through, and closes again (M07)', async () => {
    const proxy = await startProxy({ kind: 'error', status: 500 });
    const provider = providerOf(proxy);
    const events: BreakerEvent[] = [];
    const ask = asking(SMALL, { onBreaker: (event) => events.push(event) });
    expect(await askTimes(ask, provider, 6)).toEqual([
      'failed',
      'failed',
      'failed',
      'failed',
      'open',
      'open',
    ]);
    expect(proxy.requests).toHaveLength(4);
    expect(ask.breakers()).toMatchObject([{ provider: provider.id, operations: 'query', state: 'open' }]);

    await stateIs(ask, 'half-open');
    proxy.use({ kind: 'late', after: 60_000 });
    const probe = ask(provider, query());
    const during = await ask(provider, query());
    expect(during.outcome).toEqual({ kind: 'open', retryAfter: 1 });
    while (proxy.waiting === 0) await new Promise((resolve) => setTimeout(resolve, 5));
    proxy.release();
    expect((await probe).outcome.kind).toBe('done');
    await stateIs(ask, 'closed');
    proxy.use({ kind: 'pass' });
    expect(await askTimes(ask, provider, 2)).toEqual(['done', 'done']);
    expect(events.map(({ state }) => state)).toEqual(['open', 'half-open', 'closed']);
    expect(events[0]).toMatchObject({ calls: 4, failures: 4, name: provider.name, retryAfter: 1 });
  });

  it('opens again when the probe fails', async () => {
    const proxy = await startProxy({ kind: 'error', status: 500 });
    const ask = asking(SMALL);
    const provider = providerOf(proxy);
    await askTimes(ask, provider, 4);
    await stateIs(ask, 'half-open');
    expect(await askTimes(ask, provider, 2)).toEqual(['failed', 'open']);
  });

  it('opens at half of the calls, not below', async () => {
    const proxy = await startProxy();
    const ask = asking({ ...SMALL, minimumCalls: 6 });
    const provider = providerOf(proxy);
    const error: Fault = { kind: 'error', status: 500 };
    proxy.once({ kind: 'pass' }, { kind: 'pass' }, { kind: 'pass' }, { kind: 'pass' }, error, error, error);
    await askTimes(ask, provider, 7);
    expect(ask.breakers()).toMatchObject([{ state: 'closed', calls: 7, failures: 3 }]);
    proxy.once(error);
    expect(await askTimes(ask, provider, 2)).toEqual(['failed', 'open']);
  });

  it('never counts what a caller brings about', async () => {
    const proxy = await startProxy();
    const ask = asking({ ...SMALL, answerBytes: 100_000 });
    const provider = providerOf(proxy);
    for (let at = 0; at < 4; at++) await ask(provider, query({ nowhere: 'x' }));
    for (const fault of [
      { kind: 'error', status: 400 },
      { kind: 'error', status: 413 },
      { kind: 'huge', bytes: 200_000 },
    ] as const) {
      proxy.use(fault);
      for (let at = 0; at < 4; at++) await ask(provider, query());
    }
    expect(ask.breakers()).toMatchObject([{ state: 'closed', calls: 16, failures: 0 }]);
  });

  it('is one for each service and each class of operations', async () => {
    const [bad, good] = [await startProxy({ kind: 'error', status: 500 }), await startProxy()];
    const ask = asking(SMALL);
    const provider = providerOf(bad);
    await askTimes(ask, provider, 4);
    expect((await ask(provider, query())).outcome.kind).toBe('open');
    expect((await ask(provider, add())).outcome.kind).toBe('failed');
    expect((await ask(providerOf(good), query())).outcome.kind).toBe('done');
  });
});

async function stateIs(ask: ProviderAsker, state: string): Promise<void> {
  while (ask.breakers()[0]?.state !== state) await new Promise((resolve) => setTimeout(resolve, 5));
}

describe('an imported service', () => {
  const asked = { ...query(), instruction: { kind: 'call', operation: 'find', input: '{}' } } as const;

  it('is asked with a caller that keeps the time and takes down the legs', async () => {
    const proxy = await startProxy();
    const ask = asking(PATIENT, {
      imported: async (_provider, _ask, endpoint, caller) => {
        const { status, body } = await caller.send({ method: 'PUT', url: `${endpoint}/x?y=1`, headers: {} });
        return { kind: 'fault', status, code: 'Nope', message: `不行${body.length > 0}` };
      },
    });
    const { outcome, legs } = await ask({ ...providerOf(proxy), kind: 'openapi' }, asked);
    expect(outcome).toEqual({ kind: 'refused', message: '不行true', code: 'Nope' });
    expect(legs).toMatchObject([{ outcome: 'fault', endpoint: expect.not.stringContaining('?') }]);
    expect(proxy.requests[0]).toMatchObject({ method: 'PUT', body: '' });
  });

  it.each([true, false])('may be asked at another endpoint when it is safe: %s', async (safe) => {
    const [first, second] = [await startProxy({ kind: 'reset' }), await startProxy()];
    const ask = asking(PATIENT, {
      isSafe: () => safe,
      imported: async (_provider, _ask, endpoint, caller) => {
        try {
          await caller.send({ method: 'GET', url: `${endpoint}?wsdl`, headers: {} });
          return { kind: 'answer', status: 200, content: '{"a":1}' };
        } catch {
          return { kind: 'failed', failure: 'broken', message: 'broken', delivered: 'unknown' };
        }
      },
    });
    const { outcome } = await ask({ ...providerOf(first, second), kind: 'wsdl' }, asked);
    expect(outcome).toMatchObject(
      safe ? { kind: 'done', answer: { content: '{"a":1}' } } : { kind: 'failed', delivered: 'unknown' },
    );
    expect(second.requests).toHaveLength(safe ? 1 : 0);
  });
});
