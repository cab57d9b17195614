import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from '@jest/globals';
import { dataFiles } from '../../src/config/data-files.ts';
import { nameKey } from '../../src/providers/name-key.ts';
import type { InterfacesOptions } from '../../src/providers/open-interfaces.ts';
import { openStore } from '../../src/store/open-store.ts';
import { hostOf, openConsole } from '../console/fixture.ts';
import { asking, openedIn, query, SECRET, serviceOf } from '../providers/fixture.ts';
import { type Ended, run } from './run.ts';

const id = nameKey('js');
const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

/** The admin API of a gateway with interfaces, and its data folder. */
async function served(checks: Partial<InterfacesOptions['checks']> = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'tg-interface-cli-'));
  mkdirSync(join(folder, 'data'));
  const files = dataFiles(join(folder, 'data'));
  const store = await openStore({ kind: 'sqlite', file: files.database });
  closing.push(async () => {
    await store.close();
    rmSync(folder, { recursive: true, force: true });
  });
  await store.migrate();
  const { registry, interfaces } = await openedIn(async () => store, checks);
  const console = await openConsole({ interfaces });
  writeFileSync(files.adminKey, readFileSync(console.keyFile));
  writeFileSync(files.gateway, JSON.stringify({ admin: `http://${hostOf(console.server)}` }));
  writeFileSync(join(folder, 'secret.txt'), `${SECRET}\n`);
  const tonggui = (...words: string[]): Promise<Ended> =>
    run(['interface', ...words, '--data', join(folder, 'data')], { folder });
  return { folder, registry, interfaces, tonggui };
}

const ADD = ['add', '--service-key', id, '--edition', 's1', '--appid', 'GW', '--secret-from', 'secret.txt'];

