import {
  chmodSync,
  chownSync,
  copyFileSync,
  cpSync,
  existsSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { Registry } from '../../../src/registry/messages.ts';
import { openRegistry } from '../../../src/registry/open-registry.ts';
import { fileStorage } from '../../../src/registry/storage/file/file-storage.ts';
import type { FileStorageOptions } from '../../../src/registry/storage/file/file-storage-options.ts';
import { load, pathsIn } from '../../../src/registry/storage/file/load.ts';
import { KEY, names, refused, registeredNames, saveBusiness, saveService } from '../fixture.ts';

let root = '';
let folder = '';
const opened: Registry[] = [];

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'tg-registry-'));
  folder = root;
});

afterEach(async () => {
  for (const registry of opened.splice(0)) await registry.close();
  rmSync(root, { recursive: true, force: true });
});

async function open(options: Partial<FileStorageOptions> = {}): Promise<Registry> {
  const registry = await openRegistry({ storage: fileStorage({ folder, key: KEY, ...options }) });
  opened.push(registry);
  return registry;
}

const path = (name: string) => join(folder, name);

/** The files as a crash would leave them now, in a folder of their own. */
function crashed(): void {
  const copy = mkdtempSync(join(root, 'copy-'));
  for (const name of [
    'registry.json',
    'registry.journal',
    'registry.json.previous',
    'registry.journal.previous',
  ]) {
    if (existsSync(path(name))) copyFileSync(path(name), join(copy, name));
  }
  folder = copy;
}

/** Names of businesses, as stored. */
async function kept(options: Partial<FileStorageOptions> = {}): Promise<readonly string[]> {
  const registry = await open(options);
  const stored = await registeredNames(registry, 'ann');
  await registry.close();
  return [...stored].sort();
}

describe('what was published', () => {
  it('is there after a stop, as one JSON document that only its owner may touch', async () => {
    const registry = await open();
    const { businessKey } = await saveBusiness(registry, 'ann', '甲');
    const service = await saveService(registry, 'ann', businessKey, 's');
    await registry.close();
    const document = JSON.parse(readFileSync(path('registry.json'), 'utf8'));
    expect(document.entries).toHaveLength(2);
    expect(statSync(path('registry.json')).mode & 0o777).toBe(0o600);
    expect(statSync(path('registry.journal')).mode & 0o777).toBe(0o600);
    const again = await open();
    expect(again.business(businessKey)).toMatchObject({ name: names('甲'), businessServices: [service] });
  });

  it('is there after a crash, and after the document was written anew meanwhile', async () => {
    const registry = await open({ compactAfter: 2_000 });
    const expected = Array.from({ length: 60 }, (_, i) => `b${String(i).padStart(2, '0')}`);
    for (const name of expected) await saveBusiness(registry, 'ann', name);
    crashed();
    expect(existsSync(path('registry.json.previous'))).toBe(true);
    expect(await kept()).toEqual(expected);
  });

  it('is published in the order of the calls when many come at once', async () => {
    const registry = await open({ compactAfter: 3_000 });
    const many = Array.from({ length: 200 }, (_, i) => `b${String(i).padStart(3, '0')}`);
    await Promise.all(many.map((name) => saveBusiness(registry, 'ann', name)));
    crashed();
    expect(await kept()).toEqual(many);
  });

  it('is on disk before somebody is told that nothing more is to do', async () => {
    const registry = await open();
    const tModels = [{ tModelKey: 'uuid:00000000-0000-4000-8000-000000000000', name: { value: 'own' } }];
    const order: string[] = [];
    const first = registry.register({ tModels }).then(() => order.push('first'));
    await registry.register({ tModels }).then(() => order.push('second'));
    await first;
    expect(order).toEqual(['first', 'second']);
  });

  it('is there after a crash between the new document and its journal', async () => {
    const registry = await open();
    for (const name of ['a', 'b', 'c']) await saveBusiness(registry, 'ann', name);
    const journal = readFileSync(path('registry.journal'));
    await registry.close();
    crashed();
    writeFileSync(path('registry.journal'), journal);
    expect(await kept()).toEqual(['a', 'b', 'c']);
    expect(await kept()).toEqual(['a', 'b', 'c']);
  });

  it('survives the loss of the document when the previous one is put back', async () => {
    const registry = await open({ compactAfter: 2_000 });
    const expected = Array.from({ length: 60 }, (_, i) => `b${String(i).padStart(2, '0')}`);
    for (const name of expected) await saveBusiness(registry, 'ann', name);
    crashed();
    writeFileSync(path('registry.json'), '{"half":');
    await expect(open()).rejects.toThrow(/registry\.json is damaged at line 1 .*registry\.json\.previous/);
    renameSync(path('registry.json.previous'), path('registry.json'));
    expect(await kept()).toEqual(expected);
  });
});

