#!/usr/bin/env node
// Compiles src/ to dist/ and copies the data files that live beside the code (rules, pages).
// With --if-stale it does so only when a source is newer than the last build.
import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, readdirSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
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
  // Built aside and put in place whole, so that whoever starts meanwhile finds either build, never half of one.
  const draft = `${output}.${process.pid}`;
  const compiler = join(root, 'node_modules', 'typescript', 'bin', 'tsc');
  const args = [compiler, '-p', join(root, 'tsconfig.json'), '--outDir', draft];
  const compiled = spawnSync(process.execPath, args, { stdio: ['ignore', 2, 2] });
  if (compiled.status !== 0) {
    rmSync(draft, { recursive: true, force: true });
    process.exit(compiled.status ?? 1);
  }
  cpSync(source, draft, {
    recursive: true,
    filter: (path) => statSync(path).isDirectory() || extname(path) !== '.ts',
  });
  writeFileSync(join(draft, '.built'), '');
  rmSync(output, { recursive: true, force: true });
  renameSync(draft, output);
}
