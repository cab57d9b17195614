import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import type { RecordSource } from '../../src/envelope/rule-set.ts';
import { loadRules } from '../../src/rules/load-rules.ts';
import { readRuleFile } from '../../src/rules/rule-file.ts';
import { readItems } from '../../src/text/json.ts';
import { compileLift, GOOD, itemsOf, LIFT, type LiftRecord } from './lift-rules.ts';

const FILE: RecordSource = { fromFile: true };
const properties = {
  ...LIFT.properties,
  pressure: { title: '整定压力（MPa）', type: 'string' },
  aera: { title: '区县', type: 'string' },
  maker: { title: '单位名称', type: 'string' },
  user: { title: '单位名称', type: 'string' },
};
const more = { properties, 'x-spellings': { area: 'aera' } };
const rules = compileLift(more);
const fileItems = (...records: readonly LiftRecord[]) => rules.normalize(itemsOf(...records), FILE).items;
const faultsOf = (changes: LiftRecord) => rules.check(fileItems({ ...GOOD, ...changes }), FILE);

describe('a member of a record from a file', () => {
  it.each([
    ['区县', 'aera'],
    [' 区县\t', 'aera'],
    ['*区县', 'aera'],
    ['区县 *', 'aera'],
    ['＊ 区县', 'aera'],
    ['*area', 'aera'],
    ['区县（aera）', 'aera'],
    ['区县(aera)', 'aera'],
    ['区县 ( aera ) *', 'aera'],
    ['* 区县（area）', 'aera'],
    ['所在区县(aera)', 'aera'],
    ['整定压力（MPa）', 'pressure'],
    ['整定压力(MPa)', 'pressure'],
    ['*整定压力（MPa）（pressure）', 'pressure'],
    ['单位名称（user）', 'user'],
    ['单位名称(maker)', 'maker'],
  ])('that goes by %j is %s', (column, name) => {
    const { items, warnings } = rules.normalize(itemsOf({ ...GOOD, [column]: '7' }), FILE);
    expect(items[0]!.value).toEqual({ ...GOOD, [name]: '7' });
    expect(JSON.parse(items[0]!.text)).toEqual(items[0]!.value);
    expect(rules.check(items, FILE)).toEqual([]);
    expect(warnings).toEqual([]);
  });

  it('keeps its place and its exact text, as all others do', () => {
    const items = readItems('[{"设备代码":"LIFT\\u0031","层数":1.50e1,"部件":"A"}]');
    expect(rules.normalize(items, FILE).items[0]!.text).toBe(
      '{"code":"LIFT\\u0031","floors":1.50e1,"part":"A"}',
    );
  });

  it('is no member where the record comes another way', () => {
    const sent = itemsOf({ ...GOOD, 区县: '京口区' });
    const { items } = rules.normalize(sent, { fromFile: false });
    expect(items[0]).toBe(sent[0]);
    expect(rules.check(items)).toEqual([
      expect.objectContaining({ member: '区县', rule: 'additionalProperties' }),
    ]);
  });

  it.each([
    ['县区'],
    ['区县（code）x'],
    ['区县（nothing）'],
    ['constructor'],
    ['（）'],
    ['*'],
    [`${'*'.repeat(600)}区县`],
  ])('that goes by %j is unknown', (column) => {
    const [fault, ...others] = faultsOf({ [column]: '7' });
    expect(fault).toMatchObject({ rule: 'additionalProperties' });
    expect(others).toEqual([]);
  });

  it('counts for its key, and a deletion finds it', () => {
    const items = fileItems({ 设备代码: 'LIFT1', '部件*': 'A' }, { code: 'LIFT1', part: 'A' });
    expect(rules.keyOf(items[0]!)).toBe('LIFT1\u001fA');
    expect(rules.checkKeys(items, FILE)).toEqual([
      { index: 1, key: 'LIFT1|A', rule: 'duplicate', message: '与本批第1条记录的主键重复' },
    ]);
  });

  it('is put into its stored form after that', () => {
    const aliased = compileLift({ ...more, 'x-text': ['aera'], 'x-aliases': { aera: { 京口: '京口区' } } });
    expect(aliased.normalize(itemsOf({ 区县: ' 京口' }), FILE).items[0]!.value).toEqual({ aera: '京口区' });
  });

  it('draws no warning of an unknown name by its title', () => {
    const lenient = compileLift({ ...more, additionalProperties: true, 'x-unknown': 'warn' });
    const items = itemsOf({ ...GOOD, 区县: '1', 颜色: '红' });
    expect(lenient.normalize(items, FILE).warnings).toEqual(['颜色不是本类数据的数据项，已原样保存']);
  });
});

