import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { TAXONOMY } from '../../src/providers/taxonomy-keys.ts';
import { ask, startTestGateway, type TestGateway } from '../support/gateway.ts';
import { answerIsSigned, type Partner } from '../support/partner.ts';
import { linkGateway, startPlatform } from '../support/platform.ts';
import { sampleRecord } from '../support/records.ts';

const type = (keyValue: string) => ({ tModelKey: TAXONOMY.type, keyName: '类型', keyValue });

describe.each(['rest', 'soap11', 'soap12'] as const)('a provider by %s', (wire) => {
  let platform: TestGateway;
  let provider: TestGateway;
  let caller: Partner;
  beforeAll(async () => {
    platform = await startPlatform();
    provider = await startTestGateway();
    await linkGateway(platform, provider, { wire, categories: [type('0101')] });
    caller = await platform.addPartner();
  });
  afterAll(async () => {
    await platform?.stop();
    await provider?.stop();
  });

  it('answers instead of the store, proved on both ways', async () => {
    const record = sampleRecord();
    const added = await ask(platform.exchangeUrl, caller, '120101', '01', [record]);
    expect(added.datalist).toMatchObject({ result: '0001' });
    expect(answerIsSigned(caller, added.members)).toBe(true);
    const found = await ask(platform.exchangeUrl, caller, '120101', '04', [
      { equipmentCode: record['equipmentCode'] },
    ]);
    expect(found.datalist).toMatchObject({ result: '0001' });
    expect(found.datalist['busilist']).toHaveLength(1);
  });
});
