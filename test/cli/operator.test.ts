import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from '@jest/globals';
import { dataFiles } from '../../src/config/data-files.ts';
import { addApplication, hostOf, openConsole, PASSWORD, signIn } from '../console/fixture.ts';
import { type Ended, run } from './run.ts';

const closing: (() => void)[] = [];
afterEach(() => {
  for (const close of closing.splice(0)) close();
});

/** A console with two applications, and the data folder by which the command finds it. */
async function served() {
  const folder = mkdtempSync(join(tmpdir(), 'tg-operator-cli-'));
  closing.push(() => rmSync(folder, { recursive: true, force: true }));
  mkdirSync(join(folder, 'data'));
  const files = dataFiles(join(folder, 'data'));
  const console = await openConsole();
  for (const id of ['APP1', 'APP2']) await addApplication(console, id);
  writeFileSync(files.adminKey, readFileSync(console.keyFile));
  writeFileSync(files.gateway, JSON.stringify({ admin: `http://${hostOf(console.server)}` }));
  const tonggui = (...words: string[]): Promise<Ended> =>
    run(['operator', ...words, '--data', join(folder, 'data')], { folder });
  return { tonggui, console };
}

const PASSWORD_LINE = /first password, shown only now, until \S+Z: (\S{5}-\S{5}-\S{5}-\S{5})\n$/;

describe('operator', () => {
  it('adds an account with a first password that is shown once, and lists it', async () => {
    const { tonggui, console } = await served();
    expect(await tonggui('list')).toMatchObject({ code: 0, out: 'there is no account\n' });
    await signIn(console);
    const words = ['wangfang', '--name', '王芳', '--application', 'APP1', '--application', 'APP2'];
    const added = await tonggui('add', ...words);
    expect(added).toMatchObject({ code: 0, err: '', out: expect.stringMatching(/^added: wangfang\n/) });
    const [, first] = PASSWORD_LINE.exec(added.out)!;
    expect(await console.operators.verify('wangfang', first!)).toEqual({ state: 'first-password' });
    const listed = await tonggui('list');
    expect(listed.out).toMatch(
      /^admin {2}administrator {2}\* {2}enabled {2}admin\nwangfang {2}entry {2}APP1,APP2 {2}enabled {2}王芳 {2}first password until \S+Z\n$/,
    );
    const { out } = await tonggui('list', '--json');
    expect(JSON.parse(out)).toMatchObject([{ username: 'admin' }, { name: '王芳', role: 'entry' }]);
    expect(out + JSON.stringify(await console.audited())).not.toContain(first);
  });

  it('changes, resets, disables and enables it, each audited with the account', async () => {
    const { tonggui, console } = await served();
    await signIn(console);
    await tonggui('add', 'wangfang', '--name', '王芳', '--application', 'APP1');
    expect((await tonggui('change', 'wangfang', '--application', 'APP2')).out).toMatch(
      /^changed: wangfang {2}entry {2}APP2 /,
    );
    const reset = JSON.parse((await tonggui('reset', 'wangfang', '--json')).out) as { password: string };
    const input = { username: 'wangfang', password: reset.password, chosen: PASSWORD };
    expect(await console.operators.activate(input)).toBeDefined();
    expect(await tonggui('disable', 'wangfang')).toMatchObject({ code: 0, out: 'disabled: wangfang\n' });
    expect(await console.operators.find('wangfang')).toBeUndefined();
    expect(await tonggui('enable', 'wangfang')).toMatchObject({ code: 0, out: 'enabled: wangfang\n' });
    expect(await console.operators.find('wangfang')).toBeDefined();
    const changes = (await console.audited()).filter(({ event }) => event === 'OPERATOR_CHANGED');
    expect(changes.map(({ detail }) => JSON.parse(detail!))).toEqual(
      [{ members: ['applications'] }, { step: 'reset' }, { step: 'disable' }, { step: 'enable' }].map(
        (how) => ({ by: 'command line', operator: 'wangfang', ...how }),
      ),
    );
  });

  it('lets an administrator in again who forgot the password', async () => {
    const { tonggui, console } = await served();
    await signIn(console);
    const [, password] = PASSWORD_LINE.exec((await tonggui('reset', 'admin')).out)!;
    const activated = { username: 'admin', password, chosen: 'quite another password' };
    expect(await console.operators.activate(activated)).toMatchObject({ epoch: 2 });
  });

  it('tells what stands in the way', async () => {
    const { tonggui, console } = await served();
    const entry = ['--name', '王芳', '--application', 'APP1'];
    const said = async (code: number, text: string, ...words: string[]) =>
      expect(await tonggui(...words)).toMatchObject({ code, err: expect.stringContaining(text) });
    await said(1, 'administrator, because there is none yet', 'add', 'wangfang', ...entry);
    await signIn(console);
    await said(2, 'needs --application', 'add', 'wangfang', '--name', '王芳');
    await said(
      1,
      'there is no such application',
      'add',
      'wangfang',
      '--name',
      '王芳',
      '--application',
      'AP1',
    );
    await said(1, 'there is an account of this name', 'add', 'ADMIN', ...entry);
    await said(1, 'not the last administrator', 'disable', 'admin');
    await said(1, 'no such thing', 'reset', 'somebody');
    await said(2, 'nothing to change', 'change', 'admin');
    await said(2, 'Allowed choices', 'add', 'x1', '--name', 'x', '--role', 'auditor');
  });
});
