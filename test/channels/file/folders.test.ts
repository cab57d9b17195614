import { spawnSync } from 'node:child_process';
import {
  linkSync,
  mkdirSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { appendFile, readFile, truncate } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, describe, expect, it } from '@jest/globals';
import { readClaimed } from '../../../src/channels/file/read-claimed.ts';
import { ExchangeError } from '../../../src/envelope/exchange-error.ts';
import { createRecorder, type Folder, fileOf, note, noted, openFolder, until, watch } from './folder.ts';

const closing: (() => Promise<unknown> | unknown)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

function newFolder(): Folder {
  const folder = openFolder();
  closing.push(() => folder.remove());
  return folder;
}

async function start(...parts: Parameters<typeof watch>) {
  const channel = await watch(...parts);
  closing.push(() => channel.stop(500));
  return channel;
}

const done = (folder: Folder, count: number) =>
  until(
    () => [...folder.list('accepted'), ...folder.list('refused')],
    ({ length }) => length === count,
    25_000,
  );

describe('a watched folder', () => {
  it('answers a file beside it, archives it under its time and attempt, and has nothing left of it', async () => {
    const folder = newFolder();
    const { asked, exchange } = createRecorder();
    await start(folder, exchange);
    await folder.drop('a.xml', note('one'));
    expect(await folder.reply('a.xml')).toEqual({ status: '0' });
    const [archived] = await done(folder, 1);
    expect(archived).toMatch(/^\d{6}-[0-9a-f]{8}-a\.xml$/);
    expect(archived).toContain(asked[0]!.id.slice(0, 8));
    expect(folder.list('answers')).toEqual(['a.xml.reply.json', 'a.xml.report.xml']);
    expect([...folder.list('incoming'), ...folder.list('working')]).toEqual([]);
    expect(asked.map(noted)).toEqual(['one']);
    expect(asked[0]).toMatchObject({ wire: 'file', fromFile: true, peer: { address: '127.0.0.1' } });
  });

  it('makes what lies below it for its owner and group alone, and leaves what is there', async () => {
    const folder = newFolder();
    const before = statSync(join(folder.path, 'incoming')).mode;
    await start(folder, createRecorder().exchange);
    for (const name of ['working', 'answers', 'archive', 'archive/accepted', 'archive/refused'])
      expect(statSync(join(folder.path, name)).mode & 0o777).toBe(0o750);
    expect(statSync(join(folder.path, 'incoming')).mode).toBe(before);
  });

  it('does not look at names of what is not whole yet, nor at what is no regular file', async () => {
    const folder = newFolder();
    const secret = join(folder.path, 'secret');
    writeFileSync(secret, note('secret'));
    const incoming = (name: string) => join(folder.path, 'incoming', name);
    for (const name of ['.a.xml', '~$a.xml', 'a.xml.part', 'a.TMP', 'a.filepart', 'a.crdownload'])
      writeFileSync(incoming(name), note(name));
    mkdirSync(incoming('folder.xml'));
    symlinkSync(secret, incoming('link.xml'));
    spawnSync('mkfifo', [incoming('pipe.xml')]);
    const { asked, exchange } = createRecorder();
    await start(folder, exchange);
    await folder.drop('z.xml', note('z'));
    await folder.reply('z.xml');
    await pause(150);
    expect(asked.map(noted)).toEqual(['z']);
    expect(folder.list('incoming')).toHaveLength(9);
  });

  it('refuses a file that has another name elsewhere, unread', async () => {
    const folder = newFolder();
    const secret = join(folder.path, 'secret');
    writeFileSync(secret, note('secret'));
    linkSync(secret, join(folder.path, 'incoming', 'hard.xml'));
    const { asked, exchange } = createRecorder();
    await start(folder, exchange);
    expect((await folder.reply('hard.xml')).err).toContain('硬链接');
    expect(asked[0]).toMatchObject({ unreadable: { reason: 'NOT_REGULAR' }, body: { digest: '' } });
  });

  it('follows no link and waits for no pipe, whatever took the place of a file before it was claimed', async () => {
    const folder = newFolder();
    const place = (name: string) => join(folder.path, name);
    writeFileSync(place('secret'), note('secret'));
    symlinkSync(place('secret'), place('link'));
    symlinkSync(place('nowhere'), place('broken'));
    spawnSync('mkfifo', [place('pipe')]);
    for (const name of ['link', 'broken', 'pipe', 'incoming']) {
      const content = await readClaimed(Buffer.from(place(name)), 1000);
      expect(content).toMatchObject({ fault: { reason: 'NOT_REGULAR' }, bytes: Buffer.alloc(0) });
    }
  });

  it('takes a file only when it has stayed the same for quietSeconds', async () => {
    const folder = newFolder();
    const { asked, exchange } = createRecorder();
    await start(folder, exchange, { quietSeconds: 0.4 });
    const path = join(folder.path, 'incoming', 'slow.xml');
    const whole = note('x'.repeat(50));
    const begun = performance.now();
    for (const part of whole.match(/.{1,12}/gs)!) {
      await appendFile(path, part);
      await pause(60);
    }
    const written = performance.now();
    expect(asked).toEqual([]);
    await folder.reply('slow.xml');
    expect(performance.now() - written).toBeGreaterThan(300);
    expect(written - begun).toBeGreaterThan(400);
    expect(asked.map(noted)).toEqual(['x'.repeat(50)]);
  });

  it('is not taken in while somebody still writes to it', async () => {
    const folder = newFolder();
    const path = join(folder.path, 'big');
    writeFileSync(path, Buffer.alloc(16 * 1024 * 1024));
    let over = false;
    const reading = readClaimed(Buffer.from(path), 2 ** 30).finally(() => {
      over = true;
    });
    const refused = expect(reading).rejects.toThrow('it changes while it is read');
    for (let second = 1; !over; second += 1) {
      utimesSync(path, second, second);
      await pause(0);
    }
    await refused;
  });

  it('takes files in the order of their times, then of their names', async () => {
    const folder = newFolder();
    const at = (second: number) => new Date(1_700_000_000_000 + second * 1000);
    for (const [name, second] of [
      ['b', 3],
      ['a', 3],
      ['z', 1],
      ['m', 2],
    ] as const)
      await folder.drop(`${name}.xml`, note(name), at(second));
    const { asked, exchange } = createRecorder();
    await start(folder, exchange, { concurrency: 1 });
    await done(folder, 4);
    expect(asked.map(noted)).toEqual(['z', 'm', 'a', 'b']);
  });

  it('has as many under way at once as concurrency says, and never two of one name', async () => {
    const folder = newFolder();
    let [running, most] = [0, 0];
    const names: string[] = [];
    const { exchange } = createRecorder(async (raw) => {
      running += 1;
      most = Math.max(most, running);
      names.push(noted(raw));
      if (noted(raw) === 'first') await folder.drop('0.xml', note('second'));
      await pause(150);
      running -= 1;
      names.push(`${noted(raw)} ended`);
      return { members: [] };
    });
    await folder.drop('0.xml', note('first'), new Date(0));
    for (let index = 1; index < 9; index += 1) await folder.drop(`${index}.xml`, note('x'));
    await start(folder, exchange, { concurrency: 3 });
    await done(folder, 10);
    expect(most).toBe(3);
    expect(names.indexOf('second')).toBeGreaterThan(names.indexOf('first ended'));
  });

  it('gives a file that names no id one of its name, time and content: the same again after a crash, another tomorrow', async () => {
    const folder = newFolder();
    const { asked, exchange } = createRecorder();
    await start(folder, exchange);
    const [monday, tuesday] = [new Date(1_700_000_000_000), new Date(1_700_086_400_000)];
    const drops = [
      ['a.xml', 'one', monday],
      ['a.xml', 'one', monday],
      ['a.xml', 'one', tuesday],
      ['a.xml', 'two', monday],
      ['b.xml', 'one', monday],
    ] as const;
    for (const [index, [name, content, at]] of drops.entries()) {
      await folder.drop(name, note(content), at);
      await done(folder, index + 1);
    }
    const ids = asked.map(({ members }) => members.get('other')!.text);
    expect(ids[1]).toBe(ids[0]);
    expect(new Set(ids).size).toBe(4);
    for (const id of ids) expect(id).toMatch(/^[A-Za-z0-9_-]{1,64}$/);
  });

  it('refuses what is too large without reading it, what is empty, and what is none of the forms', async () => {
    const folder = newFolder();
    const { asked, exchange } = createRecorder();
    await start(folder, exchange, { fileBytes: 1000 });
    await folder.drop('large.xml', '');
    const sparse = join(folder.path, 'incoming', '.sparse');
    writeFileSync(sparse, '');
    await truncate(sparse, 2 ** 40);
    renameSync(sparse, join(folder.path, 'incoming', 'huge.xml'));
    await folder.drop('photo.png', Buffer.from('89504e470d0a1a0a', 'hex'));
    expect((await folder.reply('large.xml')).err).toContain('文件为空');
    expect((await folder.reply('huge.xml')).err).toContain('1000字节');
    expect((await folder.reply('photo.png')).err).toContain('不支持');
    await done(folder, 3);
    expect(folder.list('refused')).toHaveLength(3);
    expect(folder.list('answers')).toContain('photo.png.report.txt');
    expect(asked.map(({ unreadable }) => unreadable?.code).sort()).toEqual([
      'MALFORMED',
      'MALFORMED',
      'TOO_LARGE',
    ]);
    expect(asked.find(({ unreadable }) => unreadable?.code === 'TOO_LARGE')!.body.bytes).toBe(2 ** 40);
  });

  it('takes members from the name of a file, and refuses a name of another form with that form told', async () => {
    const folder = newFolder();
    const { asked, exchange } = createRecorder();
    await start(folder, exchange, { fileName: 'x-{other}-{}', members: { text: 'fixed' } });
    await folder.drop('x-R7-2024-05.xml', note('1'));
    await folder.drop('y.xml', note('2'));
    await folder.reply('x-R7-2024-05.xml');
    expect((await folder.reply('y.xml')).err).toContain('x-{other}-{}');
    const taken = asked.find(({ unreadable }) => !unreadable)!;
    expect([...taken.members].map(([name, { text }]) => [name, text])).toEqual(
      expect.arrayContaining([
        ['other', 'R7'],
        ['text', 'fixed'],
      ]),
    );
  });

  it('writes the reply last, and has no answer of an earlier file of that name beside it', async () => {
    const folder = newFolder();
    await start(folder, createRecorder().exchange);
    writeFileSync(join(folder.path, 'answers', 'a.xml.records.xml'), 'of yesterday');
    await folder.drop('a.xml', note('one'));
    await done(folder, 1);
    expect(folder.list('answers')).toEqual(['a.xml.reply.json', 'a.xml.report.xml']);
  });
});

