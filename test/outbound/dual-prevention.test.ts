import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { PROVIDER_WIRES, type Provider, type ProviderAsk } from '../../src/envelope/provider.ts';
import type { ProviderAsker } from '../../src/outbound/ask-provider.ts';
import { type FaultProxy, startFaultProxy } from '../support/fault-proxy.ts';
import { startTestGateway, type TestGateway } from '../support/gateway.ts';
import { addProvider, riskPoint } from '../support/s5.ts';
import { createAsker } from './asked.ts';

/** S5: paths that the standard fixes, and a token that is asked for first. */
describe.each(PROVIDER_WIRES)('a provider of dual-prevention data by %s', (wire) => {
  let gateway: TestGateway;
  let proxy: FaultProxy;
  let provider: Provider;
  let ask: ProviderAsker;

  beforeAll(async () => {
    gateway = await startTestGateway();
    proxy = await startFaultProxy(new URL(gateway.exchangeUrl).origin);
    const { appid, secret } = await addProvider(gateway);
    ask = createAsker();
    provider = {
      id: randomUUID(),
      name: '提供单位',
      version: '1.0',
      kind: 'standard',
      wire,
      endpoints: [`${proxy.origin}/jsdspcloud/services`],
      domain: 'same',
      regions: [],
      edition: 's5',
      account: {
        appid,
        sign: { profile: 'TOKEN', order: 'table', lenientCase: false, keys: [{ value: secret }] },
      },
    };
  });
  afterAll(async () => {
    await ask.close();
    await proxy.close();
    await gateway.stop();
  });

  const asked = (instruction: ProviderAsk['instruction']): ProviderAsk => ({
    instruction,
    business: 'riskPoint',
    action: '',
    messageId: randomUUID(),
  });

  it('takes records and gives them back, the token told as a leg of its own', async () => {
    const record = riskPoint();
    const items = [{ text: JSON.stringify(record), value: record }];
    const added = await ask(provider, asked({ kind: 'add', ruleSet: 'riskPoint', items }));
    expect(added.outcome).toMatchObject({ kind: 'done' });
    expect(added.legs.map(({ outcome }) => outcome)).toEqual(['answered', 'answered']);
    expect(JSON.stringify(added.legs)).not.toMatch(/secret|access_token/);

    const found = await ask(
      provider,
      asked({ kind: 'query', ruleSet: 'riskPoint', criteria: [], paging: { page: 1, size: 10 } }),
    );
    expect(found.outcome).toMatchObject({ kind: 'done', answer: { records: [expect.any(String)] } });
    expect(found.legs).toHaveLength(1);
  });

  it('was not reached with a change when its token could not be had', async () => {
    const other = { ...provider, id: randomUUID() };
    proxy.once({ kind: 'reset' });
    const record = riskPoint();
    const items = [{ text: JSON.stringify(record), value: record }];
    const { outcome } = await ask(other, asked({ kind: 'add', ruleSet: 'riskPoint', items }));
    expect(outcome).toMatchObject({ kind: 'failed', failure: 'broken', delivered: 'no' });
  });
});
