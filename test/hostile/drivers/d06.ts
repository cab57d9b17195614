import { mkdirSync, mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from '@jest/globals';
import { startTestGateway } from '../../support/gateway.ts';
import type { Driver } from '../support/driver.ts';

async function startOn(prepare: (data: string) => void): Promise<string> {
  const data = mkdtempSync(join(tmpdir(), 'tonggui-damage-'));
  try {
    const first = await startTestGateway({ data });
    await first.addPartner();
    await first.stop();
    prepare(data);
    const again = await startTestGateway({ data });
    await again.stop();
    return 'started';
  } catch (error) {
    return String(error);
  } finally {
    rmSync(data, { recursive: true, force: true });
  }
}

/** What is damaged, how, and what is said; without its key the first sealed row is what cannot be read. */
const DAMAGES: readonly (readonly [name: string, damage: (file: string) => void, told?: RegExp])[] = [
  ['seal.key', (file) => truncateSync(file, 10)],
  ['seal.key', (file) => writeFileSync(file, '')],
  ['seal.key', (file) => rmSync(file), /sealed under another key/],
  ['admin.key', (file) => truncateSync(file, 3)],
  [
    'tonggui.db',
    (file) => writeFileSync(file, 'not a database, but longer than a header of one '.repeat(99)),
  ],
  ['tonggui.db', (file) => mkdirSync(`${rmSync(file) ?? file}`)],
];

export default DAMAGES.map(([name, damage, told = new RegExp(`/${name}`)], index) => ({
  title: `stops the start and is named: ${name} (${index + 1})`,
  async run() {
    const outcome = await startOn((data) => damage(join(data, name)));
    expect(outcome).toMatch(told);
    return undefined;
  },
})) satisfies readonly Driver[];
