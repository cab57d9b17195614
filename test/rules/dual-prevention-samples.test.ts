import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { loadRules } from '../../src/rules/load-rules.ts';
import { readItems } from '../../src/text/json.ts';

const rules = loadRules({ builtin: join(import.meta.dirname, '../../src/standards/dual-prevention/rules') });

/** The column 数据示例 of Tables B.3 to B.11 as it is printed, and what the gateway remarks on. */
const SAMPLES: readonly (readonly [name: string, record: object, warnings?: readonly string[]])[] = [
  [
    'comInfo',
    {
      comName: 'XXXXXX 化工有限公司',
      orgNo: '91371422738166XXXX',
      deputy: '张三',
      cityCode: '江苏省 XX 市',
      aeraCode: 'XX 区',
      address: '江苏省 XX 市 XX 区 XX 路 XX 号',
      linkMan: '李四',
      linkTel: '182XXXXXXXX',
      supComName: 'XX 市 XX 区市场监督管理局',
    },
    ['联系电话(linkTel)含有掩码字符，已原样保存，请补全号码'],
  ],
  [
    'deptInfo',
    {
      deptName: '管理一部',
      dParentName: '× × 公司',
      isSecDept: '1',
      dLinkMan: '张三',
      dLinkTel: '182XXXXXXXX',
    },
    ['联系电话(dLinkTel)含有掩码字符，已原样保存，请补全号码'],
  ],
  [
    'psnInfo',
    {
      psnName: '张三',
      idCardNo: '321100000000000000',
      deptName: '管理部',
      isSecChief: '1',
      isSecManager: '1',
      isOpr: '1',
      isRes: '1',
      certNo: '320525196205173017',
      lcnsKind: '特种设备安全管理',
      authDate: '2023-07-08',
      endDate: '2027-07-08',
      authCom: 'XX 市 XX 区市场监督管理 管理局',
    },
  ],
  ['ruleInfo', { fileName: 'XX 管理制度', uploadDate: '2023-07-08', publisher: '张三' }],
  [
    'trainInfo',
    {
      planNo: '2002021',
      planName: '研讨会',
      startDate: '2023-07-08',
      endDate: '2023-08-18',
      trainTitle: '培训',
      trainDate: '2023-07-08',
      trainAddress: '会议室',
      trainContent: '培训',
      fileName: '附件地址',
    },
  ],
  [
    'riskPoint',
    {
      riskNo: '2212162050157975',
      regNo: '6200321XXXXXXXXX090001',
      riskName: '测试',
      riskType: '0',
      registDate: '2022-12-01',
      accidentType: '爆炸, 爆燃',
      commonAddr: '园区',
      orgRiskLevel: '重大风险',
      conRiskLevel: '低风险',
      controlLevel: '公司 (厂) 级',
      deptName: '工程部',
      dutyMan: '张三',
      checkMan: '李四',
      checkDate: '2022-12-22',
    },
  ],
  [
    'hazardSource',
    {
      sourceNo: '2212162050157976',
      riskNo: '2212162050157975',
      checkItem: '电站锅炉泄漏',
      checkContent: '压力是否波动、存在异响',
      riskLevel: '低风险',
      controlLevel: '部门 (装置、车间) 级',
      accidentType: '爆炸, 爆燃',
      measureContent: '1:SOP 巡检、预防性维护保养、定检 2:应急预案、处置方案',
      measureType: '管理措施',
      deptName: '工程部',
      dutyMan: '张三,李四',
    },
  ],
  [
    'riskMap',
    {
      riskNo: '2212162050157975',
      fileName: '特种设备风险四色图.doc',
      fileType: '风险四色分布图',
      uploadDate: '2023-07-08',
      publisher: '张三',
    },
  ],
  [
    'hiddenDanger',
    {
      taskNo: 'PY20210831170804000006',
      regNo: '62003211812020090001',
      troubleType: '管理类',
      troubleLevel: '一般隐患',
      mainProblem: '安全技术档案不全',
      registMan: '张三',
      registDate: '2023-04-16',
      limitDate: '2023-05-16',
      dealMan: '张三',
      delDate: '处理日期',
      delInfo: '处理结果',
      acceptMan: '张三',
      acceptDate: '2023-05-17',
      acceptInfo: '通过',
    },
    ['整改日期(delDate)为占位文字，按未填写处理', '整改结果(delInfo)为占位文字，按未填写处理'],
  ],
];

const sampleOf = (name: string) => SAMPLES.find(([one]) => one === name)![1];

function taken(name: string, ...records: readonly object[]) {
  const { normalize, check } = rules.find('s5', name)!;
  const { items, warnings } = normalize(readItems(JSON.stringify(records)));
  return { items, warnings, faults: check(items) };
}

describe("the text's own samples", () => {
  it.each(SAMPLES)('%s passes as it is printed', (name, record, warnings = []) => {
    expect(taken(name, record)).toMatchObject({ faults: [], warnings });
  });
});

describe('telephone numbers', () => {
  const faultsOf = (linkTel: unknown) => taken('comInfo', { ...sampleOf('comInfo'), linkTel }).faults;

  it.each([
    '18200000000',
    18200000000,
    '+8618200000000',
    '+86 182-0000-0000',
    '0571-88888888',
    '0571-88888888-801',
    '0571-88888888转801',
    '（0571）88888888',
    '400 800 8888',
    '12345',
    '182****0000',
  ])('%j is one', (linkTel) => {
    expect(faultsOf(linkTel)).toEqual([]);
  });

  it.each([
    '无',
    'abc',
    '12',
    '电话未知',
    'XXXXXXXXXXX',
    '*****',
    '182-',
    '<script>1234</script>',
    '1'.repeat(40),
  ])('%j is none', (linkTel) => {
    expect(faultsOf(linkTel)).toEqual([expect.objectContaining({ member: 'linkTel', rule: 'pattern' })]);
  });
});

describe('letters', () => {
  it('of identity numbers and credit codes are kept in upper case, and found by either', () => {
    const [person] = taken('psnInfo', { ...sampleOf('psnInfo'), idCardNo: '32110000000000000x' }).items;
    expect(person!.value['idCardNo']).toBe('32110000000000000X');
    const [unit] = taken('comInfo', { ...sampleOf('comInfo'), orgNo: '91371422738166xxxx' }).items;
    expect(unit!.value['orgNo']).toBe('91371422738166XXXX');
  });
});

describe('a remark', () => {
  it('is made once a batch, and says where', () => {
    const sample = sampleOf('deptInfo');
    const good = { ...sample, dLinkTel: '18200000000' };
    expect(taken('deptInfo', good, sample).warnings).toEqual([
      '联系电话(dLinkTel)含有掩码字符，已原样保存，请补全号码（第2条）',
    ]);
    expect(taken('deptInfo', good, sample, sample).warnings).toEqual([
      '联系电话(dLinkTel)含有掩码字符，已原样保存，请补全号码（第2条等2条）',
    ]);
  });
});
