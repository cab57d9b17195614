import { copyFileSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Served, serve, temporaryFolder } from './gateway.ts';
import { run } from './run.ts';

const folder = temporaryFolder();
const rules = join(folder, 'rules');
const config = join(folder, 'tonggui.yaml');
const BUILT_IN = 'src/standards/special-equipment/rules/s1/0101.json';
let served: Served;

/** Sound files under these names. */
function keep(...names: readonly string[]): void {
  for (const name of names) {
    mkdirSync(join(rules, name, '..'), { recursive: true });
    copyFileSync(BUILT_IN, join(rules, `${name}.json`));
  }
}

beforeAll(async () => {
  keep('s9/0101', 's1/xyz', 's1/0100', 's1/0990', 's2/012', 's5/own', 's5/lift');
  writeFileSync(join(rules, 's1', 'ab.json'), '{');
  const standards = { 'dual-prevention': { txcodes: { '0301': 'own' } } };
  writeFileSync(config, JSON.stringify({ rules: { folder: rules }, standards }));
  served = await serve(['--config', config]);
});
afterAll(async () => {
  await served.close();
  rmSync(folder, { recursive: true, force: true });
});

interface State {
  readonly standard: string;
  readonly name: string;
  readonly state: string;
  readonly reason?: string;
}

describe('rules status', () => {
  it('tells which files have a name that no message can say, and why; what is built in can be named', async () => {
    const { code, out } = await run(['rules', 'status', '--json', '--data', served.data]);
    const states = JSON.parse(out) as readonly State[];
    const unreachable = states.filter(({ state }) => state === 'unreachable');
    expect(unreachable.map(({ standard, name, reason }) => [`${standard}/${name}`, reason])).toEqual([
      ['s1/0100', '0100 is a group of S1 Table 7; its codes have files of their own'],
      ['s1/ab', expect.stringMatching(/^ab is no kind of data of S1 Table 7.*; .*ab\.json: /)],
      ['s1/xyz', 'xyz is no kind of data of S1 Table 7, nor four digits that may stand behind purpose 90'],
      ['s2/012', '012 is no business code of S2 Table 2'],
      ['s5/lift', expect.stringMatching(/^lift is no kind of data of S5 4\.2/)],
      ['s9/0101', 'there is no edition s9; there is s1, s2, s5'],
    ]);
    // 990 of purpose 90 (1.2.4), and what a txcode names.
    const own = states.filter(({ name }) => name === '0990' || name === 'own');
    expect(own.map(({ state }) => state)).toEqual(['enabled', 'enabled']);
    expect(states.filter(({ state }) => state === 'enabled')).toHaveLength(44);
    expect(code).toBe(1);
  });

  it('tells it in lines, too', async () => {
    const { out } = await run(['rules', 'status', '--data', served.data]);
    expect(out).toContain('s9 0101 特种设备基础数据: unreachable: there is no edition s9');
  });
});
