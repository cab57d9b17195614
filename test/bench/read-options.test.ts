import { spawnSync } from 'node:child_process';
import { describe, expect, it } from '@jest/globals';

function bench(file: string, ...options: readonly string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, ['--import', 'tsx', file, ...options], {
    encoding: 'utf8',
    env: { ...process.env, NODE_OPTIONS: '' },
    timeout: 20_000,
  });
  return { status, stdout, stderr };
}

describe.each(['bench/main.ts', 'bench/tcp.ts', 'bench/table.ts'])('%s', (file) => {
  it('prints its options for --help, and measures nothing', () => {
    const told = bench(file, '--help');
    expect(told).toMatchObject({ status: 0, stderr: '' });
    expect(told.stdout).toMatch(/^Usage: npm run bench.*\n[\s\S]*--quick/);
  });

  it('ends with 2 and one line for an option that it does not know', () => {
    expect(bench(file, '--nonsense')).toEqual({
      status: 2,
      stdout: '',
      stderr: "error: unknown option '--nonsense'\n",
    });
    expect(bench(file, 'nonsense')).toMatchObject({ status: 2, stdout: '' });
  });
});