describe('names of files', () => {
  const long = (bytes: number) => `${'长'.repeat(Math.floor((bytes - 4) / 3))}`.padEnd(0);
  it.each([
    ['new\nline\r\x1b[31m.xml', 'new\nline\r\x1b[31m.xml'],
    ['a"b\'c\\d$(x)`y`.xml', 'a"b\'c\\d$(x)`y`.xml'],
    ['CON.xml', 'CON.xml'],
    ['-rf.xml', '-rf.xml'],
    ['..xml.xml', undefined],
    ['e\u0301.xml', 'e\u0301.xml'],
    ['\u202egnp.xml', '\u202egnp.xml'],
    [' .xml', ' .xml'],
  ])('%j: the file is answered under its very name, and logs stay whole', async (name, answered) => {
    const folder = newFolder();
    const failures: unknown[] = [];
    const { asked, exchange } = createRecorder();
    const onFailure = (error: unknown) => failures.push(error);
    await start(folder, exchange, {}, { onFailure });
    await folder.drop(name, note('x'));
    if (answered === undefined) {
      await pause(200);
      expect(asked).toEqual([]);
      return;
    }
    await folder.reply(answered);
    expect(asked.map(noted)).toEqual(['x']);
    expect(failures).toEqual([]);
  });

  it('are told in one line of the log, whatever they are', async () => {
    const folder = newFolder();
    const failures: unknown[] = [];
    const { exchange } = createRecorder(() => ({ members: [], error: new ExchangeError('HELD') }));
    await start(folder, exchange, {}, { onFailure: (error) => failures.push(error) });
    await folder.drop('a\n2024 ERROR "forged"\u2028\u202e.xml', note('x'));
    await until(
      () => failures.length,
      (count) => count === 1,
    );
    expect(String(failures[0])).toMatch(
      / \(HELD: .*\): "a\\\\u\{a\}2024 ERROR \\"forged\\"\\\\u\{2028\}\\\\u\{202e\}\.xml"$/,
    );
    expect(String(failures[0])).not.toMatch(/[\p{C}\p{Zl}\p{Zp}]/u);
  });

  it('of 255 bytes get answers, each their own, and are archived', async () => {
    const folder = newFolder();
    await start(folder, createRecorder().exchange);
    const names = ['甲', '乙'].map((last) => `${long(252 - 3)}${last}.xml`);
    for (const name of names) {
      expect(Buffer.byteLength(name)).toBeGreaterThan(248);
      await folder.drop(name, note('x'));
    }
    await done(folder, 2);
    const answers = folder.list('answers');
    expect(answers).toHaveLength(4);
    for (const name of [...answers, ...folder.list('accepted')]) {
      expect(Buffer.byteLength(name)).toBeLessThanOrEqual(255);
      expect(name).not.toContain('\ufffd');
      expect(name.length > 20).toBe(true);
    }
  });

  it('that are no UTF-8 are answered in their very bytes', async () => {
    const folder = newFolder();
    const { asked, exchange } = createRecorder();
    await start(folder, exchange, { fileName: '台账{other}' });
    const gbk = Buffer.concat([Buffer.from('cca8d5cb', 'hex'), Buffer.from('R7.xml')]);
    const neither = Buffer.concat([Buffer.from('ff80', 'hex'), Buffer.from('.xml')]);
    await folder.drop(gbk, note('x'));
    await folder.drop(neither, note('y'));
    await done(folder, 2);
    for (const name of [gbk, neither]) {
      const file = Buffer.concat([Buffer.from(`${folder.path}/answers/`), name, Buffer.from('.reply.json')]);
      expect(JSON.parse(await readFile(file, 'utf8'))).toBeDefined();
    }
    const taken = asked.find(({ unreadable }) => !unreadable)!;
    expect(taken.members.get('other')!.text).toBe('R7');
  });
});

