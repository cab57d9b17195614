import { writeFileSync } from 'node:fs';
import { renderCommandLinePage } from '../test/docs/command-line-page.ts';
import { renderConfigurationPage } from '../test/docs/configuration-page.ts';

/** Writes docs/configuration.md and docs/command-line.md anew: `npx tsx scripts/write-reference-pages.ts`. */
writeFileSync('docs/configuration.md', renderConfigurationPage());
writeFileSync('docs/command-line.md', renderCommandLinePage());
