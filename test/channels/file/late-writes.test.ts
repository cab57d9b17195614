import { closeSync, openSync, readFileSync, writeSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, expect, it } from '@jest/globals';
import type { RawMessage } from '../../../src/envelope/raw-message.ts';
import { createRecorder, type Folder, openFolder, until, watch } from './folder.ts';

const closing: (() => Promise<unknown> | unknown)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

const rowsOf = ({ members }: RawMessage): readonly string[] =>
  JSON.parse(members.get('rows')!.text).map(({ text }: { text: string }) => text);

/** A file that its writer has open, with its first rows in it. */
function openWriter(folder: Folder) {
  const handle = openSync(join(folder.path, 'incoming', 'a.csv'), 'w');
  closing.push(() => closeSync(handle));
  writeSync(handle, 'text\n1\n2\n');
  return { goOn: () => writeSync(handle, '3\n4\n5\n6\n') };
}

async function start(answer: Parameters<typeof createRecorder>[0]) {
  const folder = openFolder();
  closing.push(() => folder.remove());
  const writer = openWriter(folder);
  const failures: string[] = [];
  const { asked, exchange } = createRecorder((raw) => answer!(raw));
  const onFailure = (error: unknown) => failures.push(String(error));
  const channel = await watch(folder, exchange, { quietSeconds: 0.2 }, { onFailure });
  closing.push(() => channel.stop(500));
  const taken = () =>
    until(
      () => folder.list('accepted'),
      ({ length }) => length === 1,
    );
  const rows = () => asked.map(rowsOf);
  return { folder, writer, failures, taken, rows };
}

const ALL = ['1', '2', '3', '4', '5', '6'];
const TOLD = 'Error: watched folder in: a file was written to after it was read; it is taken again: "a.csv"';

it('what is written to a file while it is under way is not archived unread: the file is taken again', async () => {
  let goOn: () => unknown = () => {};
  const { folder, writer, failures, rows } = await start(() => {
    goOn();
    return { members: [] };
  });
  goOn = () => {
    goOn = () => {};
    writer.goOn();
  };
  await until(rows, ({ length }) => length === 2);
  expect(rows()).toEqual([['1', '2'], ALL]);
  const [archived] = await until(
    () => folder.list('accepted'),
    ({ length }) => length === 1,
  );
  expect(archived).toMatch(/-a\.csv$/);
  expect(failures).toEqual([TOLD]);
  expect(folder.list('incoming')).toEqual([]);
});

it('what is written to a file after it was answered and archived has it taken again', async () => {
  const { writer, failures, taken, rows } = await start(() => ({ members: [] }));
  await taken();
  writer.goOn();
  await until(rows, ({ length }) => length === 2);
  expect(rows()).toEqual([['1', '2'], ALL]);
  await taken();
  expect(failures).toEqual([TOLD]);
});

it('a newer file of that name is not lost to the one that is put back', async () => {
  const { folder, writer, failures, taken, rows } = await start(() => ({ members: [] }));
  await taken();
  const newer = join(folder.path, 'incoming', 'a.csv');
  await writeFile(newer, 'text\n7\n');
  writer.goOn();
  await until(
    () => folder.list('accepted'),
    ({ length }) => length === 2,
  );
  expect(rows()).toHaveLength(3);
  expect(rows()).toEqual(expect.arrayContaining([['7'], ALL]));
  expect(failures).toEqual([expect.stringMatching(/taken again: "a~[0-9a-f]{8}\.csv"$/)]);
  const [name] = folder.list('answers').filter((answer) => /^a~[0-9a-f]{8}\.csv\.reply/.test(answer));
  expect(JSON.parse(readFileSync(join(folder.path, 'answers', name!), 'utf8'))).toEqual({});
});
