import type { EditionRules } from '../../envelope/standard.ts';
import { s1RuleSet, s2RuleSet } from './business-codes.ts';
import { ANSWER_SIGNED, type Edition } from './members.ts';

/** Where the two editions differ; everything else is one dialect. */
export interface EditionFacts extends EditionRules {
  readonly title: string;
  readonly answerMembers: readonly string[];
  ruleSet(businessCode: string): string | undefined;
}

export const EDITIONS = {
  s1: {
    title: '特种设备安全监管信息共享接口',
    answerMembers: ANSWER_SIGNED.s1,
    profiles: ['SM4', 'MD5', 'SM4-SM3', 'HMAC-SM3', 'SM2'],
    order: 'table',
    ruleSet: s1RuleSet,
  },
  s2: {
    title: 'MR/T 特种设备安全监管信息共享接口规范（征求意见稿）',
    answerMembers: ANSWER_SIGNED.s2,
    // Tables 1 and 4: SM4; the stronger extras are allowed, MD5 is not.
    profiles: ['SM4', 'SM4-SM3', 'HMAC-SM3', 'SM2'],
    order: 'table',
    ruleSet: s2RuleSet,
  },
} as const satisfies Record<Edition, EditionFacts>;

/** The edition that an application speaks; a foreign one is a defect of the set-up. */
export function editionOf(standard: string): EditionFacts {
  const facts = EDITIONS[standard as Edition];
  if (!facts) throw new Error(`application set up for ${standard}, which is no edition of special-equipment`);
  return facts;
}
