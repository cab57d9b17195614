import { expect } from '@jest/globals';
import { ask, exchange } from '../../support/gateway.ts';
import { signedMessage } from '../../support/partner.ts';
import { sampleRecord } from '../../support/records.ts';
import type { Driver } from '../support/driver.ts';

export default (['standard', 'semantic'] as const).map((httpStatus) => ({
  title: `is refused (httpStatus: ${httpStatus})`,
  async run({ url, addPartner }) {
    const partner = await addPartner({ httpStatus });
    const message = signedMessage(partner, '120101', '01', [sampleRecord()]);
    const first = await exchange(url, message);
    const { random } = message;
    for (const [code, action, list] of [
      ['120101', '01', [sampleRecord()]],
      ['120101', '02', message.busilist],
      ['110101', '01', message.busilist],
      ['120101', '04', []],
    ] as const) {
      const answer = await ask(url, partner, code, action, list, { random });
      expect(answer.status).toBe(httpStatus === 'semantic' ? 409 : 200);
      expect(answer.datalist).toMatchObject({ result: '0000', code: 'RANDOM_REUSED' });
    }
    expect((await exchange(url, message)).text).toBe(first.text);
    return { records: 1, seen: 1, attempts: 6 };
  },
})) satisfies readonly Driver[];
