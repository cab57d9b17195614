import { describe, expect, it } from '@jest/globals';
import type { BusinessRow } from '../../../src/channels/table/columns.ts';
import { ROW_FAULTS } from '../../../src/channels/table/row-faults.ts';
import {
  fullMessage,
  type Origin,
  refusedMessage,
  rowMessage,
} from '../../../src/channels/table/table-message.ts';
import { createStandards } from '../../../src/standards/standards.ts';

const LIMITS = { records: 1000, busilistBytes: 1 << 20, pageSize: 100, jsonDepth: 32 };
const ID = '1b4e28ba-2fa1-11d2-883f-0016d3cca427';
const BATCH = '2024041700000001';

function originOf(name: string, standard: 'special-equipment' | 'dual-prevention'): Origin {
  const service = createStandards(LIMITS).find((candidate) => candidate.standard === standard)!;
  const { operations, inTables } = service;
  const facts = { application: 'PROVIDER', standard, peer: '127.0.0.1', operations };
  return { name, numbering: name, form: inTables!, path: '/service/in', ...facts };
}

const row = (more: Partial<BusinessRow> = {}): BusinessRow => ({
  ...{ ID, batchNo: BATCH, busType: 'I', updateDate: '2024-04-17 08:00:00' },
  ...{ tgResult: null, tgError: null, tgTime: null, name: '测试' },
  ...more,
});

const tableOf = (resource: string) => ({ table: 'T', resource, full: false });

describe('the message id of a row', () => {
  const special = originOf('front', 'special-equipment');
  const randomOf = (origin: Origin, resource: string, ...rest: readonly [BusinessRow, boolean?]) =>
    rowMessage(origin, tableOf(resource), ...rest).members.get('random')!.text;

  it('of S1 and S2 tells batch and ID, and fits `random`', () => {
    const told = new RegExp(`^${BATCH}-${ID}-[A-Za-z0-9_-]{10}$`);
    const random = randomOf(special, '120101', row());
    expect(random).toMatch(told);
    expect(random).toHaveLength(64);
    expect(randomOf(special, '120101', row({ name: '另' }))).toBe(random);
    for (const other of [
      randomOf(originOf('other', 'special-equipment'), '120101', row()),
      randomOf(special, '120208', row()),
      randomOf(special, '120101', row(), true),
      randomOf(special, '120101', row({ tgTime: '2024-04-17 09:00:00' })),
    ]) {
      expect(other).toMatch(told);
      expect(other).not.toBe(random);
    }
    const long = randomOf(special, '120101', row({ ID: 'x'.repeat(60) }));
    expect(long).toMatch(/^[A-Za-z0-9_-]{43}$/);
    expect(randomOf(originOf('other', 'special-equipment'), '120101', row({ ID: 'x'.repeat(60) }))).not.toBe(
      long,
    );
  });

  it('of S5 is as it ever was: its address tells the rest', () => {
    const origin = originOf('front', 'dual-prevention');
    const serialOf = (...rest: readonly [BusinessRow, boolean?]) =>
      rowMessage(origin, tableOf('riskPoint'), ...rest).members.get('serialnumber')!.text;
    expect(serialOf(row())).toBe(`${BATCH}-${ID}`);
    expect(serialOf(row({ ID: `${ID}  ` }))).toBe(`${BATCH}-${ID}`);
    expect(serialOf(row(), true)).toBe(`${BATCH}-${ID}-4tLZDhyoGg`);
    expect(serialOf(row({ tgTime: '2024-04-17 09:00:00' }))).toBe(`${BATCH}-${ID}-FEcUAGQszS`);
    expect(serialOf(row({ ID: '甲' }))).toBe('xY9P4M796eJscW7oaoYuI19E76MKO2djCyVspJHvoW8');
    const full = fullMessage(origin, tableOf('riskPoint'), BATCH, [row()]);
    expect(full.members.get('serialnumber')!.text).toBe(`${BATCH}-full`);
  });

  it('is none for a full upload where there are no such: it would pass for an increment', () => {
    expect(() => fullMessage(special, tableOf('120101'), BATCH, [row()])).toThrow('has no full uploads');
  });

  it('of one that the channel refuses is that of the row', () => {
    const refused = refusedMessage(special, tableOf('120101'), row({ busType: 'U' }), ROW_FAULTS.twins);
    expect(refused.members.get('random')!.text).toBe(randomOf(special, '120101', row()));
    expect(refused.members.get('action')!.text).toBe('02');
  });
});