it('loses only what came after the last document when both previous files are put back', async () => {
  const first = await open();
  for (const name of ['a', 'b']) await saveBusiness(first, 'ann', name);
  await first.close();
  const second = await open();
  await saveBusiness(second, 'ann', 'c');
  await second.close();
  const third = await open();
  await saveBusiness(third, 'ann', 'd');
  crashed();
  writeFileSync(path('registry.journal'), 'rubbish\n');
  await expect(open()).rejects.toThrow(
    /registry\.journal is damaged at line 1 .*registry\.journal\.previous/,
  );
  renameSync(path('registry.json.previous'), path('registry.json'));
  renameSync(path('registry.journal.previous'), path('registry.journal'));
  expect(await kept()).toEqual(['a', 'b', 'c']);
});

describe('a journal whose last line is cut', () => {
  it('opens at every byte with all that was acknowledged before', async () => {
    const registry = await open();
    await saveBusiness(registry, 'ann', 'one');
    await saveBusiness(registry, 'ann', 'two');
    crashed();
    const whole = readFileSync(path('registry.journal'));
    const last = whole.lastIndexOf(0x0a, whole.length - 2) + 1;
    const base = folder;
    for (let length = last; length <= whole.length; length += 1) {
      folder = join(root, `cut-${length}`);
      cpSync(base, folder, { recursive: true });
      writeFileSync(path('registry.journal'), whole.subarray(0, length));
      const complete = length >= whole.length - 1;
      expect((await load(pathsIn(folder), KEY, true))?.lines.length).toBe(complete ? 2 : 1);
      // To open for real takes a while.
      if (length % 32 !== 0 && length < whole.length - 2) continue;
      const notices: string[] = [];
      expect(await kept({ onNotice: (text) => notices.push(text) })).toEqual(
        complete ? ['one', 'two'] : ['one'],
      );
      expect(notices.length).toBe(complete || length === last ? 0 : 1);
      // What was cut does not come back.
      expect(await kept()).toEqual(complete ? ['one', 'two'] : ['one']);
    }
  });
});

