import { timingSafeEqual } from 'node:crypto';
import type { SignSettings } from '../envelope/application.ts';
import { sm3 } from './digest.ts';

/** Whether a text is one of the application's active secrets; in a time that tells nothing. */
export function verifySecret(secret: string, { keys }: Pick<SignSettings, 'keys'>, now: Date): boolean {
  const digest = sm3(secret);
  const matches = keys
    .filter(({ notAfter }) => notAfter === undefined || Date.parse(notAfter) > now.getTime())
    .map(({ value }) => timingSafeEqual(sm3(value), digest));
  return matches.includes(true);
}
