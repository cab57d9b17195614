import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { loadRules } from '../../src/rules/load-rules.ts';
import { readRuleFile } from '../../src/rules/rule-file.ts';
import { readItems } from '../../src/text/json.ts';

const rules = loadRules({ builtin: join(import.meta.dirname, '../../src/standards/dual-prevention/rules') });
const files = rules.status().map((status) => ({
  ...status,
  content: readRuleFile(readFileSync(status.file, 'utf8')),
}));
const find = (name: string) => rules.find('s5', name)!;
const ROW = ['ID', 'batchNo', 'busType', 'updateDate'];

/** Tables B.3 to B.11, word for word. */
const TABLES: Readonly<Record<string, string>> = {
  comInfo: 'comName orgNo deputy cityCode aeraCode address linkMan linkTel supComName',
  deptInfo: 'deptName dParentName isSecDept dLinkMan dLinkTel',
  psnInfo:
    'psnName idCardNo deptName isSecChief isSecManager isOpr isRes certNo lcnsKind authDate endDate authCom',
  ruleInfo: 'fileName uploadDate publisher',
  trainInfo: 'planNo planName startDate endDate trainTitle trainDate trainAddress trainContent fileName',
  riskPoint:
    'riskNo regNo riskName riskType registDate accidentType commonAddr orgRiskLevel conRiskLevel controlLevel deptName dutyMan checkMan checkDate',
  hazardSource:
    'sourceNo riskNo checkItem checkContent riskLevel controlLevel accidentType measureContent measureType deptName dutyMan',
  riskMap: 'riskNo fileName fileType uploadDate publisher',
  hiddenDanger:
    'taskNo regNo troubleType troubleLevel mainProblem registMan registDate limitDate dealMan delDate delInfo acceptMan acceptDate acceptInfo',
};

describe('the rule files of S5', () => {
  it('are the nine kinds of 4.2', () => {
    expect(files.map(({ name }) => name).sort()).toEqual(Object.keys(TABLES).sort());
  });

  it('mask persons, telephones and identity numbers', () => {
    const masked = JSON.parse(
      find('psnInfo').mask('{"psnName":"张三","idCardNo":"321100000000000000","deptName":"管理部"}'),
    );
    expect(masked).toEqual({ psnName: '张*', idCardNo: '3211**********0000', deptName: '管理部' });
    expect(find('comInfo').sensitive).toEqual(['deputy', 'linkMan', 'linkTel']);
    expect(find('deptInfo').sensitive).toEqual(['dLinkMan', 'dLinkTel']);
  });

  it('keep every digit of identifiers that come as numbers', () => {
    const [person] = find('psnInfo').normalize(
      readItems('[{"idCardNo":321100199001010018,"isOpr":true,"isRes":0}]'),
    ).items;
    expect(person!.text).toBe('{"idCardNo":"321100199001010018","isOpr":"1","isRes":"0"}');
    const [danger] = find('hiddenDanger').normalize(readItems('[{"regNo":62003211812020090001}]')).items;
    expect(danger!.value).toEqual({ regNo: '62003211812020090001' });
  });

  it('keep what a unit numbers or names by itself apart from other units', () => {
    const own = files.filter(({ name }) => find(name).perOwner).map(({ name }) => name);
    expect(own).toEqual(['deptInfo', 'psnInfo', 'ruleInfo', 'trainInfo']);
  });
});

describe.each(files)('s5/$name $title', (file) => {
  const { content } = file;

  it('is enabled', () => {
    expect(file.reason).toBeUndefined();
  });

  it('has the members of its table as the text spells them, and those of table B.1', () => {
    expect(Object.keys(content.properties)).toEqual([...TABLES[file.name]!.split(' '), ...ROW]);
  });

  it('holds texts only, each bounded', () => {
    for (const [member, schema] of Object.entries(content.properties)) {
      const bounds = ['maxLength', 'enum', 'format', 'pattern', 'anyOf'].filter(
        (bound) => schema[bound] !== undefined,
      );
      expect({ member, type: schema.type, bounded: bounds.length > 0 }).toEqual({
        member,
        type: 'string',
        bounded: true,
      });
    }
  });

  it('has good, normalised and bad examples, each bad one with that one fault', () => {
    const { good, normalized, bad } = content['x-examples'];
    expect(good.length).toBeGreaterThanOrEqual(2);
    expect(normalized.length).toBeGreaterThanOrEqual(1);
    expect(bad.length).toBeGreaterThanOrEqual(3);
    for (const { record, member, rule } of bad) {
      const { items } = find(file.name).normalize(readItems(JSON.stringify([record])));
      expect(find(file.name).check(items)).toEqual([expect.objectContaining({ member, rule })]);
    }
  });

  it('takes good examples as they are, to the letter', () => {
    for (const record of content['x-examples'].good) {
      const items = readItems(JSON.stringify([record]));
      expect(find(file.name).normalize(items).items[0]).toBe(items[0]);
    }
  });

  it('has a fault for each member that it requires, also when it is empty', () => {
    const [record] = content['x-examples'].good;
    for (const member of content.required) {
      const { [member]: _, ...rest } = record!;
      const { check, normalize } = find(file.name);
      expect(check(readItems(JSON.stringify([rest])))).toContainEqual(
        expect.objectContaining({ member, rule: 'required' }),
      );
      const { items } = normalize(readItems(JSON.stringify([{ ...record, [member]: '' }])));
      expect(check(items)).toContainEqual(expect.objectContaining({ member }));
    }
  });

  it('lets an unknown member pass with a warning', () => {
    const [record] = content['x-examples'].good;
    const { items, warnings } = find(file.name).normalize(
      readItems(JSON.stringify([{ ...record, idCode: '001010' }])),
    );
    expect(find(file.name).check(items)).toEqual([]);
    expect(warnings).toEqual(['idCode不是本类数据的数据项，已原样保存']);
  });
});
