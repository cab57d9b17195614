#!/usr/bin/env node
// Some registry mirrors carry only the Linux builds of packages that ship one build a platform
// (biome, unrs-resolver). npm then writes a lock file without the others, and `npm ci` refuses it.
// Run after `npm install`: names every optional platform package that the lock file leaves out, by the
// version that its parent asks for, and removes download addresses.
import { readFileSync, writeFileSync } from 'node:fs';

const lock = JSON.parse(readFileSync('package-lock.json', 'utf8'));
const systems = ['android', 'darwin', 'freebsd', 'linux', 'openharmony', 'win32', 'wasi'];
const processors = ['arm64', 'arm', 'ia32', 'loong64', 'ppc64', 'riscv64', 's390x', 'x64', 'wasm32'];

function platformOf(name) {
  const words = name.split(/[/-]/);
  const os = systems.filter((system) => words.includes(system)).slice(0, 1);
  const cpu = processors.filter((processor) => words.includes(processor)).slice(0, 1);
  const libc = /musl/.test(name) ? ['musl'] : os[0] === 'linux' ? ['glibc'] : [];
  return { ...(os.length ? { os } : {}), cpu, ...(libc.length ? { libc } : {}) };
}

for (const parent of Object.values(lock.packages)) {
  delete parent.resolved;
  for (const [name, version] of Object.entries(parent.optionalDependencies ?? {})) {
    const path = `node_modules/${name}`;
    if (lock.packages[path] || !/^\d/.test(version)) continue;
    lock.packages[path] = {
      version,
      ...(parent.dev ? { dev: true } : {}),
      optional: true,
      ...platformOf(name),
    };
  }
}
lock.packages = Object.fromEntries(Object.entries(lock.packages).sort(([a], [b]) => (a < b ? -1 : 1)));
writeFileSync('package-lock.json', `${JSON.stringify(lock, null, 2)}\n`);
