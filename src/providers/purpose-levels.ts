import type { Level } from '../envelope/provider.ts';

/** Between which levels a purpose of S1 Table 6 is; in Chinese for the caller. */
export interface LevelRule {
  readonly title: string;
  readonly told: string;
  allows(one: Level, other: Level): boolean;
}

const provinceAndNation = (one: Level, other: Level): boolean =>
  [one, other].sort().join() === 'nation,province';

/** S1 1.2.1; the other purposes name no levels. */
export const PURPOSE_LEVELS: Readonly<Record<string, LevelRule>> = {
  '11': { title: '本级内部接口', told: '本级内部', allows: (one, other) => one === other },
  '12': { title: '省—国家接口', told: '省级与国家之间', allows: provinceAndNation },
  '13': { title: '国家—省接口', told: '国家与省级之间', allows: provinceAndNation },
  '14': {
    title: '省级—所辖下级特种设备安全监管部门接口',
    told: '省级及所辖下级之间',
    allows: (one, other) => one !== 'nation' && other !== 'nation',
  },
};
