import type { BusinessCode, EditionRules } from '../../envelope/standard.ts';
import { s1Codes, s1RuleSet, s2Codes, s2RuleSet } from './business-codes.ts';
import { ANSWER_SIGNED, type Edition } from './members.ts';

/** Where the two editions differ; everything else is one dialect. */
export interface EditionFacts extends EditionRules {
  readonly title: string;
  readonly answerMembers: readonly string[];
  ruleSet(businessCode: string): string | undefined;
  codes(ruleSet: string): readonly BusinessCode[];
}

export const EDITIONS = {
  s1: {
    title: '特种设备安全监管信息共享接口',
    answerMembers: ANSWER_SIGNED.s1,
    profiles: ['SM4', 'MD5', 'SM4-SM3', 'HMAC-SM3', 'SM2'],
    order: 'table',
    ruleSet: s1RuleSet,
    // 6.4 (1.7): daily up to the province, every second day to the nation.
    updates: { each: 'upload', hours: { county: 24, city: 24, province: 48 } },
    codes: s1Codes,
  },
  s2: {
    title: 'MR/T 特种设备安全监管信息共享接口规范（征求意见稿）',
    answerMembers: ANSWER_SIGNED.s2,
    // Tables 1 and 4: SM4; the stronger extras are allowed, MD5 is not.
    profiles: ['SM4', 'SM4-SM3', 'HMAC-SM3', 'SM2'],
    order: 'table',
    ruleSet: s2RuleSet,
    // 6.6: daily up to the province, weekly to the State department.
    updates: { each: 'upload', hours: { county: 24, city: 24, province: 168 } },
    codes: s2Codes,
  },
} as const satisfies Record<Edition, EditionFacts>;

/** The edition that an application speaks; a foreign one is a defect of the set-up. */
export function editionOf(standard: string): EditionFacts {
  const facts = EDITIONS[standard as Edition];
  if (!facts) throw new Error(`application set up for ${standard}, which is no edition of special-equipment`);
  return facts;
}
