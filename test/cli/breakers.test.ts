import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from '@jest/globals';
import { dataFiles } from '../../src/config/data-files.ts';
import { createBreakers } from '../../src/outbound/breakers.ts';
import { hostOf, openConsole } from '../console/fixture.ts';
import { run } from './run.ts';

const closing: (() => void)[] = [];
afterEach(() => {
  for (const close of closing.splice(0)) close();
});

const SETTINGS = { windowSeconds: 30, minimumCalls: 2, failurePercent: 50, probeSeconds: 30 };

/** The admin API of a gateway with breakers of its own. */
async function served() {
  const data = join(mkdtempSync(join(tmpdir(), 'tg-breakers-cli-')), 'data');
  mkdirSync(data);
  const files = dataFiles(data);
  const breakers = createBreakers(SETTINGS);
  closing.push(breakers.close, () => rmSync(join(data, '..'), { recursive: true, force: true }));
  const console = await openConsole({ breakers: breakers.views });
  writeFileSync(files.adminKey, readFileSync(console.keyFile));
  writeFileSync(files.gateway, JSON.stringify({ admin: `http://${hostOf(console.server)}` }));
  return { breakers, tonggui: (...words: string[]) => run(['breakers', ...words, '--data', data]) };
}

describe('breakers', () => {
  it('lists the state of each provider that was asked, and since when', async () => {
    const { breakers, tonggui } = await served();
    expect(await tonggui()).toMatchObject({ code: 0, out: 'no provider was asked lately\n' });
    const call = (failed: boolean) => async () => ({ value: undefined, failed });
    const key = { provider: 'a1', name: '检验院' };
    await breakers.run({ ...key, operations: 'query' }, call(false));
    for (const _ of [1, 2]) await breakers.run({ ...key, operations: 'change' }, call(true));
    const { out } = await tonggui();
    const since = '[\\dT:.-]+Z';
    expect(out).toMatch(
      new RegExp(
        `^a1  query  closed since ${since}  0 of 1 calls failed  检验院\n` +
          `a1  change  open since ${since}, asked again in \\d+ s  2 of 2 calls failed  检验院\n$`,
      ),
    );
    const told = JSON.parse((await tonggui('--json')).out) as unknown;
    expect(told).toMatchObject([
      { ...key, operations: 'query', state: 'closed' },
      { ...key, operations: 'change', state: 'open' },
    ]);
  });
});
