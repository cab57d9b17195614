import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { localTime, readBatchNumber } from '../../../src/channels/table/batch-number.ts';
import type { PendingBatch } from '../../../src/channels/table/pending-batches.ts';
import { readVerdict } from '../../../src/channels/table/read-verdict.ts';
import { createReadiness } from '../../../src/channels/table/readiness.ts';
import { createThrottle } from '../../../src/channels/table/throttle.ts';
import { wavesOf } from '../../../src/channels/table/waves.ts';

describe('a batch number', () => {
  const noon = new Date('2024-02-28T12:00:00+08:00');

  it.each([
    ['2024022800000001', { day: '20240228', sequence: 1 }],
    ['2024022899999999', { day: '20240228', sequence: 99_999_999 }],
    ['2024022800000001    ', { day: '20240228', sequence: 1 }],
    ['2024022900000001', undefined],
    ['2024030100000001', undefined],
    ['2023022900000001', undefined],
    ['2024022800000000', undefined],
    ['202402280000001', undefined],
    ['20240228000000010', undefined],
    ['2024-02-28-000001', undefined],
    ['', undefined],
  ])('%j is read as %j', (text, number) => {
    expect(readBatchNumber(text, noon)).toEqual(number);
  });

  it("is of China's day", () => {
    expect(localTime(new Date('2024-04-16T16:00:00Z'))).toBe('2024-04-17 00:00:00');
    const midnight = new Date('2024-04-16T16:00:00Z');
    expect(readBatchNumber('2024041700000001', midnight)).toBeDefined();
    expect(readBatchNumber('2024041800000001', midnight)).toBeUndefined();
  });

  it('may be of a day that begins within five minutes: clocks differ', () => {
    const at = (time: string) => readBatchNumber('2024041700000001', new Date(`2024-04-16T${time}Z`));
    expect(at('15:55:00')).toBeDefined();
    expect(at('15:54:59')).toBeUndefined();
  });
});

describe('waves', () => {
  it('hold every row once, no key twice, and the rows of a key in their order', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom('a', 'b', 'c', 'd')), (keys) => {
        const rows = keys.map((key, place) => ({ key, place }));
        const waves = wavesOf(rows, ({ key }) => key);
        for (const wave of waves) expect(new Set(wave.map(({ key }) => key)).size).toBe(wave.length);
        const again = waves.flat();
        expect([...again].sort((one, other) => one.place - other.place)).toEqual(rows);
        for (const key of new Set(keys)) {
          const places = again.filter((row) => row.key === key).map(({ place }) => place);
          expect(places).toEqual([...places].sort((one, other) => one - other));
        }
      }),
    );
  });
});

describe('readiness', () => {
  const pending = (batchNo: string, rows: number, full = false): PendingBatch => ({
    batchNo,
    tables: [{ table: 'riskPoint', resource: 'riskPoint', full }],
    fingerprint: String(rows),
  });
  const numbers = (batches: readonly PendingBatch[]) => batches.map(({ batchNo }) => batchNo);

  it('lets a batch that was taken go on, although its rows become fewer', () => {
    let now = 0;
    const readiness = createReadiness(1000, () => now);
    expect(readiness.take([pending('1', 9)], '')).toEqual([]);
    now = 1000;
    expect(numbers(readiness.take([pending('1', 9)], ''))).toEqual(['1']);
    now = 1001;
    expect(numbers(readiness.take([pending('1', 4)], '1'))).toEqual(['1']);
    expect(readiness.take([], '1')).toEqual([]);
    expect(readiness.take([pending('1', 2)], '1')).toEqual([]);
  });

  it('takes an older batch at once, unless it is a full upload; then the later ones wait too', () => {
    const readiness = createReadiness(1000, () => 0);
    expect(numbers(readiness.take([pending('1', 1), pending('2', 1)], ''))).toEqual(['1']);
    expect(numbers(readiness.take([pending('1', 1)], '5'))).toEqual(['1']);
    expect(readiness.take([pending('3', 1, true), pending('4', 1), pending('5', 1)], '')).toEqual([]);
  });
});

describe('the throttle', () => {
  it('begins again with one place after a block, and doubles with every round', () => {
    const throttle = createThrottle(10);
    throttle.blocked(false);
    const rounds = Array.from({ length: 5 }, () => {
      const { places } = throttle;
      for (let one = 0; one < places; one += 1) throttle.passed();
      return places;
    });
    expect(rounds).toEqual([1, 2, 4, 8, 10]);
  });

  it('stays at half as many where there were too many, until all was taken', () => {
    const throttle = createThrottle(10);
    for (let one = 0; one < 7; one += 1) throttle.blocked(true);
    for (let one = 0; one < 99; one += 1) throttle.passed();
    expect(throttle.places).toBe(5);
    throttle.relax();
    for (let one = 0; one < 99; one += 1) throttle.passed();
    expect(throttle.places).toBe(10);
  });
});

describe('the warnings of a full upload', () => {
  const at = (index: number | undefined, ...warnings: readonly string[]) => {
    const members = [{ name: 'warnings', kind: 'json' as const, text: JSON.stringify(warnings) }];
    return readVerdict({ members }, index);
  };

  it('are told to the rows that they mean, without the number of a record', () => {
    const warnings = ['甲（第2条）', '乙（第2条等3条）', '丙'];
    expect([0, 1, 2].map((index) => at(index, ...warnings))).toMatchObject([
      { result: '0', error: '丙' },
      { result: '0', error: '甲；乙；丙' },
      { result: '0', error: '乙（本批共3条）；丙' },
    ]);
    expect(at(undefined, ...warnings)).toMatchObject({ error: warnings.join('；') });
  });
});