describe('refuses to open, naming the file and the place,', () => {
  beforeEach(async () => {
    const registry = await open();
    await saveBusiness(registry, 'ann', 'one');
    await registry.close();
    const again = await open();
    await saveBusiness(again, 'ann', 'two');
    await saveBusiness(again, 'ann', 'three');
    crashed();
  });

  it.each(['registry.json', 'registry.journal'])('%s with any byte changed', async (name) => {
    const whole = readFileSync(path(name));
    for (let at = 0; at < whole.length; at += 1) {
      const changed = Buffer.from(whole);
      changed[at] = changed[at]! ^ (at % 2 === 0 ? 0x01 : 0x20);
      writeFileSync(path(name), changed);
      await expect(load(pathsIn(folder), KEY, true)).rejects.toThrow(
        new RegExp(`${name} (is damaged at line \\d+ \\(byte \\d+\\)|.*do not belong)`),
      );
    }
  });

  it.each([
    ['empty', 'registry.json', () => Buffer.alloc(0)],
    ['half', 'registry.json', (whole: Buffer) => whole.subarray(0, whole.length / 2)],
    ['without its last byte', 'registry.json', (whole: Buffer) => whole.subarray(0, -1)],
    ['followed by garbage', 'registry.json', (whole: Buffer) => Buffer.concat([whole, Buffer.from('x')])],
    ['followed by itself', 'registry.json', (whole: Buffer) => Buffer.concat([whole, whole])],
    ['empty', 'registry.journal', () => Buffer.alloc(0)],
    ['without its head', 'registry.journal', (whole: Buffer) => whole.subarray(whole.indexOf('\n') + 1)],
    [
      'followed by a line of garbage',
      'registry.journal',
      (whole: Buffer) => Buffer.concat([whole, Buffer.from('x\n')]),
    ],
  ])('%s %s', async (_, name, change) => {
    writeFileSync(path(name), change(readFileSync(path(name))));
    await expect(open()).rejects.toThrow(`${name} is damaged at line`);
  });

  it('under another key', async () => {
    await expect(open({ key: Buffer.alloc(32, 8) })).rejects.toThrow(/registry\.json is damaged at line 2/);
  });

  it('a journal of another time', async () => {
    const journal = readFileSync(path('registry.journal'));
    const registry = await open();
    await saveBusiness(registry, 'ann', 'four');
    await registry.close();
    writeFileSync(path('registry.journal'), journal);
    await expect(open()).rejects.toThrow(/do not belong together/);
  });

  it('a document that was put back when what came after it is not there', async () => {
    const early = readFileSync(path('registry.journal'));
    await (await open()).close();
    const registry = await open();
    await saveBusiness(registry, 'ann', 'four');
    await registry.close();
    renameSync(path('registry.json.previous'), path('registry.json'));
    const later = readFileSync(path('registry.journal.previous'));
    const gaps = [early, later.subarray(0, later.indexOf('\n') + 1), undefined];
    for (const previous of gaps) {
      if (previous === undefined) rmSync(path('registry.journal.previous'));
      else writeFileSync(path('registry.journal.previous'), previous);
      await expect(open()).rejects.toThrow(/messages \d to \d stand neither in .* nor in/);
    }
    writeFileSync(path('registry.journal.previous'), later);
    chmodSync(path('registry.journal.previous'), 0o600);
    expect(await kept()).toEqual(['four', 'one', 'three', 'two']);
  });

  it('a missing document or journal, and nothing at all where there was a registry', async () => {
    const kept = folder;
    folder = mkdtempSync(join(root, 'a-'));
    cpSync(kept, folder, { recursive: true });
    rmSync(path('registry.json'));
    await expect(open()).rejects.toThrow(/registry\.json is missing although/);
    copyFileSync(join(kept, 'registry.json'), path('registry.json'));
    rmSync(path('registry.journal'));
    await expect(open()).rejects.toThrow(/registry\.journal is missing/);
    folder = mkdtempSync(join(root, 'b-'));
    await expect(open({ expected: true })).rejects.toThrow(/registry\.json is missing although/);
  });

  it('files that others can touch', async () => {
    chmodSync(path('registry.journal'), 0o640);
    await expect(open()).rejects.toThrow(/registry\.journal is open to others .* 0600/);
    chmodSync(path('registry.journal'), 0o600);
    if (process.getuid?.() !== 0) return;
    chownSync(path('registry.json'), 12_345, 0);
    await expect(open()).rejects.toThrow(/registry\.json belongs to user 12345/);
  });

  it('a folder that another process serves', async () => {
    await open();
    await expect(open()).rejects.toThrow(/another gateway process is using .*registry\.json/);
  });
});

it('begins anew after a first start that was cut short before the document', async () => {
  await (await open()).close();
  rmSync(path('registry.json'));
  expect(await kept()).toEqual([]);
});

it('takes no message once it is closed', async () => {
  const registry = await open();
  await registry.close();
  await refused('E_busy', () => saveBusiness(registry, 'ann', 'late'));
});
