#!/usr/bin/env node
// Compiles src/ to dist/ and copies the data files that live beside the code (rules, pages).
// With --if-stale it does so only when a source is newer than the last build.
import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const source = join(root, 'src');
const output = join(root, 'dist');
const stamp = join(output, '.built');

function newest(folder) {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .reduce((latest, entry) => Math.max(latest, statSync(join(entry.parentPath, entry.name)).mtimeMs), 0);
}

const lastInput = Math.max(
  newest(source),
  ...['package.json', 'tsconfig.json'].map((name) => statSync(join(root, name)).mtimeMs),
);
const fresh = existsSync(stamp) && statSync(stamp).mtimeMs >= lastInput;
if (!(process.argv.includes('--if-stale') && fresh)) {
  rmSync(output, { recursive: true, force: true });
  const compiler = join(root, 'node_modules', 'typescript', 'bin', 'tsc');
  const compiled = spawnSync(process.execPath, [compiler, '-p', join(root, 'tsconfig.json')], {
    stdio: ['ignore', 2, 2],
  });
  if (compiled.status !== 0) process.exit(compiled.status ?? 1);
  cpSync(source, output, {
    recursive: true,
    filter: (path) => statSync(path).isDirectory() || extname(path) !== '.ts',
  });
  writeFileSync(stamp, '');
}
