import { execFileSync } from 'node:child_process';
import {
  closeSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readdirSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from '@jest/globals';
import { forgetArchived } from '../../../src/channels/file/forget-archived.ts';
import { makeLayout } from '../../../src/channels/file/layout.ts';
import { ExchangeError } from '../../../src/envelope/exchange-error.ts';
import { createRecorder, fileOf, note, openFolder, text, until, watch } from './folder.ts';

const closing: (() => Promise<unknown> | unknown)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

function newFolder() {
  const folder = openFolder();
  closing.push(() => folder.remove());
  return folder;
}

describe('answers', () => {
  it('that cannot be written are written once they can be, without another question', async () => {
    const folder = newFolder();
    const { asked, exchange } = createRecorder();
    const failures: unknown[] = [];
    const channel = await watch(folder, exchange, {}, { onFailure: (error) => failures.push(error) });
    closing.push(() => channel.stop(100));
    // A folder where the answer is to be: no right that root has not.
    const inTheWay = join(folder.path, 'answers', 'a.xml.reply.json');
    mkdirSync(inTheWay);
    await folder.drop('a.xml', note('x'));
    await until(
      () => channel.health(),
      ({ state }) => state === 'degraded',
    );
    expect(channel.health()).toMatchObject({ reason: expect.stringContaining('answers cannot be written') });
    expect(folder.list('working')).toEqual(['a.xml']);
    rmSync(inTheWay, { recursive: true });
    await until(
      () => folder.list('accepted'),
      ({ length }) => length === 1,
    );
    expect(asked).toHaveLength(1);
    expect(failures.map(String)).toEqual([
      'Error: watched folder in: answers cannot be written; files wait (EISDIR): "a.xml"',
    ]);
    await until(
      () => channel.health().state,
      (state) => state === 'ok',
    );
    expect(readdirSync(join(folder.path, 'answers')).filter((name) => name.startsWith('.'))).toEqual([]);
  });

  it('tell where the gateway itself asked anew for a question whose answer was lost', async () => {
    const folder = newFolder();
    const seen = new Set<string>();
    const { asked, exchange } = createRecorder((raw) => {
      const id = raw.members.get('other')!.text;
      if (seen.size > 0) return { members: [{ name: 'answer', ...text(id) }] };
      seen.add(id);
      return { members: [], error: new ExchangeError('RANDOM_REUSED') };
    });
    const channel = await watch(folder, exchange);
    closing.push(() => channel.stop(100));
    await folder.drop('a.xml', note('x'));
    const { answer } = await folder.reply('a.xml');
    expect(asked).toHaveLength(2);
    expect(seen.has(answer)).toBe(false);
  });

  it('are no other where a sender used an id of its own twice', async () => {
    const folder = newFolder();
    const { asked, exchange } = createRecorder(() => ({
      members: [{ name: 'err', ...text('已被使用') }],
      error: new ExchangeError('RANDOM_REUSED'),
    }));
    const channel = await watch(folder, exchange);
    closing.push(() => channel.stop(100));
    await folder.drop('a.xml', await fileOf('xml', [{ text: 'x' }], { other: 'R1' }));
    expect(await folder.reply('a.xml')).toEqual({ err: '已被使用' });
    expect(asked).toHaveLength(1);
  });
});

describe('what is kept', () => {
  const DAY_MS = 86_400_000;
  it('is removed after keepDays, and nothing else is', async () => {
    const folder = newFolder();
    const layout = await makeLayout(folder.path);
    const now = new Date('2024-05-31T12:00:00+08:00');
    const elsewhere = mkdtempSync(join(tmpdir(), 'tg-elsewhere-'));
    closing.push(() => rmSync(elsewhere, { recursive: true, force: true }));
    writeFileSync(join(elsewhere, 'precious'), '');
    for (const day of ['2024-04-30', '2024-05-01', '2024-05-31', 'notes']) {
      mkdirSync(join(layout.archive, 'accepted', day));
      writeFileSync(join(layout.archive, 'accepted', day, 'a.csv'), '');
      symlinkSync(elsewhere, join(layout.archive, 'accepted', day, 'link'));
    }
    for (const [name, days] of [
      ['old.csv.reply.json', 31],
      ['old.csv.report.csv', 31],
      ['new.csv.reply.json', 29],
      ['readme.txt', 99],
    ] as const) {
      writeFileSync(join(layout.answers, name), '');
      const at = new Date(now.getTime() - days * DAY_MS);
      utimesSync(join(layout.answers, name), at, at);
    }
    await forgetArchived(layout, 0, now);
    expect(readdirSync(join(layout.archive, 'accepted'))).toHaveLength(4);
    await forgetArchived(layout, 30, now);
    expect(readdirSync(join(layout.archive, 'accepted')).sort()).toEqual([
      '2024-05-01',
      '2024-05-31',
      'notes',
    ]);
    expect(readdirSync(layout.answers).sort()).toEqual(['new.csv.reply.json', 'readme.txt']);
    expect(readdirSync(elsewhere)).toEqual(['precious']);
  });

  it('is looked through when the gateway starts', async () => {
    const folder = newFolder();
    const layout = await makeLayout(folder.path);
    mkdirSync(join(layout.archive, 'refused', '2020-01-01'));
    writeFileSync(join(layout.answers, '.0b8f9f4e-54a5-4c54-8a53-6a3f5c3c1a11.part'), 'left by a crash');
    const channel = await watch(folder, createRecorder().exchange);
    closing.push(() => channel.stop(100));
    expect(readdirSync(join(layout.archive, 'refused'))).toEqual([]);
    expect(readdirSync(layout.answers)).toEqual([]);
  });
});

/** Mounting needs a right that a container, or anyone but root, may not have. */
function mountSmallDisk(): string | undefined {
  const disk = mkdtempSync(join(tmpdir(), 'tg-full-'));
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=1m', 'tmpfs', disk], { stdio: 'ignore' });
    return disk;
  } catch {
    rmSync(disk, { recursive: true, force: true });
    return undefined;
  }
}

function unmount(disk: string): void {
  execFileSync('umount', ['--lazy', disk], { stdio: 'ignore' });
  rmSync(disk, { recursive: true, force: true });
}

function fill(disk: string): void {
  const file = openSync(join(disk, 'filler'), 'w');
  try {
    for (;;) writeSync(file, Buffer.alloc(4096));
  } catch {
    closeSync(file);
  }
}

const probe = mountSmallDisk();
if (probe !== undefined) unmount(probe);
const itIfMounting = probe === undefined ? it.skip : it;

describe('D03: a full disk', () => {
  itIfMounting('keeps answers until there is space; files wait where they are', async () => {
    const disk = mountSmallDisk()!;
    closing.push(() => unmount(disk));
    const { asked, exchange } = createRecorder();
    const channel = await watch({ path: disk }, exchange);
    closing.push(() => channel.stop(100));
    writeFileSync(join(disk, 'incoming', 'a.xml'), note('x'));
    fill(disk);
    const reason = await until(
      () => channel.health(),
      ({ state }) => state === 'degraded',
    );
    expect(reason).toMatchObject({ reason: expect.stringContaining('ENOSPC') });
    expect(readdirSync(join(disk, 'working'))).toEqual(['a.xml']);
    rmSync(join(disk, 'filler'));
    await until(
      () => readdirSync(join(disk, 'answers')),
      (names) => names.includes('a.xml.reply.json'),
    );
    await until(
      () => readdirSync(join(disk, 'working')),
      ({ length }) => length === 0,
    );
    expect(asked).toHaveLength(1);
  });
});
