import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { describeRules } from '../../src/rules/describe-rules.ts';
import { readRuleFile } from '../../src/rules/rule-file.ts';

const describeFile = (standard: string, name: string) =>
  describeRules(
    standard,
    name,
    readRuleFile(readFileSync(`src/standards/special-equipment/rules/${standard}/${name}.json`, 'utf8')),
  );

describe('what the interface document says of a kind of data', () => {
  const { title, paragraphs, table } = describeFile('s1', '0101');
  const rowOf = (member: string) => table!.rows.find(([name]) => name === member);

  it('names edition, code and kind, its key and what can be asked for', () => {
    expect(title).toBe('业务参数：S1 0101 特种设备基础数据');
    expect(paragraphs![0]).toBe(
      '主键：equipmentCode。还可按equipmentCategory、useUnitCreditCode、registrationCertNo、equipmentStatus查询。',
    );
  });

  it('has a row for each member: type, whether required, form and values in words, what is masked', () => {
    expect(rowOf('equipmentCode')).toEqual([
      'equipmentCode',
      '设备代码',
      '字符串',
      '是',
      '20位数字或大写字母的设备代码',
      '',
    ]);
    expect(rowOf('equipmentName')![4]).toBe('首尾无空白的单行文本；至多100个字符');
    expect(rowOf('equipmentStatus')![4]).toBe('取值在用、停用、报废、注销、未投入使用');
    expect(rowOf('updateTime')![4]).toBe('YYYY-MM-DD HH:mm:ss形式的有效时间');
    expect(rowOf('safetyManagerPhone')!.slice(3)).toEqual(['否', expect.any(String), '查询时脱敏']);
  });

  it('tells what depends on other members, and otherwise what', () => {
    const told = [...paragraphs!, ...describeFile('s2', '003').paragraphs!];
    expect(told).toContain('设备状态为“停用”或“报废”或“注销”时，必须填写statusChangeDate。');
    expect(told).toContain(
      '登记方式为“按台（套）登记”时，必须填写equipmentCode；否则必须填写equipmentQuantity。',
    );
    expect(told).toContain('登记方式为“按单位登记”时，equipmentCategory应为压力容器或压力管道。');
  });
});
