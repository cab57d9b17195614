import { createHash } from 'node:crypto';
import {
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { FILE_KINDS, type FileKind } from '../../src/attachments/file-kinds.ts';
import {
  type AttachmentStore,
  type AttachmentsOptions,
  openAttachments,
} from '../../src/attachments/open-attachments.ts';
import type { UploadedFile } from '../../src/envelope/attachment.ts';
import { openStore, type Store } from '../../src/store/open-store.ts';
import { change, changeOf, ledgerOf } from '../store/fixture.ts';
import { compoundFile, SAMPLES } from './sample-files.ts';

const DAY = 86_400_000;
const START = Date.parse('2026-01-01T00:00:00.000Z');

let data: string;
let store: Store;
let clock: number;

beforeEach(async () => {
  data = mkdtempSync(join(tmpdir(), 'tonggui-attachments-'));
  store = await openStore({ kind: 'sqlite', file: join(data, 'test.db') });
  await store.migrate();
  clock = START;
});
afterEach(async () => {
  await store.close();
  rmSync(data, { recursive: true, force: true });
});

const folder = () => join(data, 'files');
const contents = () =>
  readdirSync(folder())
    .filter((name) => name !== 'database.id')
    .sort();

function open(changes: Partial<AttachmentsOptions> = {}): AttachmentStore {
  return openAttachments({
    database: store.database,
    folder: folder(),
    bytes: 100_000,
    kinds: Object.keys(FILE_KINDS) as FileKind[],
    unusedDays: 30,
    now: () => clock,
    ...changes,
  });
}

function upload(bytes: Buffer = SAMPLES.pdf(), name = '签到表.pdf'): UploadedFile {
  return { name, mediaType: 'application/x-whatever', bytes };
}

/** The folder's clock is the machine's: files are made as old as the test says they are. */
function age(digest: string, at = clock): void {
  utimesSync(join(folder(), digest), new Date(at), new Date(at));
}

describe('keeping files', () => {
  it('gives a file back with the media type of its content and the name it came by', async () => {
    const kept = await open().keep(upload(SAMPLES.png(), '照片.png'), 'app1');
    const digest = createHash('sm3').update(SAMPLES.png()).digest('hex');
    expect(kept).toMatchObject({
      owner: 'app1',
      name: '照片.png',
      mediaType: 'image/png',
      bytes: 16,
      digest,
    });
    expect(await open().read(kept.id)).toEqual({ facts: kept, content: SAMPLES.png() });
    expect(statSync(join(folder(), digest)).mode & 0o777).toBe(0o600);
  });

  it('stores the same content once, whoever sends it and whatever its name', async () => {
    const files = open();
    const [one, other] = [
      await files.keep(upload(), 'app1'),
      await files.keep(upload(SAMPLES.pdf(), '../../etc/other.pdf'), 'app2'),
    ];
    expect(one.id).not.toBe(other.id);
    expect(contents()).toEqual([one.digest]);
    expect((await files.read(other.id))?.facts).toMatchObject({ owner: 'app2', name: 'other.pdf' });
  });

  it('takes the same content from many at a time', async () => {
    const files = open();
    const kept = await Promise.all(Array.from({ length: 20 }, () => files.keep(upload(), 'app1')));
    expect(new Set(kept.map(({ id }) => id)).size).toBe(20);
    expect(contents()).toEqual([kept[0]!.digest]);
  });

  it('an unknown id, or one that is a path, finds nothing', async () => {
    expect(await open().read('nothing')).toBeUndefined();
    expect(await open().read('../test.db')).toBeUndefined();
  });

  it.each([
    ['an empty file', upload(Buffer.alloc(0)), 'BAD_PAYLOAD', 'FILE_EMPTY'],
    ['a file above the limit', upload(Buffer.alloc(100_001, 97), 'a.txt'), 'TOO_LARGE', 'TOO_LARGE'],
    ['a script', upload(Buffer.from('<script>'), 'a.txt'), 'BAD_PAYLOAD', 'FILE_KIND'],
    ['a kind that is switched off', upload(SAMPLES.gif(), 'a.gif'), 'BAD_PAYLOAD', 'FILE_KIND'],
    ['a name that says otherwise', upload(SAMPLES.pdf(), 'a.exe'), 'BAD_PAYLOAD', 'FILE_NAME'],
    ['a name that says otherwise behind a NUL', upload(SAMPLES.pdf(), 'a.exe\0'), 'BAD_PAYLOAD', 'FILE_NAME'],
    ['a name of 300 characters', upload(SAMPLES.pdf(), 'a'.repeat(300)), 'BAD_PAYLOAD', 'FILE_NAME'],
    [
      'macros',
      upload(compoundFile(['Root Entry', 'Workbook', '_VBA_PROJECT_CUR']), 'a.xls'),
      'BAD_PAYLOAD',
      'FILE_KIND',
    ],
  ])('refuses %s and leaves nothing behind', async (_, file, code, reason) => {
    const files = open({ kinds: ['pdf', 'png', 'txt'] });
    await expect(files.keep(file, 'app1')).rejects.toMatchObject({ code, reason });
    expect(contents()).toEqual([]);
    expect(await store.database.selectFrom('attachment').selectAll().execute()).toEqual([]);
  });

  it('a name of 100 Chinese characters is 300 bytes and is kept', async () => {
    const name = `${'表'.repeat(100)}.pdf`;
    expect((await open().keep(upload(SAMPLES.pdf(), name), 'app1')).name).toBe(name);
  });

  it('says that the store is unavailable when the folder cannot be written', async () => {
    const files = open();
    rmSync(folder(), { recursive: true });
    await expect(files.keep(upload(), 'app1')).rejects.toMatchObject({ code: 'STORAGE_UNAVAILABLE' });
  });
});

describe('the scanner', () => {
  const scanning = (script: string, seconds = 10) =>
    open({ scan: { command: ['/bin/sh', '-c', script, 'scanner'], seconds, atOnce: 2 } });

  it('sees the whole file, and gets nothing of the environment', async () => {
    process.env['TONGGUI_TEST_SECRET'] = 'never seen';
    const seen = join(data, 'seen');
    await scanning(`cat "$1" >${seen}; env >>${seen}`).keep(upload(), 'app1');
    delete process.env['TONGGUI_TEST_SECRET'];
    const told = readFileSync(seen);
    expect(told.subarray(0, SAMPLES.pdf().length)).toEqual(SAMPLES.pdf());
    expect(told.toString('latin1')).not.toContain('never seen');
  });

  it('a status other than 0 refuses the file, and nothing of it stays', async () => {
    const kept = scanning('exit 1').keep(upload(), 'app1');
    await expect(kept).rejects.toMatchObject({ code: 'BAD_PAYLOAD', reason: 'SCAN_REFUSED' });
    expect(contents()).toEqual([]);
  });

  it('a scanner that takes too long lets nothing pass', async () => {
    const kept = scanning('exec sleep 30', 0.05).keep(upload(), 'app1');
    await expect(kept).rejects.toMatchObject({ code: 'STORAGE_UNAVAILABLE', reason: 'SCAN_FAILED' });
    expect(contents()).toEqual([]);
  });

  it('a scanner that is not there lets nothing pass', async () => {
    const kept = open({ scan: { command: ['/no/such/scanner'], seconds: 1, atOnce: 1 } }).keep(
      upload(),
      'app1',
    );
    await expect(kept).rejects.toMatchObject({ code: 'STORAGE_UNAVAILABLE', reason: 'SCAN_FAILED' });
  });
});

describe('scanners at a time', () => {
  it('are never more than allowed, and every file gets its turn, refused ones too', async () => {
    const running = join(data, 'running');
    const script = `mkdir -p ${running}; touch ${running}/$$; ls ${running} | wc -l >>${data}/most; sleep 0.02; rm ${running}/$$; ! grep -q 7 "$1"`;
    const files = open({ scan: { command: ['/bin/sh', '-c', script, 'scanner'], seconds: 10, atOnce: 2 } });
    const kept = await Promise.allSettled(
      Array.from({ length: 8 }, (_, index) =>
        files.keep(upload(Buffer.from(`file ${index}`), 'a.txt'), 'app1'),
      ),
    );
    expect(kept.map(({ status }) => status)).toEqual([...Array(7).fill('fulfilled'), 'rejected']);
    const counts = readFileSync(join(data, 'most'), 'utf8').trim().split('\n').map(Number);
    expect(Math.max(...counts)).toBe(2);
  });
});

describe('forgetting what no record names', () => {
  it('clears nothing away from a folder of another database', async () => {
    await open().forgetUnused();
    writeFileSync(join(folder(), 'database.id'), 'another');
    await expect(open().forgetUnused()).rejects.toThrow('belongs to another database');
  });

  async function keep(files: AttachmentStore, text: string) {
    const kept = await files.keep(upload(Buffer.from(text), 'a.txt'), 'app1');
    age(kept.digest);
    return kept;
  }
  async function name(...ids: readonly string[]): Promise<void> {
    const fileName = ids.map((id) => `https://gateway.example/file/${id}`).join(',');
    await change(await ledgerOf(store), changeOf('train-1', { content: JSON.stringify({ fileName }) }));
  }

  it('keeps a file to the last moment of its days, and not longer', async () => {
    const files = open();
    const { id, digest } = await keep(files, 'one');
    clock = START + 30 * DAY;
    expect(await files.forgetUnused()).toBe(0);
    expect(await files.read(id)).toBeDefined();
    clock += 1;
    expect(await files.forgetUnused()).toBe(1);
    expect(await files.read(id)).toBeUndefined();
    expect(existsSync(join(folder(), digest))).toBe(false);
  });

  it('tells of every file before it goes, and removes none that cannot be told of', async () => {
    const told: unknown[] = [];
    let away = true;
    const files = open({
      forgetting: async (forgotten) => {
        if (away) throw new Error('the audit is away');
        told.push(...forgotten);
      },
    });
    const kept = [await keep(files, 'one'), await keep(files, 'two')];
    clock = START + 31 * DAY;
    await expect(files.forgetUnused()).rejects.toThrow('the audit is away');
    expect(contents()).toHaveLength(2);
    away = false;
    expect(await files.forgetUnused()).toBe(2);
    const facts = kept.map(({ id, owner, digest }) => ({ id, owner, digest }));
    expect(told).toEqual(expect.arrayContaining(facts));
    expect(told).toHaveLength(2);
  });

  it('keeps what a record names, for good', async () => {
    const files = open();
    const [named, also, unnamed] = [
      await keep(files, 'one'),
      await keep(files, 'two'),
      await keep(files, 'three'),
    ];
    await name(named.id, also.id);
    for (const days of [31, 62, 400]) {
      clock = START + days * DAY;
      await files.forgetUnused();
    }
    expect(await files.read(named.id)).toBeDefined();
    expect(await files.read(also.id)).toBeDefined();
    expect(await files.read(unnamed.id)).toBeUndefined();
  });

  it('looks through more records than one page', async () => {
    const files = open();
    const { id } = await keep(files, 'one');
    const ledger = await ledgerOf(store);
    const changes = Array.from({ length: 1200 }, (_, index) => changeOf(`key-${index}`));
    await change(ledger, ...changes, changeOf('zz-last', { content: `{"fileName":"/file/${id}"}` }));
    clock = START + 31 * DAY;
    await files.forgetUnused();
    expect(await files.read(id)).toBeDefined();
  });

  it('keeps a content that another file still has', async () => {
    const files = open();
    const old = await keep(files, 'same');
    clock += 20 * DAY;
    const young = await keep(files, 'same');
    age(young.digest, START);
    clock = START + 31 * DAY;
    expect(await files.forgetUnused()).toBe(0);
    expect(await files.read(old.id)).toBeUndefined();
    expect((await files.read(young.id))?.content.toString()).toBe('same');
  });

  it('clears old drafts and contents without a row, and leaves young ones and strangers alone', async () => {
    const files = open();
    clock = Date.now();
    const old = clock - 31 * DAY;
    const digest = 'a'.repeat(64);
    for (const name of [`${digest}`, 'x.draft', 'notes.txt']) {
      writeFileSync(join(folder(), name), 'x');
      age(name, old);
    }
    writeFileSync(join(folder(), 'b'.repeat(64)), 'young');
    expect(await files.forgetUnused()).toBe(1);
    expect(contents()).toEqual(['b'.repeat(64), 'notes.txt']);
  });

  it('brings back what was set aside when the process died amid a sweep', async () => {
    const files = open();
    const { id, digest } = await keep(files, 'one');
    renameSync(join(folder(), digest), join(folder(), `${digest}.unused`));
    clock = START + DAY;
    age(`${digest}.unused`, START - 31 * DAY);
    await files.forgetUnused();
    expect((await files.read(id))?.content.toString()).toBe('one');
  });

  it('a file sent anew while its content is swept away is whole afterwards', async () => {
    const files = open();
    await keep(files, 'race');
    clock = START + 31 * DAY;
    for (let round = 0; round < 20; round += 1) {
      const [kept] = await Promise.all([
        files.keep(upload(Buffer.from('race'), 'a.txt'), 'app1'),
        files.forgetUnused(),
      ]);
      expect((await files.read(kept.id))?.content.toString()).toBe('race');
      await store.database.deleteFrom('attachment').execute();
      age(kept.digest, START - 31 * DAY);
    }
  });
});
