import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, expect, it } from '@jest/globals';
import { DatabaseSync } from '@photostructure/sqlite';
import { exchange } from '../support/gateway.ts';
import type { Partner } from '../support/partner.ts';
import { runTonggui, startChild } from './support/child-gateway.ts';
import { type Sent, sendLoad } from './support/send-load.ts';

const ROUNDS = 3;
const ENOUGH = 150;
const data = mkdtempSync(join(tmpdir(), 'tonggui-kill-'));
afterAll(() => rmSync(data, { recursive: true, force: true }));

/** How often each record was written, by its key. */
function versions(): ReadonlyMap<string, number> {
  const database = new DatabaseSync(join(data, 'tonggui.db'), { readOnly: true });
  const rows = database.prepare('select key, version from record').all() as {
    key: string;
    version: number;
  }[];
  database.close();
  return new Map(rows.map(({ key, version }) => [key, version]));
}

async function loadAndKill(partner: Partner | undefined, round: number) {
  const gateway = await startChild(data);
  const known = partner ?? (await gateway.addPartner('KILLED'));
  const load = sendLoad(gateway.url, known, 8);
  while (load.book.length < ENOUGH + round * 7) await pause(2);
  await gateway.end('SIGKILL');
  return { partner: known, book: await load.stop() };
}

it('D01: keeps every acknowledged record once when it is killed under load, and answers what is sent again', async () => {
  let partner: Partner | undefined;
  const book: Sent[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    const killed = await loadAndKill(partner, round);
    partner = killed.partner;
    book.push(...killed.book);
  }
  const acknowledged = book.filter(({ answer }) => answer !== undefined);
  const unknown = book.filter(({ answer }) => answer === undefined);
  expect(acknowledged.length).toBeGreaterThan(ROUNDS * 100);
  expect(unknown.length).toBeGreaterThan(0);

  const gateway = await startChild(data);
  try {
    const found = versions();
    expect(acknowledged.filter(({ key }) => found.get(key) !== 1)).toEqual([]);
    for (const { message, answer } of acknowledged.slice(-20))
      expect((await exchange(gateway.url, message)).text).toBe(answer);
    for (const { message } of unknown) {
      const { datalist } = await exchange(gateway.url, message);
      expect(datalist).toMatchObject({ result: '0001', counts: { created: 1 } });
    }
    const after = versions();
    expect(after.size).toBe(book.length);
    expect([...after.values()].filter((version) => version !== 1)).toEqual([]);
  } finally {
    await gateway.end('SIGTERM');
  }
  const verdict = await runTonggui(['verify-log', '--data', data]);
  expect(verdict).toMatchObject({ code: 0 });
}, 60_000);