describe('a folder that is away', () => {
  it('is waited for at the start, and is not made', async () => {
    const folder = newFolder();
    const path = join(folder.path, 'share');
    const failures: unknown[] = [];
    const { exchange } = createRecorder();
    const channel = await start({ path }, exchange, {}, { onFailure: (error) => failures.push(error) });
    expect(channel.health()).toMatchObject({ state: 'degraded', reason: expect.stringContaining('ENOENT') });
    await pause(150);
    expect(failures).toHaveLength(1);
    mkdirSync(path);
    await until(
      () => channel.health().state,
      (state) => state === 'ok',
    );
    expect(statSync(join(path, 'incoming')).isDirectory()).toBe(true);
  });

  it('is waited for while it runs, and not made anew beneath where it was', async () => {
    const folder = newFolder();
    const { exchange } = createRecorder();
    const channel = await start(folder, exchange);
    const aside = `${folder.path}-aside`;
    closing.push(() => rmSync(aside, { recursive: true, force: true }));
    renameSync(folder.path, aside);
    mkdirSync(folder.path);
    await until(
      () => channel.health().state,
      (state) => state === 'degraded',
    );
    const health = channel.health();
    expect(health).toMatchObject({ reason: expect.stringMatching(/^in: [\x20-\x7e]+$/) });
    expect(JSON.stringify(health)).not.toContain(folder.path);
    rmSync(folder.path, { recursive: true });
    renameSync(aside, folder.path);
    await folder.drop('a.xml', note('x'));
    await folder.reply('a.xml');
    expect(channel.health().state).toBe('ok');
  });
});