describe('interface', () => {
  it('takes an interface from draft to retired', async () => {
    const { registry, interfaces, tonggui } = await served();
    await registry.put(serviceOf('js'));
    const added = await tonggui(...ADD, '--level', 'province', '--domain', 'cross', '--release', '1.2');
    expect(added).toMatchObject({ code: 0, err: '' });
    expect(added.out).toMatch(/^added\n.*js 1\.2\nstate: draft\nspeaks: s1 by rest, cross domain\n/);
    expect(added.out).toContain('level: province\nregions: 320000\ncodes: *0401\n');
    expect(await tonggui('enable', id)).toMatchObject({
      code: 1,
      err: expect.stringContaining('must pass its test first'),
    });
    const tested = await tonggui('test', id);
    expect(tested).toMatchObject({ code: 0 });
    expect(tested.out).toContain(`tested: ${id}\ntest: passed`);
    expect(tested.out).toContain('  passed: rules 0401\n');
    expect(await tonggui('enable', id)).toMatchObject({ code: 0, out: `enabled: ${id}\n` });
    expect(interfaces.find(asking(query('320500')))).toMatchObject({ account: { appid: 'GW' } });
    expect(await tonggui('stop', id, '--notice', '年度维护')).toMatchObject({ code: 0 });
    expect((await tonggui('list')).out).toBe(`${id}  s1  rest  stopped  js 1.2\n`);
    expect((await tonggui('show', id)).out).toContain('state: stopped, callers are told: 年度维护\n');
    expect(await tonggui('retire', id)).toMatchObject({ code: 0, out: `retired: ${id}\n` });
  });

  it('never prints the secret', async () => {
    const { registry, tonggui } = await served();
    await registry.put(serviceOf('js'));
    const texts = [
      await tonggui(...ADD, '--json'),
      await tonggui('show', id),
      await tonggui('list', '--json'),
    ];
    expect(JSON.stringify(texts)).not.toContain(SECRET);
  });

  it('ends with 1 when a test fails, and says what failed', async () => {
    const { registry, tonggui } = await served({ proveRules: () => 'no example passes' });
    await registry.put(serviceOf('js'));
    await tonggui(...ADD);
    const { code, out } = await tonggui('test', id);
    expect(code).toBe(1);
    expect(out).toContain('  failed: rules 0401: no example passes\n');
  });

  it('imports a description with the headers that let the gateway in', async () => {
    const { folder, registry, interfaces, tonggui } = await served({
      descriptionNotes: () => ['the operation Upload is left out: attachments'],
    });
    await registry.put(serviceOf('js', { categories: [] }));
    writeFileSync(join(folder, 'weather.wsdl'), '<definitions/>');
    writeFileSync(join(folder, 'headers.json'), '{"authorization":"Bearer abc"}');
    const words = ['add', '--service-key', id, '--wsdl', 'weather.wsdl', '--headers-from', 'headers.json'];
    const added = await tonggui(...words, '--mount', '/weather/v1', '--sensitive', 'person.idNumber');
    expect(added.out).toContain('speaks: wsdl by soap11, same domain\noffered at: /weather/v1\n');
    expect(added.out).not.toContain('Bearer');
    expect(interfaces.get(id)?.written).toMatchObject({
      documents: { root: '<definitions/>' },
      headers: { authorization: 'Bearer abc' },
      sensitive: ['person.idNumber'],
    });
    expect(await tonggui(...words, '--mount', 'weather')).toMatchObject({ code: 2 });
    const { out } = await tonggui('test', id);
    expect(out).toContain('  note: the operation Upload is left out: attachments\n');
  });

  it('changes settings by a merge patch; a change is to be tested again', async () => {
    const { folder, registry, interfaces, tonggui } = await served();
    await registry.put(serviceOf('js'));
    await tonggui(...ADD, '--level', 'province');
    await tonggui('test', id);
    await tonggui('enable', id);
    const patch = { level: null, domain: 'cross', account: { appid: 'GW2' } };
    writeFileSync(join(folder, 'patch.json'), JSON.stringify(patch));
    const changed = await tonggui('change', id, '--file', 'patch.json');
    expect(changed).toMatchObject({ code: 0, err: '' });
    expect(changed.out).toMatch(/^changed\n[\s\S]*, cross domain\naccount: GW2, /);
    expect(changed.out).toContain(`next: tonggui interface test ${id}\n`);
    const { written } = interfaces.get(id)!;
    expect(written).toMatchObject({ domain: 'cross', account: { appid: 'GW2', sign: { key: SECRET } } });
    expect(written.level).toBeUndefined();
  });

  it('changes nothing by what is no patch, or one that the gateway does not take', async () => {
    const { folder, registry, interfaces, tonggui } = await served();
    await registry.put(serviceOf('js'));
    await tonggui(...ADD);
    const before = interfaces.get(id)?.written;
    for (const [text, code, told] of [
      ['[]', 2, 'the patch must be a JSON object'],
      ['{', 2, 'the patch must be a JSON object'],
      ['{"domain":"near"}', 1, 'domain'],
    ] as const) {
      writeFileSync(join(folder, 'patch.json'), text);
      const ended = await tonggui('change', id, '--file', 'patch.json');
      expect(ended).toMatchObject({ code, out: '', err: expect.stringContaining(told) });
    }
    expect(await tonggui('change', id, '--file', 'none.json')).toMatchObject({ code: 2 });
    expect(interfaces.get(id)?.written).toEqual(before);
  });

  it('lists sources of the same records', async () => {
    const { registry, tonggui } = await served();
    expect((await tonggui('conflicts')).out).toBe('every record has one source\n');
    for (const [name, business] of [
      ['js', 'jiangsu'],
      ['copy', 'another'],
    ] as const) {
      await registry.put(serviceOf(name, { business }));
      const key = nameKey(name);
      await tonggui(
        'add',
        '--service-key',
        key,
        '--edition',
        's1',
        '--appid',
        'G',
        '--secret-from',
        'secret.txt',
      );
      await tonggui('test', key);
      await tonggui('enable', key);
    }
    expect((await tonggui('conflicts')).out).toBe(
      `s1 *0401, 320000: js 1 (${id}) and copy 1 (${nameKey('copy')}); ${id} answers\n`,
    );
  });

  it.each([
    [['--edition', 's1', '--appid', 'GW'], '--appid needs --secret-from'],
    [['--wsdl', 'a.wsdl', '--edition', 's1'], 'conflicting option'],
  ])('ends with 2 for %j', async (words, told) => {
    const { tonggui } = await served();
    const { code, err } = await tonggui('add', '--service-key', id, ...words);
    expect(code).toBe(2);
    expect(err).toMatch(new RegExp(told.replace('conflicting option', 'cannot be used with')));
  });
});
