import type { EditionRules } from '../../envelope/standard.ts';

/** One edition (DB32, draft of 2024): a secret for a token, and nothing that is signed (A.1, A.2). */
export const EDITIONS = {
  s5: { profiles: ['TOKEN'], order: 'table' },
} as const satisfies Readonly<Record<string, EditionRules>>;
