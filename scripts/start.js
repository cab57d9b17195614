#!/usr/bin/env node
// `npm start`: builds what is stale, then serves with a demo application, in this very process, so that a signal
// to npm reaches the gateway and it can stop cleanly.
import { spawnSync } from 'node:child_process';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const built = spawnSync(process.execPath, [join(root, 'scripts', 'build.js'), '--if-stale'], {
  stdio: ['ignore', 2, 2],
});
if (built.status !== 0) process.exit(built.status ?? 1);
process.argv.splice(2, 0, 'serve', '--demo');
await import('../bin/tonggui.js');
