import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createClientAsync } from 'soap';
import { startTestGateway, type TestGateway } from '../support/gateway.ts';
import { answerIsSigned, type Partner, signedMessage } from '../support/partner.ts';
import { sampleRecord } from '../support/records.ts';

type Members = Readonly<Record<string, string>>;

/** S1 1.9 a): what a partner's tools make of the WSDL is enough to call. */
describe('a client made from the WSDL', () => {
  let gateway: TestGateway;
  let partner: Partner;
  beforeAll(async () => {
    gateway = await startTestGateway();
    partner = await gateway.addPartner({ profile: 'SM4' });
  });
  afterAll(() => gateway.stop());

  it.each(['1.1', '1.2'])('a stub made of the served WSDL adds and queries by SOAP %s', async (version) => {
    const client = await createClientAsync(`${gateway.exchangeUrl}?wsdl`, {
      forceSoap12Headers: version === '1.2',
    });
    const call = async (action: string, list: unknown): Promise<Members> => {
      const [answer] = await client['exchangeAsync'](signedMessage(partner, '120101', action, list));
      expect(answerIsSigned(partner, answer)).toBe(true);
      return JSON.parse(answer.datalist);
    };
    const record = sampleRecord('s1/0101', { equipmentName: '<梯> & "乙"' });
    expect(await call('01', [record])).toMatchObject({ result: '0001', counts: { created: 1 } });
    const found = await call('04', [{ equipmentCode: record['equipmentCode'] }]);
    expect(found['busilist']).toMatchObject([{ equipmentName: '<梯> & "乙"' }]);
    expect(await call('01', [{}])).toMatchObject({ result: '0000', code: 'RULES_FAILED' });
  });
});
