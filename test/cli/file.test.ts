import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from '@jest/globals';
import { decryptPayload } from '../../src/crypto/payload-cipher.ts';
import { FILE_FORMATS } from '../../src/record-files/record-file.ts';
import { temporaryFolder } from './gateway.ts';
import { run } from './run.ts';

const RECORDS = [
  { 设备代码: '31102001202004001', 设备名称: '客运索道 "㐂𠮷" <&>', 备注: '=1+1' },
  { 设备代码: '0101', 备注: "'=x, y\n第二行" },
];
const IDENTITY = ['--appid', 'APP1', '--profile', 'HMAC-SM3', '--secret-from', 'secret'];
const ABOUT = ['--standard', 's2', ...IDENTITY, '--busicode', '020', '--action', '01'];

let folder: string;
beforeEach(() => {
  folder = temporaryFolder();
  put('secret', 'cdcJeaXje3q6GKnp\n');
  put('cipher', '00112233445566778899aabbccddeeff');
  put('records.json', JSON.stringify(RECORDS));
});

const put = (name: string, content: string) => writeFileSync(join(folder, name), content);
const take = (name: string) => readFileSync(join(folder, name), 'utf8');

function write(output: string, options: readonly string[] = [], about = ABOUT, stdin = '') {
  const target = ['--file', 'records.json', '--output', output];
  return run(['file', 'write', ...about, ...target, ...options], { folder, stdin });
}

const read = (file: string, options: readonly string[] = []) =>
  run(['file', 'read', file, ...options], { folder });

const readJson = async (file: string) => JSON.parse((await read(file, ['--json'])).out);

describe.each(FILE_FORMATS)('a file of records as %s', (format) => {
  const file = `records.${format}`;

  it('is read with the texts that were written, below the signed message of its sender', async () => {
    const written = await write(file, ['--random', 'r-1', '--json']);
    expect(written).toMatchObject({ code: 0, err: '' });
    expect(JSON.parse(written.out)).toEqual({ output: file, records: 2, random: 'r-1' });
    const { head, records } = await readJson(file);
    expect(records).toEqual(RECORDS);
    expect(head).toEqual({
      appid: 'APP1',
      busicode: '020',
      action: '01',
      random: 'r-1',
      sign: expect.stringMatching(/^[0-9A-F]{64}$/),
    });
  });

  it('has the sign of the same message as JSON', async () => {
    await write(file);
    const { sign, ...members } = (await readJson(file)).head;
    const request = JSON.stringify({ ...members, busilist: RECORDS, sign });
    const made = await run(['sign', '--profile', 'HMAC-SM3', '--secret-from', 'secret'], {
      folder,
      stdin: request,
    });
    expect(made.out).toBe(`${sign}\n`);
    const checked = await read(file, ['--verify', ...IDENTITY]);
    expect(checked).toMatchObject({ code: 0, out: expect.stringContaining('The sign is right') });
  });

  it('has ciphertext in its head and no records where they are encrypted', async () => {
    await write(file, ['--cipher', 'SM4-CBC-HMAC-SM3', '--cipher-key-from', 'cipher']);
    const { head, records } = await readJson(file);
    expect(records).toEqual([]);
    const opened = decryptPayload(head.busilist, { algorithm: 'SM4-CBC-HMAC-SM3', key: take('cipher') });
    expect(JSON.parse(opened)).toEqual(RECORDS);
    expect(await read(file, ['--verify', ...IDENTITY])).toMatchObject({ code: 0 });
  });

  it('becomes a file of another form', async () => {
    await write(file);
    await write('again.xml', ['--file', file]);
    expect((await readJson('again.xml')).records).toEqual(RECORDS);
  });

  it('says what S5 needs in its head, which is not signed', async () => {
    const members = ['--member', 'operation=addObjects', '--member', 'resourceIdentifier=riskPoint'];
    expect(await write(file, members, ['--standard', 's5'])).toEqual({
      code: 0,
      out: `2 records in ${file}\n`,
      err: '',
    });
    const { head } = await readJson(file);
    expect(head).toEqual({ operation: 'addObjects', resourceIdentifier: 'riskPoint' });
  });
});

describe('a sign or a ciphertext as long as all the records', () => {
  const long = JSON.stringify(
    Array.from({ length: 300 }, (_, index) => ({ a: 'x'.repeat(300), b: `${index}` })),
  );
  const sealed = ['--cipher', 'SM4-CBC', '--cipher-key-from', 'cipher'];

  it.each(FILE_FORMATS)('stands in the head of %s', async (format) => {
    put('records.json', long);
    const signed = ['--profile', 'SM4'];
    expect(await write(`records.${format}`, signed)).toMatchObject({ code: 0 });
    const checked = await read(`records.${format}`, ['--verify', ...IDENTITY, ...signed]);
    expect(checked).toMatchObject({ code: 0, out: expect.stringContaining('The sign is right') });
    expect(await write(`records.${format}`, sealed)).toMatchObject({ code: 0 });
    expect((await readJson(`records.${format}`)).head.busilist.length).toBeGreaterThan(65_536);
  });
});