describe('while the gateway takes nothing', () => {
  const codes = ['STORAGE_UNAVAILABLE', 'INTERNAL', 'OVERLOADED', 'RATE_LIMITED', 'HELD'] as const;
  it.each(codes)('(%s) a file waits without an answer, and is answered once it is over', async (code) => {
    const folder = newFolder();
    let open = false;
    const { asked, exchange } = createRecorder(() =>
      open ? { members: [] } : { members: [], error: new ExchangeError(code) },
    );
    const channel = await start(folder, exchange);
    await folder.drop('a.xml', note('x'));
    await until(
      () => channel.health(),
      ({ state }) => state === 'degraded',
    );
    expect(channel.health()).toMatchObject({ reason: expect.stringContaining(code) });
    expect(folder.list('working')).toEqual(['a.xml']);
    expect(folder.list('answers')).toEqual([]);
    open = true;
    await folder.reply('a.xml');
    await done(folder, 1);
    expect(asked.length).toBeLessThanOrEqual(3);
    await until(
      () => channel.health().state,
      (state) => state === 'ok',
    );
  });

  it('an exchange that throws is no answer either', async () => {
    const folder = newFolder();
    let broken = true;
    const { exchange } = createRecorder(() => {
      if (broken) throw new Error('a defect');
      return { members: [] };
    });
    const failures: unknown[] = [];
    await start(folder, exchange, {}, { onFailure: (error) => failures.push(error) });
    await folder.drop('a.xml', note('x'));
    await until(
      () => failures.length,
      (count) => count === 1,
    );
    expect(folder.list('answers')).toEqual([]);
    broken = false;
    await folder.reply('a.xml');
  });

  it('what waits is told with whose it is, where that is a known application, and that others pass', async () => {
    const folder = newFolder();
    let held = true;
    const { exchange } = createRecorder((raw) =>
      held && noted(raw) === 'held' ? { members: [], error: new ExchangeError('HELD') } : { members: [] },
    );
    const isEnabled = (id: string) => (id === 'PARTNER' ? true : undefined);
    const channel = await start(folder, exchange, {}, { isEnabled });
    for (const [name, head] of [
      ['a.csv', { sender: 'PARTNER' }],
      ['b.csv', { sender: 'stranger', remark: 'PARTNER' }],
    ] as const)
      await folder.drop(name, await fileOf('csv', [{ text: 'held' }], head));
    await until(
      () => JSON.stringify(channel.health()),
      (health) => health.includes('PARTNER') && health.includes('; in: '),
    );
    const { reason } = channel.health() as { reason: string };
    expect(reason).toContain('in: files of PARTNER wait; those of others pass (HELD: ');
    expect(reason).toContain('in: files of one sender wait; those of others pass (HELD: ');
    expect(reason).not.toMatch(/takes nothing|stranger/);
    held = false;
    await done(folder, 2);
    await until(
      () => channel.health().state,
      (state) => state === 'ok',
    );
  });

  it.each(['RATE_LIMITED', 'STORAGE_UNAVAILABLE', 'APPLICATION_DISABLED'] as const)(
    '(%s) no newer file of an application that is vouched for passes one that waits',
    async (code) => {
      const folder = newFolder();
      const taken: string[] = [];
      const { asked, exchange } = createRecorder((raw) => {
        if (asked.length <= 2) return { members: [], error: new ExchangeError(code) };
        taken.push(noted(raw));
        return { members: [] };
      });
      await folder.drop('a.xml', note('1'), new Date(1000));
      await start(folder, exchange, { application: 'PROVIDER' });
      await until(
        () => asked.length,
        (count) => count === 1,
      );
      for (const second of [2, 3, 4])
        await folder.drop(`${9 - second}.xml`, note(String(second)), new Date(second * 1000));
      await done(folder, 4);
      expect(asked.slice(0, 3).map(noted)).toEqual(['1', '1', '1']);
      // Those behind it may run side by side again.
      expect([taken[0], taken.toSorted()]).toEqual(['1', ['1', '2', '3', '4']]);
    },
  );

  it('files of other senders go on when one is held', async () => {
    const folder = newFolder();
    const { asked, exchange } = createRecorder((raw) =>
      noted(raw) === 'held' ? { members: [], error: new ExchangeError('HELD') } : { members: [] },
    );
    await start(folder, exchange, { concurrency: 1 });
    await folder.drop('a.xml', note('held'), new Date(0));
    for (let index = 0; index < 5; index += 1) await folder.drop(`${index}.xml`, note('free'));
    await done(folder, 5);
    expect(folder.list('working')).toEqual(['a.xml']);
    expect(asked.filter((raw) => noted(raw) === 'held').length).toBeLessThanOrEqual(3);
  });

  it('a file that waits is not lost to a later one of its name, which waits for it', async () => {
    const folder = newFolder();
    const { asked, exchange } = createRecorder(async (raw) => {
      if (noted(raw) === 'between') await pause(1300);
      return asked.length === 1 ? { members: [], error: new ExchangeError('HELD') } : { members: [] };
    });
    mkdirSync(join(folder.path, 'working'));
    writeFileSync(join(folder.path, 'working', 'a.xml'), note('first'));
    utimesSync(join(folder.path, 'working', 'a.xml'), 1, 1);
    await folder.drop('b.xml', note('between'), new Date(2000));
    await folder.drop('a.xml', note('second'));
    // One look finds all three; the first is due again while the second is under way.
    await start(folder, exchange, { concurrency: 1, pollSeconds: 2 });
    await done(folder, 3);
    expect(asked.map(noted)).toEqual(['first', 'between', 'first', 'second']);
  });

  it('one file asks, not all, while there is a defect; a file that always meets one holds up none', async () => {
    const folder = newFolder();
    let open = false;
    const { asked, exchange } = createRecorder((raw) =>
      open && noted(raw) !== 'poison'
        ? { members: [] }
        : { members: [], error: new ExchangeError('INTERNAL') },
    );
    await folder.drop('0.xml', note('poison'), new Date(0));
    for (let index = 1; index < 20; index += 1) await folder.drop(`${index}.xml`, note(String(index)));
    await start(folder, exchange, { application: 'PROVIDER', concurrency: 4 });
    await pause(400);
    expect(asked.length).toBeLessThanOrEqual(4);
    const before = asked.length;
    await until(
      () => asked.length,
      (count) => count > before,
    );
    await pause(200);
    expect(asked.length).toBe(before + 1);
    // Who was asked already waits until all others were.
    expect(new Set(asked.map(noted)).size).toBe(asked.length);
    open = true;
    await done(folder, 19);
    expect(folder.list('working')).toEqual(['0.xml']);
  });

  it('tells that there is no such application before a file comes', async () => {
    const folder = newFolder();
    let known: boolean | undefined;
    const channel = await start(
      folder,
      createRecorder().exchange,
      { application: 'NONE' },
      { isEnabled: () => known },
    );
    expect(channel.health()).toMatchObject({ reason: 'in: there is no application NONE; files wait' });
    known = false;
    expect(channel.health()).toMatchObject({ reason: 'in: the application NONE is disabled; files wait' });
    known = true;
    expect(channel.health()).toEqual({ state: 'ok' });
  });

  it('a refusal of the sender is an answer where nobody vouches', async () => {
    const folder = newFolder();
    const { exchange } = createRecorder(() => ({
      members: [],
      error: new ExchangeError('UNKNOWN_APPLICATION'),
    }));
    await start(folder, exchange);
    await folder.drop('a.xml', note('x'));
    await folder.reply('a.xml');
    await until(
      () => folder.list('refused'),
      ({ length }) => length === 1,
    );
  });
});

describe('a stop', () => {
  it('leaves what it cuts for the next start, which takes what lies in working', async () => {
    const folder = newFolder();
    const first = await watch(folder, () => new Promise(() => {}));
    await folder.drop('a.xml', note('x'));
    await until(
      () => folder.list('working'),
      ({ length }) => length === 1,
    );
    await first.stop(20);
    expect(first.health()).toMatchObject({ state: 'degraded', reason: expect.stringContaining('stopping') });
    const { asked, exchange } = createRecorder();
    await start(folder, exchange);
    await folder.reply('a.xml');
    expect(asked).toHaveLength(1);
  });

  it('writes nothing behind its end, when the answer comes too late', async () => {
    const folder = newFolder();
    let answer = (_: { members: [] }) => {};
    const { exchange } = createRecorder(
      () =>
        new Promise((resolve) => {
          answer = resolve;
        }),
    );
    const channel = await watch(folder, exchange);
    await folder.drop('a.xml', note('x'));
    await until(
      () => folder.list('working'),
      ({ length }) => length === 1,
    );
    await pause(50);
    await channel.stop(20);
    answer({ members: [] });
    await pause(100);
    expect(folder.list('answers')).toEqual([]);
    expect(folder.list('working')).toEqual(['a.xml']);
  });
});
