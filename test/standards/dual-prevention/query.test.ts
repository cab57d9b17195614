import { describe, expect, it } from '@jest/globals';
import { interpretQuery } from '../../../src/standards/dual-prevention/query.ts';
import { refusal } from './raw.ts';

const query = (asked: Readonly<Record<string, string>>) =>
  interpretQuery(JSON.stringify(asked), 'riskPoint', { depth: 32, pageSize: 100 });

describe('getObjects', () => {
  it('asks for everything, first page, as long as may be', () => {
    expect(query({})).toEqual({
      kind: 'query',
      ruleSet: 'riskPoint',
      criteria: [{ members: {}, region: undefined }],
      paging: { page: 1, size: 100 },
    });
  });

  it('joins members, region, time and page, told apart by their names', () => {
    const asked = { riskNo: '1', region: '320500', beginTime: '2026-01-01', pageno: '2', pagesize: '10' };
    expect(query(asked)).toMatchObject({
      criteria: [{ members: { riskNo: '1' }, region: '320500', beginTime: '2026-01-01 00:00:00' }],
      paging: { page: 2, size: 10 },
    });
  });

  it('takes criteria as the text of an object, the digits of its numbers kept', () => {
    const criteria = '{"riskNo":221216205015797512345,"regNo":"A"}';
    expect(query({ criteria })).toMatchObject({
      criteria: [{ members: { riskNo: '221216205015797512345', regNo: 'A' } }],
    });
  });

  it.each([
    [{ criteria: 'x' }, 'criteria'],
    [{ criteria: '{},{}' }, 'criteria'],
    [{ criteria: '{"a":{}}' }, 'a'],
    [{ pagesize: '101' }, 'pagesize'],
    [{ region: '3205' }, 'region'],
    [{ endTime: 'now' }, 'endTime'],
  ])('refuses %j, naming the member', (asked, member) => {
    const error = refusal(() => query(asked));
    expect([error.code, error.details[0]?.member]).toEqual(['BAD_PAYLOAD', member]);
  });
});