describe('file write', () => {
  it('gives numbers with their digits, and leaves out what has no value', async () => {
    put('records.json', '[{"a":1.50,"b":null,"c":true},{"d":"x","a":12345678901234567890}]');
    await write('records.xml');
    expect((await readJson('records.xml')).records).toEqual([
      { a: '1.50', c: 'true' },
      { a: '12345678901234567890', d: 'x' },
    ]);
  });

  it('reads records from standard input', async () => {
    const ended = await write('records.xml', ['--file', '-'], ABOUT, '[{"a":"1"}]');
    expect(ended).toMatchObject({
      code: 0,
      out: expect.stringMatching(/^1 record in records.xml, random /),
    });
  });

  it('lets a spreadsheet run nothing', async () => {
    await write('records.csv');
    expect(take('records.csv')).toContain("'=1+1");
  });

  it.each([
    ['an object', '[{"a":{"b":1}}]', 'record 1, "a": a file of records holds texts'],
    ['a record without values', '[{"a":"1"},{"a":""}]', 'record 2 has no value'],
    ['what is no array', '{"a":"1"}', 'no JSON array of objects'],
    ['a text that XML cannot hold', '[{"a":"\\u0001"}]', 'records.xml: '],
  ])('refuses %s and leaves the file that was there', async (_, records, said) => {
    await write('records.xml');
    const before = take('records.xml');
    put('records.json', records);
    expect(await write('records.xml')).toMatchObject({
      code: 2,
      out: '',
      err: expect.stringContaining(said),
    });
    expect(take('records.xml')).toBe(before);
    expect(readdirSync(folder).sort()).toEqual(['cipher', 'records.json', 'records.xml', 'secret']);
  });

  it('refuses records that would read differently in that form', async () => {
    put('records.json', '[{" a":"1"}]');
    const ended = await write('records.csv');
    expect(ended).toMatchObject({ code: 2, out: '', err: expect.stringContaining('exactly') });
    expect(existsSync(join(folder, 'records.csv'))).toBe(false);
  });

  const s5 = ['--standard', 's5'];
  it.each([
    [['--output', 'records.doc'], ABOUT, '--output must end in .csv, .txt, .xml, .xlsx'],
    [[], ['--standard', 's2', ...IDENTITY, '--action', '01'], 'needs --appid, --busicode and --action'],
    [[], ABOUT.filter((word) => !/profile|HMAC/.test(word)), 'a sign needs --secret-from and --profile'],
    [['--member', 'a=1'], ABOUT, '--member is of s5'],
    [['--busicode', '20'], ABOUT, '--busicode must match'],
    [['--cipher', 'SM4-CBC'], ABOUT, '--cipher needs --cipher-key-from'],
    [['--file', '-', '--secret-from', '-'], ABOUT, 'standard input'],
    [['--profile', 'MD5'], s5, 's5 signs and encrypts nothing'],
    [['--member', 'a'], s5, '--member must be name=value'],
    [['--member', 'a=1', '--member', 'a=2'], s5, 'names a member twice'],
    [['--file', 'none.json'], ABOUT, 'cannot read "none.json"'],
  ])('ends with 2 and says why: %j', async (options, about, said) => {
    const ended = await write('records.xml', options, about);
    expect(ended).toMatchObject({ code: 2, out: '', err: expect.stringContaining(said) });
  });
});

