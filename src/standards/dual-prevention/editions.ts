import type { EditionRules } from '../../envelope/standard.ts';

/** One edition (DB32, draft of 2024): a secret for a token, nothing that is signed (A.1, A.2), all data daily (5.2). */
export const EDITIONS = {
  s5: { profiles: ['TOKEN'], order: 'table', updates: { each: 'kind' } },
} as const satisfies Readonly<Record<string, EditionRules>>;
