import { chmodSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import { openCertificateFolder } from '../support/certificates.ts';
import { temporaryFolder } from './gateway.ts';
import { run } from './run.ts';

const folder = temporaryFolder();
const certificates = openCertificateFolder();
afterAll(() => {
  certificates.remove();
  rmSync(folder, { recursive: true, force: true });
});

/** The lines that `config check` writes of a configuration, and its exit code. */
async function check(settings: object, environment: Readonly<Record<string, string>> = {}) {
  writeFileSync(join(folder, 'tonggui.yaml'), JSON.stringify(settings));
  return run(['config', 'check', 'tonggui.yaml'], { folder, environment });
}

const problemsOf = ({ err }: { readonly err: string }) =>
  err
    .trimEnd()
    .split('\n')
    .map((line) => line.replace('configuration: ', '').replaceAll(folder, '…'));

const front = (name: string, database: object) => ({ name, application: 'FRONT', database });

describe('config check looks at what the settings name', () => {
  it('the TLS files of a channel: there, and a pair', async () => {
    const missing = await check({ channels: { tcp: { tls: { certificate: 'a.pem', key: 'a.key' } } } });
    expect(missing).toMatchObject({ code: 2, out: '' });
    expect(problemsOf(missing)).toEqual([
      'channels.tcp.tls.certificate: expected a readable file, got "…/a.pem" (ENOENT)',
      'channels.tcp.tls.key: expected a readable file, got "…/a.key" (ENOENT)',
    ]);
    const [own, other] = [certificates.selfSigned('a', '/CN=a'), certificates.selfSigned('b', '/CN=b')];
    const pair = (key: string) => ({ channels: { tcp: { tls: { certificate: own.certificateFile, key } } } });
    expect(problemsOf(await check(pair(other.keyFile)))).toEqual([
      expect.stringMatching(/^channels\.tcp\.tls: expected a certificate and its private key/),
    ]);
    expect(await check(pair(own.keyFile))).toMatchObject({ code: 0, err: '' });
  });

  it('the file or the variable of a front-end database', async () => {
    const table = [
      front('one', { kind: 'sqlite', file: 'front.db' }),
      front('two', { kind: 'postgres', urlVariable: 'FRONT_URL' }),
    ];
    expect(problemsOf(await check({ channels: { table } }))).toEqual([
      'channels.table[0].database.file: expected a readable file, got "…/front.db" (ENOENT)',
      'channels.table[1].database.urlVariable: expected an environment variable that is set, got "FRONT_URL"',
    ]);
    writeFileSync(join(folder, 'front.db'), '');
    expect(await check({ channels: { table } }, { FRONT_URL: 'postgres://db/x' })).toMatchObject({ code: 0 });
  });

  it('but for no folder that is watched: a share may be mounted later', async () => {
    const watched = { standard: 'special-equipment', application: 'PARTNER', members: { action: '01' } };
    const file = [
      { name: 'later', folder: 'none', ...watched },
      { name: 'now', folder: '.', ...watched },
    ];
    const checked = await check({ channels: { file } });
    expect(checked).toMatchObject({ code: 0, err: '' });
    expect(checked.out).toContain(join(folder, 'none'));
  });

  it('the variable of the sealing key', async () => {
    const seal = { environment: 'SEAL_KEY' };
    expect(problemsOf(await check({ seal }))).toEqual([
      'seal.environment: expected an environment variable that is set, got one that is not set',
    ]);
    expect(await check({ seal }, { SEAL_KEY: '0'.repeat(64) })).toMatchObject({ code: 0 });
  });

  it('the scanner: found, and executable', async () => {
    const scanner = (...command: string[]) => ({ attachments: { scan: { command } } });
    const file = join(folder, 'scan.sh');
    writeFileSync(file, '#!/bin/sh\n', { mode: 0o600 });
    expect(problemsOf(await check(scanner('no-such-scanner', '-q'), { PATH: '/usr/bin' }))).toEqual([
      'attachments.scan.command: expected a program, got "no-such-scanner", which is not found',
    ]);
    expect(problemsOf(await check(scanner(file)))).toEqual([
      'attachments.scan.command: expected a program, got "…/scan.sh", which cannot be executed',
    ]);
    chmodSync(file, 0o700);
    expect(await check(scanner('scan.sh'), { PATH: `/nowhere:${folder}` })).toMatchObject({ code: 0 });
  });

  it('the rule file of a txcode, built in or of the operator', async () => {
    const rules = join(folder, 'rules');
    mkdirSync(join(rules, 's5'), { recursive: true });
    const settings = {
      rules: { folder: rules },
      standards: { 'dual-prevention': { txcodes: { '0301': 'trainInfo', '0302': 'ownKind' } } },
    };
    expect(problemsOf(await check(settings))).toEqual([
      'standards.dual-prevention.txcodes.0302: expected a kind of data that has a rule file, got "ownKind"',
    ]);
    writeFileSync(join(rules, 's5', 'ownKind.json'), '{}');
    expect(await check(settings)).toMatchObject({ code: 0, err: '' });
  });

  it('the services that a channel speaks, and their operations', async () => {
    const services = [{ standard: 'dual-prevention', service: 'a', interFlag: 'b' }];
    writeFileSync(join(folder, 'front.db'), '');
    const database = { kind: 'sqlite', file: 'front.db' };
    const table = [{ ...front('one', database), standard: 'special-equipment' }];
    const ended = await check({ services, channels: { tcp: { standard: 'nope' }, table } });
    expect(ended).toMatchObject({ code: 2, out: '' });
    expect(problemsOf(ended)).toEqual([
      'channels.tcp.standard: expected a standard that a service speaks (dual-prevention), got "nope"',
      'channels.table[0].standard: expected a standard that a service speaks (dual-prevention), got "special-equipment"',
    ]);
    expect(problemsOf(await check({ channels: { tcp: { operation: 'nope' } } }))).toEqual([
      expect.stringMatching(
        /^channels\.tcp\.operation: expected an operation of dual-prevention with a body \(.*syndata.*\), got "nope"$/,
      ),
    ]);
    expect(
      problemsOf(
        await check({
          channels: {
            table: [
              { ...table[0], standard: undefined },
              { ...table[0], name: 'two', full: ['0101'] },
            ],
          },
        }),
      ),
    ).toEqual(['channels.table[1].full: special-equipment has no full uploads; leave it out']);
  });

  it('the kinds of data whose batches are full uploads', async () => {
    writeFileSync(join(folder, 'front.db'), '');
    const database = { kind: 'sqlite', file: 'front.db' };
    const watched = (more: object) =>
      check({ channels: { table: [{ ...front('one', database), ...more }] } });
    expect(problemsOf(await watched({ full: ['deptInfo', 'depInfo'] }))).toEqual([
      expect.stringMatching(
        /^channels\.table\[0\]\.full\[1\]: expected a kind of data that has a rule file \(comInfo, deptInfo, .*\), got "depInfo"; did you mean deptInfo\?$/,
      ),
    ]);
    const tables = { T_RISK: 'riskPoint' };
    expect(problemsOf(await watched({ tables, full: ['T_RISK'] }))).toEqual([
      'channels.table[0].full[0]: expected a kind of data of tables (riskPoint), got "T_RISK"',
    ]);
    expect(await watched({ tables, full: ['riskPoint'] })).toMatchObject({ code: 0 });
    expect(await watched({ full: ['deptInfo'] })).toMatchObject({ code: 0 });
  });

  it('what the tables of a front-end database stand for', async () => {
    writeFileSync(join(folder, 'front.db'), '');
    const database = { kind: 'sqlite', file: 'front.db' };
    const watched = (tables: object, standard?: string) =>
      check({ channels: { table: [{ ...front('one', database), tables, standard }] } });
    expect(problemsOf(await watched({ T_RISK: 'riskPiont', T_TX: '0101' }))).toEqual([
      expect.stringMatching(
        /^channels\.table\[0\]\.tables\.T_RISK: expected a kind of data that has a rule file \(comInfo, .*\), got "riskPiont"; did you mean riskPoint\?$/,
      ),
      expect.stringMatching(/^channels\.table\[0\]\.tables\.T_TX: .*, got "0101"$/),
    ]);
    const codes = { T1: '0101', T2: '990101', T3: '120101', T4: '003', T5: '110100' };
    const expected = 'expected a business code of a kind of data that has a rule file';
    expect(problemsOf(await watched(codes, 'special-equipment'))).toEqual([
      `channels.table[0].tables.T1: ${expected}, got "0101"; its codes are 110101, 120101, 130101, 140101, 210101, 220101, 310101, 900101`,
      expect.stringContaining(`channels.table[0].tables.T2: ${expected}, got "990101"; did you mean`),
      expect.stringContaining(`channels.table[0].tables.T5: ${expected}, got "110100"; did you mean`),
    ]);
    expect(await watched({ T1: '120101', T2: '003' }, 'special-equipment')).toMatchObject({ code: 0 });
    expect(await watched({ T1: 'riskPoint' })).toMatchObject({ code: 0 });
  });

  it('the ports of all listeners', async () => {
    const ended = await check({ exchange: { port: 7001 }, admin: { port: 7001 } });
    expect(ended.code).toBe(2);
    expect(problemsOf(ended)).toEqual([
      'admin.port: expected another port than that of exchange.port, got 7001',
    ]);
    const plain = { host: '0.0.0.0', port: 7001, plain: true };
    expect(problemsOf(await check({ admin: { port: 7001 }, channels: { tcp: plain } }))).toEqual([
      'channels.tcp.port: expected another port than that of admin.port, got 7001',
    ]);
    expect(await check({ exchange: { port: 0 }, admin: { port: 0 } })).toMatchObject({ code: 0 });
    const other = { host: '127.0.0.2', port: 7001 };
    expect(await check({ exchange: { port: 7001 }, admin: other })).toMatchObject({ code: 0 });
  });

  it('and tells the faults of a channel like those of every other setting', async () => {
    const table = [
      { name: 'a b', application: 'A', database: { kind: 'oracle' } },
      { name: 'b', application: 'A', database: { kind: 'mysql', url: 'http://me:canary@db' }, polSeconds: 1 },
      { name: 'c', database: { kind: 'sqlite', file: 7 }, pollSeconds: 0, full: 'x' },
    ];
    const ended = await check({ channels: { table, tcp: { port: 70_000, framing: 'xml', idleSecond: 1 } } });
    expect(ended).toMatchObject({ code: 2, out: '' });
    expect(ended.err).not.toContain('canary');
    expect(problemsOf(ended)).toEqual([
      'channels.table[0].name: expected 1 to 32 letters, digits, _ or -, got "a b"',
      'channels.table[0].database.kind: expected sqlite, postgres, mysql, got "oracle"',
      'channels.table[1].database.url: expected an address that begins with mysql://, got a value that is not shown',
      'channels.table[1].polSeconds: unknown setting; did you mean channels.table[1].pollSeconds?',
      'channels.table[2].application: expected text, got nothing',
      'channels.table[2].database.file: expected file or folder, got 7',
      'channels.table[2].pollSeconds: expected number, 0.05 to 3600, got 0',
      'channels.table[2].full: expected list, got "x"',
      'channels.tcp.port: expected whole number, 0 to 65535, got 70000',
      'channels.tcp.framing: expected length, newline, got "xml"',
      'channels.tcp.idleSecond: unknown setting; did you mean channels.tcp.idleSeconds?',
    ]);
    expect(problemsOf(await check({ channels: { table: {} } }))).toEqual([
      'channels.table: expected list, got a group of settings',
    ]);
    expect(problemsOf(await check({ channels: { table: [] } }))).toEqual([
      'channels.table: expected a list with at least one entry, got a list',
    ]);
  });

  it('and tells a place in a list as it is written', async () => {
    const table = [front('one', { kind: 'sqlite', file: '' })];
    expect(problemsOf(await check({ channels: { table } }))).toEqual([
      expect.stringMatching(/^channels\.table\[0\]\.database\.file: /),
    ]);
  });

  it('and shows the channels and standards as they will be used, without secrets', async () => {
    const table = [front('one', { kind: 'postgres', url: 'postgres://me:canary@db/x' })];
    const standards = { 'dual-prevention': { txcodes: { '0301': 'trainInfo' } } };
    const { code, out } = await check({ channels: { tcp: { port: 0 }, table }, standards });
    expect(code).toBe(0);
    expect(out.split('\n').map((line) => line.trim())).toEqual(
      expect.arrayContaining([
        'channels.tcp.port: 0',
        'channels.tcp.frameBytes: 10485760',
        'channels.table[0].database.url: "(not shown)"',
        'channels.table[0].pollSeconds: 5',
        'standards.dual-prevention.txcodes.0301: "trainInfo"',
      ]),
    );
    expect(out).not.toContain('canary');
  });

  it('which keeps serve from starting, too', async () => {
    const ended = await run(['serve', '--config', 'tonggui.yaml'], {
      folder: mistaken(),
    });
    expect(ended).toMatchObject({ code: 2, out: '', err: expect.stringContaining('attachments.scan') });
  });
});

function mistaken(): string {
  const settings = { attachments: { scan: { command: ['/nowhere/scan'] } } };
  writeFileSync(join(folder, 'tonggui.yaml'), JSON.stringify(settings));
  return folder;
}
