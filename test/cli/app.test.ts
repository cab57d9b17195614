import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Facts, type Served, serve, temporaryFolder } from './gateway.ts';
import { type Ended, run } from './run.ts';

const SECRET = 'cdcJeaXje3q6GKnp';
let served: Served;
let url: string;
beforeAll(async () => {
  served = await serve(['--json']);
  url = (JSON.parse(served.out()) as Facts).exchange;
});
afterAll(() => served.close());

const tonggui = (commandLine: readonly string[], stdin = ''): Promise<Ended> =>
  run([...commandLine, '--data', served.data], { stdin, folder: served.data });

function query(appid: string, secretFile: string, profile: string): Promise<Ended> {
  const peer = ['--url', url, '--appid', appid, '--secret-from', secretFile, '--profile', profile];
  const what = ['--standard', 's1', '--busicode', '120101', '--action', '04', '--json'];
  return run(['call', ...peer, ...what], { folder: served.data });
}

function keep(name: string, secret: string): string {
  const file = join(served.data, name);
  writeFileSync(file, `${secret}\n`);
  return file;
}

const ADD = ['app', 'add', '--standard', 's1', '--profile', 'HMAC-SM3'];

describe('app', () => {
  it('takes over the secret that a partner has, at once', async () => {
    const added = await tonggui(
      [...ADD, '--appid', 'OLD7', '--secret-from', '-', '--grant', '*:04:*'],
      `${SECRET}\n`,
    );
    expect(added).toMatchObject({ code: 0, out: 'added: OLD7\n' });
    expect(await query('OLD7', keep('old7', SECRET), 'HMAC-SM3')).toMatchObject({ code: 0 });
  });

  it('draws a secret and shows it once', async () => {
    const { out } = await tonggui([...ADD, '--appid', 'NEW1', '--grant', '*:*:*', '--json']);
    const { issued } = JSON.parse(out) as { issued: { secret: string } };
    expect(await query('NEW1', keep('new1', issued.secret), 'HMAC-SM3')).toMatchObject({ code: 0 });
    const shown = await tonggui(['app', 'show', 'NEW1', '--json']);
    expect(JSON.parse(shown.out)).toMatchObject({ id: 'NEW1', grants: ['*:*:*'] });
    expect(shown.out + (await tonggui(['app', 'list', '--json'])).out).not.toContain(issued.secret);
  });

  it('rotates, disables and enables at once', async () => {
    const first = await tonggui([...ADD, '--appid', 'ROT1', '--grant', '*:*:*', '--json']);
    const old = keep('rot1', (JSON.parse(first.out) as { issued: { secret: string } }).issued.secret);
    const rotated = await tonggui(['app', 'rotate', 'ROT1', '--keep-hours', '0', '--json']);
    const fresh = keep('rot2', (JSON.parse(rotated.out) as { issued: { secret: string } }).issued.secret);
    expect(await query('ROT1', fresh, 'HMAC-SM3')).toMatchObject({ code: 0 });
    expect(await query('ROT1', old, 'HMAC-SM3')).toMatchObject({ code: 1 });
    expect(await tonggui(['app', 'disable', 'ROT1'])).toMatchObject({ code: 0, out: 'disabled: ROT1\n' });
    const refused = await query('ROT1', fresh, 'HMAC-SM3');
    expect(refused.code).toBe(1);
    expect(JSON.parse(refused.out)).toMatchObject({ datalist: { code: 'APPLICATION_DISABLED' } });
    await tonggui(['app', 'enable', 'ROT1']);
    expect(await query('ROT1', fresh, 'HMAC-SM3')).toMatchObject({ code: 0 });
  });

  it('passes every setting on', async () => {
    const settings = [
      [
        '--name',
        '某市平台',
        '--network',
        '10.0.0.0/8',
        '--network',
        '127.0.0.1',
        '--http-status',
        'semantic',
      ],
      ['--valid-from', '2026-01-01', '--valid-until', '2026-12-31', '--lenient-case', '--order', 'ascii'],
      [
        '--cipher',
        'SM4-CBC',
        '--username',
        'me',
        '--password-from',
        keep('pw', 'correct horse'),
        '--records',
        '7',
      ],
      ['--fingerprint', 'ab'.repeat(32)],
    ].flat();
    const added = await tonggui([...ADD, '--appid', 'FULL', ...settings]);
    expect(added.out).toMatch(
      /^added: FULL\nsecret, shown only now: \S+\ncipher key, shown only now: \S+\n$/,
    );
    const { out } = await tonggui(['app', 'show', 'FULL', '--json']);
    expect(JSON.parse(out)).toMatchObject({
      name: '某市平台',
      sign: { profile: 'HMAC-SM3', order: 'ascii', lenientCase: true },
      networks: ['10.0.0.0/8', '127.0.0.1/32'],
      validFrom: '2025-12-31T16:00:00.000Z',
      validUntil: '2026-12-31T15:59:59.999Z',
      httpStatus: 'semantic',
      cipher: { algorithm: 'SM4-CBC' },
      password: { username: 'me', form: 'SM4' },
      certificate: { fingerprint256: 'AB'.repeat(32) },
      quota: { records: 7 },
    });
  });

  it('adds one of any edition: S5 asks for tokens by a secret of any form', async () => {
    const secret = 'AppSecret/of.the-platform=';
    const added = await tonggui(
      [
        'app',
        'add',
        '--standard',
        's5',
        '--appid',
        'S5APP',
        '--grant',
        'riskPoint:01:*',
        '--secret-from',
        '-',
      ],
      secret,
    );
    expect(added).toMatchObject({ code: 0, out: 'added: S5APP\n' });
    const shown = JSON.parse((await tonggui(['app', 'show', 'S5APP', '--json'])).out);
    expect(shown).toMatchObject({ standard: 's5', sign: { profile: 'TOKEN' }, grants: ['riskPoint:01:*'] });
    const body = JSON.stringify({ appid: 'S5APP', secret });
    const headers = { 'content-type': 'application/json' };
    const asked = await fetch(new URL('/jsdspcloud/servlet/token', url), { method: 'POST', headers, body });
    expect(await asked.json()).toHaveProperty('access_token');
    const signed = await tonggui(['app', 'add', '--standard', 's5', '--profile', 'SM4', '--appid', 'S5B']);
    expect(signed).toMatchObject({ code: 1, err: expect.stringContaining('sign.profile') });
  });

  it('adds one for imported services', async () => {
    const grant = ['--grant', 'city.orders:createOrder:*'];
    const added = await tonggui(['app', 'add', '--standard', 'open', '--appid', 'OPEN1', ...grant]);
    expect(added).toMatchObject({ code: 0, out: expect.stringContaining('added: OPEN1') });
    const shown = JSON.parse((await tonggui(['app', 'show', 'OPEN1', '--json'])).out);
    expect(shown).toMatchObject({ standard: 'open', sign: { profile: 'TOKEN' } });
  });

  it.each([
    [['--appid', 'BAD1', '--grant', 'x'], 'grants'],
    [['--appid', 'no space'], 'id'],
    [['--appid', 'OLD7'], 'id'],
  ])('says what is wrong with %j', async (settings, path) => {
    const ended = await tonggui([...ADD, ...settings]);
    expect(ended).toMatchObject({ code: 1, out: '' });
    expect(ended.err).toMatch(new RegExp(`^error: .*${path}`));
  });

  it('refuses to read two secrets from one standard input', async () => {
    const both = ['--appid', 'B', '--secret-from', '-', '--cipher', 'SM4-CBC', '--cipher-key-from', '-'];
    expect(await tonggui([...ADD, ...both], 'x')).toMatchObject({ code: 2 });
  });

  it('says how to start a gateway when none runs', async () => {
    const data = temporaryFolder();
    const ended = await run(['app', 'list', '--data', data]);
    expect(ended).toEqual({ code: 3, out: '', err: expect.stringContaining(`tonggui serve --data ${data}`) });
    writeFileSync(join(data, 'gateway.json'), '{"admin":"http://127.0.0.1:1"}');
    writeFileSync(join(data, 'admin.key'), 'ab'.repeat(32));
    expect(await run(['app', 'list', '--data', data])).toMatchObject({ code: 3 });
  });

  it('tells a key file that belongs to another gateway', async () => {
    const data = temporaryFolder();
    writeFileSync(join(data, 'gateway.json'), `{"admin":"${(JSON.parse(served.out()) as Facts).admin}"}`);
    writeFileSync(join(data, 'admin.key'), 'ab'.repeat(32));
    expect(await run(['app', 'list', '--data', data])).toMatchObject({
      code: 1,
      err: expect.stringContaining('--data'),
    });
  });
});

