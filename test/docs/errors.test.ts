import { readFileSync } from 'node:fs';
import { expect, it } from '@jest/globals';
import { renderErrorPage } from './error-page.ts';

it('docs/errors.md tells every error code, and no other (npx tsx scripts/write-error-page.ts writes it anew)', () => {
  expect(readFileSync('docs/errors.md', 'utf8')).toBe(renderErrorPage());
});
