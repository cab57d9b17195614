/** A kind of data of 4.2: its title and the table that tells its members. */
export interface ResourceFacts {
  readonly title: string;
  readonly table?: string;
}

/** The nine kinds of data of 4.2 by resource identifier, which is also the name of the rule file. */
export const RESOURCES = {
  comInfo: { title: '单位基本信息', table: 'B.3' },
  deptInfo: { title: '单位部门信息', table: 'B.4' },
  psnInfo: { title: '人员基本信息', table: 'B.5' },
  ruleInfo: { title: '制度建设', table: 'B.6' },
  trainInfo: { title: '安全培训', table: 'B.7' },
  riskPoint: { title: '风险点信息', table: 'B.8' },
  hazardSource: { title: '危险源信息', table: 'B.9' },
  riskMap: { title: '风险分布图、风险告知卡', table: 'B.10' },
  hiddenDanger: { title: '隐患排查治理', table: 'B.11' },
} as const satisfies Readonly<Record<string, ResourceFacts>>;

/** Table A.1. */
export const TXCODES = { '0101': 'riskPoint', '0201': 'hiddenDanger' } as const satisfies Readonly<
  Record<string, keyof typeof RESOURCES>
>;

/** What files are granted as: they belong to no kind of data. */
export const ATTACHMENT = 'attachment';

/** Which kinds of data there are, and which txcode means which. */
export interface BusinessCodes {
  readonly txcodes: ReadonlyMap<string, string>;
  readonly resources: ReadonlyMap<string, ResourceFacts>;
}

/** The codes of the text and an operator's own; a txcode may also name a kind of data of the operator's own. */
export function createBusinessCodes(own: Readonly<Record<string, string>>): BusinessCodes {
  const named = Object.values(own).map((name) => [name, { title: name }] as const);
  return {
    txcodes: new Map(Object.entries({ ...own, ...TXCODES })),
    resources: new Map<string, ResourceFacts>([...named, ...Object.entries(RESOURCES)]),
  };
}