describe('file read', () => {
  const UNSIGNED = '<message><records><record><a>1</a></record></records></message>';

  it('shows the head and the first records, and nothing that steers a terminal', async () => {
    const records = Array.from({ length: 25 }, (_, index) => ({
      名称: `第\u202e${index}号`,
      代码: 'A'.repeat(40),
    }));
    put('records.json', JSON.stringify(records));
    await write('records.xml', ['--random', 'r-1']);
    const { code, out } = await read('records.xml');
    expect(code).toBe(0);
    expect(out).toContain('busicode: 020\n');
    expect(out).toContain('25 records, 2 columns\n');
    expect(out).toContain(`第·0号   ${'A'.repeat(23)}…`);
    expect(out).toContain('… 5 more; --json prints all');
    expect(out).not.toContain('\u202e');
  });

  it('tells what is wrong with a file, and where', async () => {
    put('bad.xml', UNSIGNED.replace('<record>', '\n<record a="b">'));
    const ended = await read('bad.xml');
    expect(ended).toMatchObject({
      code: 2,
      out: '',
      err: expect.stringMatching(/^error: bad\.xml: .*第2行/),
    });
  });

  it.each([
    ['another secret', ['--secret-from', 'other'], '没有找到能生成该签名的常见做法'],
    ['another way to sign', ['--profile', 'SM4'], 'the algorithm is HMAC-SM3'],
    ['another application', ['--appid', 'APP2'], 'names another application'],
  ])('--verify ends with 1 and says what is wrong: %s', async (_, options, said) => {
    put('other', 'cdcJeaXje3q6GKnX');
    await write('records.xml');
    const ended = await read('records.xml', ['--verify', ...IDENTITY, ...options]);
    expect(ended).toMatchObject({ code: 1, out: expect.stringContaining(said), err: '' });
  });

  it('--verify tells a record that was changed, and a file that is not signed', async () => {
    await write('records.xml');
    put('records.xml', take('records.xml').replace('0101', '0102'));
    const changed = await read('records.xml', ['--verify', ...IDENTITY, '--json']);
    expect(changed.code).toBe(1);
    expect(JSON.parse(changed.out)).toMatchObject({ head: { appid: 'APP1' }, sign: { right: false } });
    put('unsigned.xml', UNSIGNED);
    const unsigned = await read('unsigned.xml', ['--verify', ...IDENTITY]);
    expect(unsigned).toMatchObject({ code: 1, out: expect.stringContaining('lacks appid') });
  });

  it.each([[['--verify']], [['--appid', 'APP1']], [['--profile', 'SM4']]])(
    'ends with 2 for %j alone',
    async (options) => {
      put('unsigned.xml', UNSIGNED);
      expect(await read('unsigned.xml', options)).toMatchObject({ code: 2, out: '' });
    },
  );
});

describe('file template', () => {
  const template = (output: string, options: readonly string[]) =>
    run(['file', 'template', '--output', output, ...options], { folder });

  it.each(['csv', 'txt', 'xlsx'])('has the columns of a kind of data by their titles as %s', async (form) => {
    const file = `risks.${form}`;
    const written = await template(file, ['--standard', 's5', '--kind', 'riskPoint', '--json']);
    expect(JSON.parse(written.out)).toEqual({ output: file, title: '风险点信息', columns: 18 });
    expect(await readJson(file)).toEqual({ head: {}, records: [] });
  });

  it('marks what is required, lists what may stand there, and has the head that is asked for', async () => {
    const member = ['--member', 'busicode=120101', '--member', 'action=01'];
    await template('lifts.csv', ['--standard', 's1', '--kind', '120101', ...member]);
    expect((await readJson('lifts.csv')).head).toEqual({ busicode: '120101', action: '01' });
    const lines = take('lifts.csv').split('\r\n');
    expect(lines).toContainEqual(expect.stringMatching(/^# 设备状态可填：在用、停用/));
    expect(lines).toContainEqual(expect.stringMatching(/^\*设备代码（equipmentCode）,.*,型号规格（model）,/));
  });

  it('knows a txcode, and rule files of the operator', async () => {
    expect((await template('a.csv', ['--standard', 's5', '--kind', '0101'])).out).toContain('风险点信息');
    const rules = join(process.cwd(), 'src/standards/special-equipment/rules');
    mkdirSync(join(folder, 'rules', 's2'), { recursive: true });
    const own = readFileSync(join(rules, 's2', '003.json'), 'utf8').replace(
      /"title": "[^"]+"/,
      '"title": "本地登记"',
    );
    put('rules/s2/003.json', own);
    put('tonggui.yaml', JSON.stringify({ rules: { folder: 'rules' } }));
    const written = await template('a.csv', [
      '--standard',
      's2',
      '--kind',
      '003',
      '--config',
      'tonggui.yaml',
    ]);
    expect(written).toMatchObject({ code: 0, out: expect.stringContaining('本地登记') });
    put('rules/s2/003.json', '{');
    const damaged = await template('a.csv', [
      '--standard',
      's2',
      '--kind',
      '003',
      '--config',
      'tonggui.yaml',
    ]);
    expect(damaged).toMatchObject({ code: 2, out: '', err: expect.stringContaining('003.json') });
  });

  it.each([
    [['--standard', 's1', '--kind', '999999'], 'no rule file for the kind of data 999999'],
    [['--standard', 's2', '--kind', '../s1/0101'], 'no rule file'],
    [['--standard', 's2', '--kind', '003', '--output', 'a.xml'], '--output must end in .csv, .txt, .xlsx'],
  ])('ends with 2 and says why: %j', async (options, said) => {
    expect(await template('a.csv', options)).toMatchObject({ code: 2, err: expect.stringContaining(said) });
    expect(existsSync(join(folder, 'a.csv'))).toBe(false);
  });
});
