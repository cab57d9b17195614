import { LEVELS } from '../envelope/provider.ts';
import { LEVEL_TITLES } from './level-titles.ts';
import type { TaxonomyName } from './taxonomy-keys.ts';

/** What the tables of the standards list: codes with their Chinese titles; group headers are left out. */
export interface TaxonomyValues {
  readonly purposes: Readonly<Record<string, string>>;
  readonly types: Readonly<Record<string, string>>;
  readonly s2Codes: Readonly<Record<string, string>>;
  readonly s5Resources: Readonly<Record<string, string>>;
  readonly editions: readonly string[];
}

/** A category of services: its title, where its values come from, and what they are. */
export interface Category {
  readonly title: string;
  readonly source: string;
  readonly values?: Readonly<Record<string, string>>;
  /** What else is a value, or what values look like where they are not listed. */
  readonly form?: { readonly pattern: RegExp; readonly told: string };
}

const STATES = { enabled: '启用', stopped: '停用', retired: '下线' } as const;

/** 特种设备目录（2014年第114号公告）: the kinds. */
const EQUIPMENT = {
  '1000': '锅炉',
  '2000': '压力容器',
  '3000': '电梯',
  '4000': '起重机械',
  '5000': '场（厂）内专用机动车辆',
  '6000': '大型游乐设施',
  '7000': '压力管道元件',
  '8000': '压力管道',
  '9000': '客运索道',
  F000: '安全附件及安全保护装置',
} as const;

/** Every category with its values. */
export function describeCategories(values: TaxonomyValues): Readonly<Record<TaxonomyName, Category>> {
  return {
    purpose: { title: '数据接口用途', source: 'S1 1.11.1 表6', values: values.purposes },
    type: {
      title: '业务数据类型',
      source: 'S1 1.11.1 表7；表外的类型（1.2.4）为四位数字',
      values: values.types,
      form: { pattern: /^\d{2}(?!00)\d{2}$/, told: 'four digits that are no group of Table 7' },
    },
    direction: { title: '内部数据接口方向', source: 'S1 1.3 表1至表4', values: directions() },
    s2Code: { title: 'MR/T业务代码', source: 'S2 表2', values: values.s2Codes },
    s5Resource: { title: '双重预防数据资源', source: 'S5 4.2', values: values.s5Resources },
    equipment: { title: '特种设备种类', source: '特种设备目录', values: EQUIPMENT },
    level: { title: '监管部门层级', source: 'S1 范围', values: LEVEL_TITLES },
    region: {
      title: '行政区划代码',
      source: 'GB/T 2260',
      form: { pattern: /^(?:000000|(?!00)\d{6})$/, told: 'six digits of GB/T 2260, 000000 for the nation' },
    },
    edition: {
      title: '接口标准版本',
      source: 'Tonggui',
      values: Object.fromEntries(values.editions.map((edition) => [edition, edition.toUpperCase()])),
    },
    version: {
      title: '接口版本',
      source: 'S2 6.5.1',
      form: { pattern: /^\d{1,6}(?:\.\d{1,6}){0,3}$/, told: 'up to four numbers joined by dots' },
    },
    state: { title: '接口状态', source: 'Tonggui', values: STATES },
  };
}

/** From one level to the next, up or down; the tables know no other steps. */
function directions(): Readonly<Record<string, string>> {
  const steps = LEVELS.slice(1).flatMap((upper, index) => [
    [LEVELS[index]!, upper] as const,
    [upper, LEVELS[index]!] as const,
  ]);
  return Object.fromEntries(
    steps.map(([from, to]) => [`${from}->${to}`, `${LEVEL_TITLES[from]}->${LEVEL_TITLES[to]}`]),
  );
}
