import { readFileSync } from 'node:fs';
import { expect, it } from '@jest/globals';
import { renderCommandLinePage } from './command-line-page.ts';

it("docs/command-line.md is the commands' own help (npx tsx scripts/write-reference-pages.ts writes it anew)", () => {
  expect(readFileSync('docs/command-line.md', 'utf8')).toBe(renderCommandLinePage());
});
