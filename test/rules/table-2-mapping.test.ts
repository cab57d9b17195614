import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';

interface Entry {
  readonly group?: string;
  readonly kind: string;
  readonly direction: string;
  readonly levels: readonly string[];
  readonly flow: string;
  readonly codes: readonly string[];
  readonly note?: string;
}

const FOLDER = join(import.meta.dirname, '../../src/standards/special-equipment/rules');
const { tables } = JSON.parse(readFileSync(join(FOLDER, 'table-2-mapping.json'), 'utf8')) as {
  readonly tables: readonly { readonly table: string; readonly entries: readonly Entry[] }[];
};
const entriesOf = (table: string) => tables.find((one) => one.table === table)!.entries;
const entries = tables.flatMap((table) => table.entries);

describe('the mapping of S1 Tables 1 to 4 to the codes of Table 7', () => {
  it('holds 3, 24, 4 and 2 kinds', () => {
    expect(['表1', '表2', '表3', '表4'].map((table) => entriesOf(table).length)).toEqual([3, 24, 4, 2]);
  });

  it('has the seven groups of Table 2 with their number of kinds', () => {
    const groups = new Map<string, number>();
    for (const { group } of entriesOf('表2')) groups.set(group!, (groups.get(group!) ?? 0) + 1);
    expect([...groups.values()]).toEqual([2, 10, 6, 1, 2, 2, 1]);
  });

  it('covers every code that has a rule file, and no other', () => {
    const codes = new Set(entries.flatMap((entry) => entry.codes));
    expect(codes.size).toBe(22);
    for (const code of codes) expect(existsSync(join(FOLDER, 's1', `${code}.json`))).toBe(true);
  });

  it.each(entries.filter(({ flow }) => flow !== 'unstated'))('reads the arrow of $kind', (entry) => {
    const arrows = { '国家<->省级': 'both', '省级->国家': 'up', '国家->省级': 'down' };
    const all = entry.direction === '县（区）级<->市级<->省级<->国家';
    expect(entry.levels).toEqual(all ? ['county', 'city', 'province', 'nation'] : ['province', 'nation']);
    const expected = arrows[entry.direction as keyof typeof arrows] ?? 'both';
    expect(entry.flow).toBe(entry.codes.includes('0500') ? 'up' : expected);
  });

  it('says how to choose where a kind has several codes', () => {
    for (const entry of entries.filter(({ codes }) => codes.length > 1)) expect(entry.note).toBeTruthy();
  });

  it('names licence items as the rule files do', () => {
    const manufacture = entriesOf('表2').filter(({ group }) => group === '制造单位许可');
    const file = JSON.parse(readFileSync(join(FOLDER, 's1/0203.json'), 'utf8'));
    expect(file.properties.licenceItem.enum).toEqual(manufacture.map(({ kind }) => kind));
  });
});
