import { isWithin } from '../envelope/region.ts';
import type { ServiceFacts } from './service-facts.ts';

/** What of the registry's present entry may be used: all that lies within what was proved. */
export type LiveFacts = ServiceFacts & {
  /** Why nobody can be asked, in Chinese for the caller. */
  readonly closed?: string;
};

/**
 * A publisher may move its access points within the servers that were tested, and give codes and regions up; what is
 * new waits for a test, so that nobody draws to himself by a publication what was never his.
 */
export function liveFacts(proven: ServiceFacts, now: ServiceFacts | undefined): LiveFacts {
  if (!now || now.businessKey !== proven.businessKey)
    return { ...proven, closed: '数据提供方已在注册中心注销该接口' };
  const origins = new Set(proven.endpoints.map(originOf));
  const endpoints = now.endpoints.filter((url) => origins.has(originOf(url)));
  const patterns = new Set(proven.codes.map(({ pattern }) => pattern));
  return {
    ...now,
    endpoints,
    codes: now.codes.filter(({ pattern }) => patterns.has(pattern)),
    regions: common(proven.regions, now.regions),
    ...(endpoints.length === 0 && { closed: '数据提供方变更了接入地址，待重新测试' }),
  };
}

function originOf(url: string): string {
  return new URL(url).origin;
}

/** Prefixes of what lies within both; where nothing does, the proved ones stay. */
function common(proven: readonly string[], now: readonly string[]): readonly string[] {
  if (proven.length === 0) return now;
  if (now.length === 0) return proven;
  const both = [
    ...now.filter((one) => isWithin(one, proven)),
    ...proven.filter((one) => isWithin(one, now) && !now.includes(one)),
  ];
  return both.length > 0 ? both : proven;
}
