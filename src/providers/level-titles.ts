import type { Level } from '../envelope/provider.ts';

/** The levels in the words of S1. */
export const LEVEL_TITLES: Readonly<Record<Level, string>> = {
  county: '县（区）级',
  city: '市级',
  province: '省级',
  nation: '国家',
};
