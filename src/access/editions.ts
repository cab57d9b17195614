import type { SignOrder, SignProfile } from '../envelope/application.ts';

/** What an edition of a standard lets its applications choose. */
export interface EditionRules {
  /** The profiles that the edition allows, the one that its text names first. */
  readonly profiles: readonly SignProfile[];
  readonly order: SignOrder;
}

/** S1 7.5 allows MD5 and SM4; S2 tables 1 and 4 allow SM4 only, so nothing weaker may be set. */
export const EDITIONS: Readonly<Record<string, EditionRules>> = {
  s1: { profiles: ['SM4', 'MD5', 'SM4-SM3', 'HMAC-SM3', 'SM2'], order: 'table' },
  s2: { profiles: ['SM4', 'SM4-SM3', 'HMAC-SM3', 'SM2'], order: 'table' },
};
