import { randomBytes } from 'node:crypto';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from '@jest/globals';
import { openPublishers } from '../../src/access/publishers.ts';
import { createSlowWork } from '../../src/access/slow-work.ts';
import { dataFiles } from '../../src/config/data-files.ts';
import { createSealer } from '../../src/crypto/seal.ts';
import { openStore } from '../../src/store/open-store.ts';
import { hostOf, openConsole } from '../console/fixture.ts';
import { type Ended, run } from './run.ts';

const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

/** The admin API of a gateway with publishers, and its data folder. */
async function served() {
  const folder = mkdtempSync(join(tmpdir(), 'tg-publisher-cli-'));
  mkdirSync(join(folder, 'data'));
  const files = dataFiles(join(folder, 'data'));
  const store = await openStore({ kind: 'sqlite', file: files.database });
  closing.push(async () => {
    await store.close();
    rmSync(folder, { recursive: true, force: true });
  });
  await store.migrate();
  const publishers = await openPublishers({
    database: store.database,
    sealer: createSealer(randomBytes(32)),
    slowly: createSlowWork(),
    tokenSeconds: 60,
  });
  const console = await openConsole({ publishers });
  writeFileSync(files.adminKey, readFileSync(console.keyFile));
  writeFileSync(files.gateway, JSON.stringify({ admin: `http://${hostOf(console.server)}` }));
  const tonggui = (...words: string[]): Promise<Ended> =>
    run(['publisher', ...words, '--data', join(folder, 'data')], { folder });
  return { publishers, tonggui, console };
}

describe('publisher', () => {
  it('is added with a credential that is shown once, renewed, disabled and enabled', async () => {
    const { publishers, tonggui, console } = await served();
    expect(await tonggui('list')).toMatchObject({ code: 0, out: 'there is no publisher\n' });
    const added = await tonggui('add', 'anhui');
    expect(added).toMatchObject({ code: 0, err: '' });
    const [, first] = /^added: anhui\ncredential, shown only now: ([0-9A-F]{32})\n$/.exec(added.out)!;
    await publishers.issueToken('anhui', first!, '10.0.0.1');
    const renewed = JSON.parse((await tonggui('renew', 'anhui', '--json')).out) as { credential: string };
    await publishers.issueToken('anhui', renewed.credential, '10.0.0.1');
    expect(await tonggui('disable', 'anhui')).toMatchObject({ code: 0, out: 'disabled: anhui\n' });
    const listed = await tonggui('list');
    expect(listed.out).toMatch(/^anhui {2}disabled {2}since /);
    expect(listed.out).not.toContain(renewed.credential);
    expect(await tonggui('enable', 'anhui')).toMatchObject({ code: 0, out: 'enabled: anhui\n' });
    const events = (await console.audited()).map(({ event }) => event);
    expect(events).toEqual(['PUBLISHER_ADDED', ...Array(3).fill('PUBLISHER_CHANGED')]);
    expect(JSON.stringify(await console.audited())).not.toContain(renewed.credential);
  });

  it('tells what stands in the way', async () => {
    const { tonggui } = await served();
    await tonggui('add', 'anhui');
    expect(await tonggui('add', 'anhui')).toMatchObject({
      code: 1,
      err: expect.stringContaining('there is one already'),
    });
    expect(await tonggui('renew', 'nobody')).toMatchObject({
      code: 1,
      err: expect.stringContaining('no such thing'),
    });
    expect(await tonggui('add')).toMatchObject({ code: 2 });
  });
});
