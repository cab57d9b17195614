import { writeFile } from 'node:fs/promises';
import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, expect, it } from '@jest/globals';
import { fileChannel } from '../../../src/channels/file/file-channel.ts';
import { createPace, fileWeight } from '../../../src/channels/file/pace.ts';
import { fileSettings } from '../../../src/channels/file/settings.ts';
import type { Exchange, RawMessage } from '../../../src/envelope/raw-message.ts';
import { FILES_UNDER_WAY } from '../../../src/record-files/weight-gate.ts';
import { createRecorder, type Folder, fileOf, note, openFolder, STANDARD, until } from './folder.ts';

/** Two of this weight pass side by side, three do not. */
const THIRD = Math.ceil(FILES_UNDER_WAY / 3);

const closing: (() => Promise<unknown> | unknown)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

function openFolders(count: number): readonly Folder[] {
  const folders = Array.from({ length: count }, openFolder);
  for (const folder of folders) closing.push(() => folder.remove());
  return folders;
}

/** One channel for all of them. */
async function watchAll(folders: readonly Folder[], exchange: Exchange): Promise<void> {
  const settings = folders.map(({ path }, index) => ({
    name: `in${index}`,
    folder: path,
    standard: STANDARD.standard,
    pollSeconds: 0.05,
    quietSeconds: 0,
  }));
  const parts = { services: [STANDARD], exchange, onFailure: () => {} };
  const channel = await fileChannel.start(fileSettings.parse(settings), parts);
  closing.push(() => channel.stop(500));
}

/** A core that takes its time, and how much of files it had to do with at once. */
function createSlow(milliseconds: number, weigh: (raw: RawMessage) => number) {
  const now = { files: 0, weight: 0 };
  const most = { files: 0, weight: 0 };
  const { asked, exchange } = createRecorder(async (raw) => {
    now.files += 1;
    now.weight += weigh(raw);
    most.files = Math.max(most.files, now.files);
    most.weight = Math.max(most.weight, now.weight);
    await pause(milliseconds);
    now.files -= 1;
    now.weight -= weigh(raw);
    return { members: [] };
  });
  return { asked, exchange, most };
}

const allDone = (folders: readonly Folder[], count: number) =>
  until(
    () => folders.flatMap((folder) => folder.list('accepted')).length,
    (found) => found === count,
  );

it('of files of all folders no more is under way at a time than the budget, and what waits is not left', async () => {
  const folders = openFolders(3);
  // Space between records takes a moment to read, not a minute.
  const large = note('x').replace('<records>', `<records>${' '.repeat(THIRD)}`);
  for (const folder of folders) for (const name of ['a', 'b']) await folder.drop(`${name}.xml`, large);
  const { exchange, asked, most } = createSlow(300, ({ body }) => body.bytes);
  await watchAll(folders, exchange);
  await allDone(folders, 6);
  expect(asked.map(({ unreadable }) => unreadable)).toEqual(Array(6).fill(undefined));
  expect(most.files).toBe(2);
  expect(most.weight).toBeLessThanOrEqual(FILES_UNDER_WAY);
});

it('small files run side by side, as many of each folder as its concurrency says', async () => {
  const folders = openFolders(2);
  for (const folder of folders)
    for (let index = 0; index < 6; index += 1)
      await folder.drop(`${index}.xlsx`, await fileOf('xlsx', [{ text: 'x' }]));
  const { exchange, most } = createSlow(300, ({ body }) => body.bytes);
  await watchAll(folders, exchange);
  await allDone(folders, 12);
  expect(most.files).toBe(8);
});

it('a file that waits for room has not been read: what is written to it by then is taken', async () => {
  const [folder] = openFolders(1);
  const long = note('x').replace('<records>', `<records>${' '.repeat(2 * THIRD)}`);
  await folder!.drop('a.xml', long, new Date(0));
  await folder!.drop('b.xml', long.replace('>x<', '>y<'));
  let [seen, release] = [() => {}, () => {}];
  const first = new Promise<void>((resolve) => {
    seen = resolve;
  });
  const written = new Promise<void>((resolve) => {
    release = resolve;
  });
  const { exchange, asked } = createRecorder(async () => {
    seen();
    await written;
    return { members: [] };
  });
  await watchAll([folder!], exchange);
  await first;
  await writeFile(`${folder!.path}/working/b.xml`, note('z'));
  release();
  await allDone([folder!], 2);
  expect(asked.map(({ members }) => JSON.parse(members.get('rows')!.text)[0].text)).toEqual(['x', 'z']);
});

it('a workbook, and whatever may be one, weighs five times its size', () => {
  expect(['a.csv', 'a.TXT', 'a.xml '].map((name) => fileWeight(name, 10))).toEqual([10, 10, 10]);
  expect(['a.xlsx', 'a.XLSX', 'a', 'xml'].map((name) => fileWeight(name, 10))).toEqual([50, 50, 50, 50]);
});

it('who waits for a turn gets one of its own, in which timers and sockets are served', async () => {
  const { turn } = createPace();
  const seen: string[] = [];
  await Promise.all(
    ['one', 'two', 'three'].map(async (name) => {
      await turn();
      seen.push(name);
      setImmediate(() => seen.push(`behind ${name}`));
    }),
  );
  expect(seen).toEqual(['one', 'behind one', 'two', 'behind two', 'three']);
});
