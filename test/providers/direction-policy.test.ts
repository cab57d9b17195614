import { describe, expect, it } from '@jest/globals';
import type { ExchangeError } from '../../src/envelope/exchange-error.ts';
import { LEVELS, type Level } from '../../src/envelope/provider.ts';
import { directions } from './values.ts';

function refusalOf(
  business: string,
  action: string,
  from: Level | undefined,
  to: Level | undefined,
  edition = 's1',
): string | undefined {
  try {
    directions.check({ edition, business, action, from, to });
    return undefined;
  } catch (error) {
    expect(error).toMatchObject({ code: 'DIRECTION_DENIED' });
    return (error as ExchangeError).message;
  }
}

describe('the direction policy of S1 Tables 1 to 4', () => {
  it('keeps a county from asking the nation for what flows only upward', () => {
    expect(refusalOf('900206', '04', 'county', 'nation')).toBe(
      '表2（1.3.2）“移动式压力容器、气瓶充装”的方向为省级->国家，数据不能由国家流向县（区）级',
    );
    expect(refusalOf('900500', '04', 'county', 'nation')).toContain('1.3.6“事故调查”');
  });

  it('lets data go the way that its table says, by an add or by a query from the other side', () => {
    for (const action of ['01', '02', '03']) {
      expect(refusalOf('120206', action, 'province', 'nation')).toBeUndefined();
      expect(refusalOf('120206', action, 'nation', 'province')).toContain('由国家流向省级');
    }
    expect(refusalOf('120206', '04', 'nation', 'province')).toBeUndefined();
    expect(refusalOf('120206', '04', 'province', 'nation')).toContain('由国家流向省级');
    expect(refusalOf('130204', '04', 'province', 'nation')).toBeUndefined();
    expect(refusalOf('130204', '01', 'province', 'nation')).toContain('由省级流向国家');
  });

  it.each(['0101', '0102', '0103', '0208', '0301', '0302', '0303', '0304', '0401', '0402', '0211'])(
    'lets %s flow both ways between all levels',
    (type) => {
      for (const from of LEVELS)
        for (const to of LEVELS)
          for (const action of ['01', '04']) expect(refusalOf(`90${type}`, action, from, to)).toBeUndefined();
    },
  );

  it('allows what any of several kinds behind one code allows', () => {
    expect(refusalOf('120203', '01', 'province', 'nation')).toBeUndefined();
    expect(refusalOf('130203', '01', 'nation', 'province')).toBeUndefined();
    expect(refusalOf('900203', '04', 'county', 'nation')).toMatch(/^表2（1.3.2）“锅炉制造.*等10种，/);
  });

  it('denies nothing that the tables do not state', () => {
    for (const action of ['01', '04']) {
      expect(refusalOf('900900', action, 'county', 'nation')).toBeUndefined();
      expect(refusalOf('901234', action, 'county', 'nation')).toBeUndefined();
      expect(refusalOf('140206', action, 'county', 'province')).toBeUndefined();
      expect(refusalOf('110206', action, 'nation', 'nation')).toBeUndefined();
      expect(refusalOf('004', action, 'county', 'nation', 's2')).toBeUndefined();
    }
  });

  it.each<[string, Level, Level, boolean]>([
    ['11', 'city', 'city', true],
    ['11', 'city', 'province', false],
    ['12', 'province', 'nation', true],
    ['12', 'county', 'nation', false],
    ['13', 'nation', 'province', true],
    ['13', 'province', 'province', false],
    ['14', 'county', 'province', true],
    ['14', 'province', 'nation', false],
    ['21', 'county', 'nation', true],
    ['90', 'county', 'nation', true],
  ])('lets purpose %s go from %s to %s: %s', (purpose, from, to, allowed) => {
    const refusal = refusalOf(`${purpose}0101`, '04', from, to);
    if (allowed) expect(refusal).toBeUndefined();
    else expect(refusal).toContain(`用途代码${purpose}，1.2.1`);
  });

  it('enforces nothing where a level is not set', () => {
    expect(refusalOf('120206', '04', undefined, 'nation')).toBeUndefined();
    expect(refusalOf('120206', '04', 'county', undefined)).toBeUndefined();
  });

  it('tells the steps of a code, and those of one level', () => {
    expect(directions.steps('0206')).toEqual(['province->nation']);
    expect(directions.steps('0401', 'county')).toEqual(['county->city', 'city->county']);
    expect(directions.steps('0206', 'county')).toEqual([]);
    expect(directions.steps('0900')).toEqual([]);
  });
});
