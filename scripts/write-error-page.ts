import { writeFileSync } from 'node:fs';
import { renderErrorPage } from '../test/docs/error-page.ts';

/** Writes docs/errors.md anew from the closed list of codes: `npx tsx scripts/write-error-page.ts`. */
writeFileSync('docs/errors.md', renderErrorPage());