describe('hold and rules', () => {
  it('lists a hold after three failures and releases it', async () => {
    await tonggui([...ADD, '--appid', 'HELD', '--secret-from', '-', '--grant', '*:*:*'], SECRET);
    const wrong = keep('wrong', '0123456789abcdeX');
    for (let failure = 0; failure < 3; failure += 1) await query('HELD', wrong, 'HMAC-SM3');
    const right = keep('right', SECRET);
    expect(JSON.parse((await query('HELD', right, 'HMAC-SM3')).out)).toMatchObject({
      datalist: { code: 'HELD' },
    });
    const [held] = JSON.parse((await tonggui(['hold', 'list', '--json'])).out) as [
      { caller: string; peer: string },
    ];
    expect(held).toMatchObject({ caller: 'HELD', business: '120101', failures: 3 });
    const release = ['hold', 'release', '--appid', 'HELD', '--peer', held.peer, '--busicode', '120101'];
    expect(await tonggui(release)).toMatchObject({ code: 0 });
    expect(await query('HELD', right, 'HMAC-SM3')).toMatchObject({ code: 0 });
    expect(await tonggui(release)).toMatchObject({ code: 1 });
  });

  it('tells the state of every rule file', async () => {
    const ended = await tonggui(['rules', 'status', '--json']);
    const states = JSON.parse(ended.out) as readonly { name: string; state: string }[];
    expect(states).toContainEqual(
      expect.objectContaining({ standard: 's1', name: '0101', state: 'enabled' }),
    );
    expect(ended.code).toBe(states.some(({ state }) => state === 'disabled') ? 1 : 0);
  });
});

describe('verify-log', () => {
  it('proves the log of a running gateway', async () => {
    const ended = await tonggui(['verify-log', '--json']);
    expect(ended.code).toBe(0);
    expect(JSON.parse(ended.out)).toMatchObject({ sound: true, signatures: true });
  });
});