describe('a member that a file holds twice', () => {
  it('is one where both say the same', () => {
    expect(fileItems({ 区县: '\u533a', '区县（aera）': '区', aera: '区' })[0]!.value).toEqual({ aera: '区' });
  });

  it('is told where they differ, by that alone', () => {
    expect(faultsOf({ '*区县': '京口区', aera: '润州区' })).toEqual([
      {
        index: 0,
        key: 'LIFT1|A',
        member: '*区县',
        rule: 'x-spellings',
        message: '区县(aera)又以*区县填写，两者不一致',
      },
    ]);
  });

  it('is told of a key in a deletion, not of what a deletion does not need', () => {
    const items = fileItems({ code: 'LIFT1', 设备代码: 'LIFT2', part: 'A', 区县: '1', aera: '2' });
    expect(rules.checkKeys(items, FILE)).toEqual([
      expect.objectContaining({ member: '设备代码', rule: 'x-spellings' }),
    ]);
  });

  it('is told by a short name without telling numbers', () => {
    const [fault] = faultsOf({ [`区县(aera)${'*'.repeat(100)}`]: '1', aera: '2' });
    expect(fault).toMatchObject({
      rule: 'x-spellings',
      member: expect.stringMatching(/^区县\(aera\)\*{56}$/),
    });
  });
});

describe('a title that two members share', () => {
  it.each(['单位名称', '*单位名称'])('names neither: %s', (column) => {
    expect(fileItems({ ...GOOD, [column]: '甲' })[0]!.value).toEqual({ ...GOOD, [column]: '甲' });
    expect(faultsOf({ [column]: '甲' })).toEqual([
      {
        index: 0,
        key: 'LIFT1|A',
        member: column,
        rule: 'x-title',
        message: `列名${column}可指单位名称(maker)、单位名称(user)，无法确定，请改用成员名`,
      },
    ]);
  });

  it('names neither where unknown members pass', () => {
    const lenient = compileLift({ ...more, additionalProperties: true, 'x-unknown': 'warn' });
    const { items } = lenient.normalize(itemsOf({ ...GOOD, 单位名称: '甲' }), FILE);
    expect(lenient.check(items, FILE)).toEqual([expect.objectContaining({ rule: 'x-title' })]);
  });

  it('is a title of one member beside the name of another', () => {
    expect(faultsOf({ '区县（user）': '甲' })).toEqual([
      expect.objectContaining({
        rule: 'x-title',
        message: '列名区县（user）可指区县(aera)、单位名称(user)，无法确定，请改用成员名',
      }),
    ]);
  });
});

describe('the faults of a file', () => {
  const bad = (at: number) => ({ ...GOOD, part: `${at}`, state: '坏', phone: '1', floors: 1 });

  it('are told whole, record by record', () => {
    const items = fileItems(...Array.from({ length: 2000 }, (_, at) => bad(at)));
    const faults = rules.check(items, FILE);
    expect(faults).toHaveLength(6000);
    expect(faults.at(-1)).toMatchObject({ index: 1999, key: 'LIFT1|1999' });
    expect(new Set(faults.map(({ index }) => index)).size).toBe(2000);
    expect(rules.check(items)).toHaveLength(101);
    const deleted = fileItems(...Array.from({ length: 2000 }, () => ({ code: 'LIFT1' })));
    expect(rules.checkKeys(deleted, FILE)).toHaveLength(2000);
  });

  it('are 20 a record, and 100,000 in all', () => {
    const strange = Object.fromEntries(Array.from({ length: 50 }, (_, at) => [`m${at}`, '']));
    const faults = faultsOf(strange);
    expect(faults).toHaveLength(21);
    expect(faults.at(-1)).toMatchObject({ index: 0, rule: 'limit' });
    const items = fileItems(...Array.from({ length: 34_000 }, (_, at) => bad(at)));
    const many = rules.check(items, FILE);
    expect(many).toHaveLength(100_001);
    expect(many.at(-1)).toEqual({ rule: 'limit', message: '本批数据错误过多，仅列出前100000项' });
  });
});

describe('the shipped rule files', () => {
  const folders = ['special-equipment', 'dual-prevention'].map((name) =>
    join(import.meta.dirname, `../../src/standards/${name}/rules`),
  );
  const book = loadRules({ builtin: folders });
  const files = book.status().map(({ standard, name, file }) => ({ standard, name, file }));

  it('are all looked at', () => {
    expect(files).toHaveLength(42);
  });

  it.each(files)('$standard/$name: every member is found by its title', ({ standard, name, file }) => {
    const set = book.find(standard, name)!;
    const { properties: members } = readRuleFile(readFileSync(file, 'utf8'));
    for (const [member, { title }] of Object.entries(members)) {
      for (const column of [title, `*${title}`, `${title}（${member}）`, `${title}(${member})*`]) {
        const [item] = set.normalize(itemsOf({ [column]: '值' }), FILE).items;
        expect({ column, names: Object.keys(item!.value) }).toEqual({ column, names: [member] });
      }
    }
  });
});
