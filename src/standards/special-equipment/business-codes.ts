import type { BusinessCode } from '../../envelope/standard.ts';

/** One business code, or a group header of the tables, which cannot be used itself. */
export interface CodeFacts {
  readonly title: string;
  readonly group?: true;
}

/** S1 Table 6: the purpose of the interface, digits 1–2 of a business code. */
export const PURPOSES: Readonly<Record<string, CodeFacts>> = {
  '10': { title: '内部数据接口', group: true },
  '11': { title: '本级内部接口' },
  '12': { title: '省—国家接口' },
  '13': { title: '国家—省接口' },
  '14': { title: '省级—所辖下级特种设备安全监管部门接口' },
  '20': { title: '外部数据接口', group: true },
  '21': { title: '同级外部接口' },
  '22': { title: '上级外部部门接口' },
  '30': { title: '政务服务数据接口', group: true },
  '31': { title: '信息公开公示或查询数据接口' },
  '90': { title: '其他数据接口' },
};

/** S1 Table 7: the kind of data, digits 3–6 of a business code. */
export const S1_TYPES: Readonly<Record<string, CodeFacts>> = {
  '0100': { title: '基础信息类数据接口', group: true },
  '0101': { title: '特种设备基础数据接口' },
  '0102': { title: '单位基础数据接口' },
  '0103': { title: '人员基础数据接口' },
  '0200': { title: '行政许可类数据接口', group: true },
  '0201': { title: '压力容器、压力管道（限长输管道）设计许可' },
  '0202': { title: '压力容器、压力管道（限公用管道、工业管道）设计许可' },
  '0203': { title: '特种设备制造许可' },
  '0204': { title: '特种设备安装许可（限长输管道）' },
  '0205': { title: '特种设备安装改造修理许可（长输管道除外）' },
  '0206': { title: '移动式压力容器充装许可' },
  '0207': { title: '气瓶充装许可' },
  '0208': { title: '特种设备使用登记' },
  '0209': { title: '特种设备检验、检测机构核准' },
  '0210': { title: '特种设备检验、检测人员资格认定' },
  '0211': { title: '特种设备安全管理人员和作业人员资格认定' },
  '0300': { title: '监督检查类数据接口', group: true },
  '0301': { title: '常规监督检查数据接口' },
  '0302': { title: '专项监督检查数据接口' },
  '0303': { title: '证后监督检查数据接口' },
  '0304': { title: '其他监督检查数据接口' },
  '0400': { title: '检验检测类数据接口', group: true },
  '0401': { title: '检验数据接口' },
  '0402': { title: '检测数据接口' },
  '0500': { title: '事故调查类数据接口' },
  '0900': { title: '其他业务类数据接口' },
};

/** S2 Table 2. */
export const S2_CODES: Readonly<Record<string, CodeFacts>> = {
  '001': { title: '单位行政许可数据' },
  '002': { title: '人员资格认定数据' },
  '003': { title: '设备使用登记数据' },
  '004': { title: '设备检验检测数据' },
  '005': { title: '电梯维护保养数据' },
  '006': { title: '锅炉能效数据' },
  '007': { title: '监督检查数据' },
  '008': { title: '行政处罚数据' },
  '009': { title: '信用监管数据' },
  '010': { title: '缺陷产品召回数据' },
  '011': { title: '事故数据' },
};

const usable = (facts: CodeFacts | undefined): boolean => facts !== undefined && !facts.group;

/** The rule set of an S1 business code: its kind of data, whatever purpose it is exchanged for. */
export function s1RuleSet(code: string): string | undefined {
  const [purpose, type] = [code.slice(0, 2), code.slice(2)];
  if (code.length !== 6 || !usable(PURPOSES[purpose])) return undefined;
  return usable(S1_TYPES[type]) || isOwnType(purpose, type) ? type : undefined;
}

/** 1.2.4: interfaces that partners define beyond the tables go by purpose 90; there is one once it has a rule file. */
function isOwnType(purpose: string, type: string): boolean {
  return purpose === '90' && /^\d{4}$/.test(type) && S1_TYPES[type] === undefined;
}

/** The rule set of an S2 business code. */
export function s2RuleSet(code: string): string | undefined {
  return usable(S2_CODES[code]) ? code : undefined;
}

/** The S1 business codes of a kind of data: one for each purpose that it can be exchanged for. */
export function s1Codes(ruleSet: string): readonly BusinessCode[] {
  return Object.entries(PURPOSES)
    .map(([purpose, { title }]) => ({ code: `${purpose}${ruleSet}`, title }))
    .filter(({ code }) => s1RuleSet(code) === ruleSet);
}

/** The S2 business code of a kind of data. */
export function s2Codes(ruleSet: string): readonly BusinessCode[] {
  const { title } = S2_CODES[ruleSet] ?? {};
  return title === undefined ? [] : [{ code: ruleSet, title }];
}
