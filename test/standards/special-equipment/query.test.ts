import { describe, expect, it } from '@jest/globals';
import { interpretQuery } from '../../../src/standards/special-equipment/query.ts';
import { readItems } from '../../../src/text/json.ts';

const query = (busilist: string) => interpretQuery(readItems(busilist), '0101', 1000);

describe('action 04', () => {
  it('reads an empty list as everything, first page', () => {
    expect(query('[]')).toEqual({
      kind: 'query',
      ruleSet: '0101',
      criteria: [],
      paging: { page: 1, size: 1000 },
    });
  });

  it('joins members by AND and objects by OR, paging apart', () => {
    const found = query(
      '[{"equipmentCode":"A","region":"320500","pageno":2,"pagesize":"10"},{"equipmentCode":"B"}]',
    );
    expect(found).toMatchObject({
      criteria: [{ members: { equipmentCode: 'A' }, region: '320500' }, { members: { equipmentCode: 'B' } }],
      paging: { page: 2, size: 10 },
    });
  });

  it('keeps the digits of a number that no double can hold', () => {
    expect(query('[{"code":320100199001011234567}]')).toMatchObject({
      criteria: [{ members: { code: '320100199001011234567' } }],
    });
  });

  it('fills a bare date to the whole day', () => {
    expect(query('[{"beginTime":"2026-01-01","endTime":"2026-01-31"}]')).toMatchObject({
      criteria: [{ beginTime: '2026-01-01 00:00:00', endTime: '2026-01-31 23:59:59' }],
    });
  });

  it('reads a query of the interface log', () => {
    expect(query('[{"queryType":"log","random":"r","outcome":"refused"}]')).toMatchObject({
      kind: 'log',
      criteria: { messageId: 'r', outcome: 'refused' },
    });
  });

  it.each([
    ['a page of 1001', '[{"pagesize":1001}]'],
    ['page 0', '[{"pageno":0}]'],
    ['a region of five digits', '[{"region":"32050"}]'],
    ['a time with letters', '[{"beginTime":"yesterday"}]'],
    ['a nested value', '[{"equipmentCode":{"$ne":""}}]'],
    ['an unknown query type', '[{"queryType":"all"}]'],
    ['the log mixed with records', '[{"queryType":"log"},{"equipmentCode":"A"}]'],
  ])('refuses %s', (_, busilist) => {
    expect(() => query(busilist)).toThrow(expect.objectContaining({ code: 'BAD_PAYLOAD' }));
  });
});
