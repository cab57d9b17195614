import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { FILE_FORMATS } from '../../src/record-files/record-file.ts';
import { riskPoint } from '../support/s5.ts';
import { type Facts, type Served, serve } from './gateway.ts';
import { run } from './run.ts';

let served: Served;
let facts: Facts;
beforeAll(async () => {
  served = await serve(['--demo', '--json']);
  facts = JSON.parse(served.out()) as Facts;
  put('secret', facts.demo.secret);
  const s5 = ['--standard', 's5', '--grant', '*:*:*:reveal', '--data', served.data];
  const added = await run(['app', 'add', '--appid', 'S5CLI', '--secret-from', inData('secret'), ...s5]);
  expect(added).toMatchObject({ code: 0 });
});
afterAll(() => served.close());

const inData = (name: string) => join(served.data, name);
const put = (name: string, content: string | Buffer) => writeFileSync(inData(name), content);

const RECORD = {
  equipmentCategory: '电梯',
  equipmentClass: '曳引与强制驱动电梯',
  equipmentVariety: '曳引驱动乘客电梯',
  equipmentName: '=1+1',
  productNumber: 'TG2024-0001',
  manufacturerName: '示例电梯制造有限公司 \' " <&>',
  manufactureDate: '2024-03-15',
  useUnitName: '示例物业服务有限公司',
  useAddress: '示例市示例区示例路1号，㐂𠮷座',
  registrationCertNo: '梯11苏A00001(24)',
  equipmentStatus: '在用',
  regionCode: '320000',
  updateTime: '2025-09-01 08:00:00',
};

let last = 0;
const records = (count: number) =>
  Array.from({ length: count }, () => {
    last += 1;
    return { equipmentCode: `311032000020241${String(last).padStart(5, '0')}`, ...RECORD };
  });

const identity = () => [
  '--appid',
  facts.demo.appid,
  '--secret-from',
  'secret',
  '--profile',
  facts.demo.profile,
];
const inFolder = (words: readonly string[], stdin = '') => run(words, { stdin, folder: served.data });

function call(options: readonly string[], stdin = '') {
  const peer = ['--url', facts.exchange, '--standard', facts.demo.standard, '--busicode', '120101'];
  return inFolder(['call', ...peer, ...identity(), ...options], stdin);
}

function write(file: string, content: readonly unknown[], options: readonly string[] = []) {
  put('given.json', JSON.stringify(content));
  const about = ['--standard', 's1', ...identity(), '--busicode', '120101', '--action', '01'];
  return inFolder(['file', 'write', ...about, '--file', 'given.json', '--output', file, ...options]);
}

const readJson = async (file: string) => JSON.parse((await inFolder(['file', 'read', file, '--json'])).out);

describe.each(FILE_FORMATS)('call with a file as %s', (format) => {
  const file = `records.${format}`;

  it('sends its rows as texts, under the id that its head names, once', async () => {
    const [one] = records(1);
    expect(await write(file, [one], ['--random', `once-${format}`])).toMatchObject({ code: 0 });
    const sent = await call(['--action', '01', '--file', file, '--json']);
    expect(sent).toMatchObject({ code: 0, err: '' });
    const answer = JSON.parse(sent.out);
    expect(answer).toMatchObject({ random: `once-${format}`, datalist: { counts: { created: 1 } } });
    expect(await call(['--action', '01', '--file', file, '--json'])).toEqual(sent);
    const found = await call(['--action', '04', '--file', '-'], criteria(one!.equipmentCode));
    expect(JSON.parse(found.out).busilist).toEqual([one]);
  });

  it('writes what is found as such a file, which can be sent again', async () => {
    const some = records(2);
    await call(['--action', '01', '--file', '-'], JSON.stringify(some));
    const asked = ['--action', '04', '--output', `found.${format}`, '--file', '-'];
    const found = await call(asked, criteria(some[0]!.equipmentCode));
    expect(found).toMatchObject({ code: 0, err: `1 record in found.${format}\n` });
    expect(JSON.parse(found.out)).toMatchObject({ result: '0001', total: 1 });
    expect(found.out).not.toContain('busilist');
    expect(await readJson(`found.${format}`)).toEqual({ head: {}, records: [some[0]] });
    const again = await call(['--action', '02', '--file', `found.${format}`]);
    expect(JSON.parse(again.out)).toMatchObject({ counts: { unchanged: 1 } });
  });

  it('of S5 does both', async () => {
    const peer = ['--url', new URL(facts.exchange).origin, '--appid', 'S5CLI', '--secret-from', 'secret'];
    const s5 = (...words: string[]) =>
      inFolder(['call', ...peer, '--standard', 's5', '--resource', 'riskPoint', '--action', ...words]);
    const risk = riskPoint();
    put('given.json', JSON.stringify([risk]));
    const member = ['--member', `serialnumber=s-${format}`, '--file', 'given.json', '--output', file];
    await inFolder(['file', 'write', '--standard', 's5', ...member]);
    const sent = await s5('01', '--file', file, '--json');
    expect(JSON.parse(sent.out)).toMatchObject({ serialnumber: `s-${format}`, answer: { status: '0' } });
    put('asked.json', JSON.stringify([{ riskNo: risk['riskNo'] }]));
    const found = await s5('04', '--file', 'asked.json', '--output', `found.${format}`, '--json');
    expect(JSON.parse(found.out).answer).toMatchObject({ status: 'success', total: 1 });
    expect(found.out).not.toContain('"data"');
    expect((await readJson(`found.${format}`)).records).toMatchObject([{ riskNo: risk['riskNo'] }]);
  });
});

const criteria = (equipmentCode: string) => JSON.stringify([{ equipmentCode }]);

describe('call with a file', () => {
  it('knows JSON by its content, whatever its name', async () => {
    put('given.txt', ` \n${JSON.stringify(records(1))}`);
    expect(await call(['--action', '01', '--file', 'given.txt'])).toMatchObject({ code: 0 });
  });

  it('splits it into batches', async () => {
    put('given.json', JSON.stringify(records(5)));
    const s5 = ['--standard', 's5', '--file', 'given.json', '--output', 'plain.xml'];
    await inFolder(['file', 'write', ...s5]);
    const sent = await call(['--action', '01', '--file', 'plain.xml', '--batch', '2', '--json']);
    const counts = sent.out
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line).datalist.counts.created);
    expect(counts).toEqual([2, 2, 1]);
    await write('signed.xml', records(3));
    const signed = await call(['--action', '01', '--file', 'signed.xml', '--batch', '2']);
    expect(signed).toMatchObject({
      code: 2,
      err: expect.stringContaining('random is the id of one message'),
    });
  });

  it('knows columns by their titles, as templates have them', async () => {
    await inFolder(['file', 'template', '--standard', 's1', '--kind', '120101', '--output', 'lifts.csv']);
    const [one] = records(1);
    const lines = readFileSync(inData('lifts.csv'), 'utf8').trimEnd().split('\r\n');
    const names = lines
      .at(-1)!
      .split(',')
      .map((title) => title.replace(/.*（|）/g, ''));
    const cells = names.map((name) => (new Map(Object.entries(one!)).get(name) ?? '').replaceAll('"', '""'));
    put('lifts.csv', `${lines.join('\r\n')}\r\n"${cells.join('","')}"\r\n`);
    const sent = await call(['--action', '01', '--file', 'lifts.csv']);
    expect(JSON.parse(sent.out)).toMatchObject({ counts: { created: 1 } });
  });

  it('tells what is wrong with it, and where', async () => {
    put('bad.xml', '<message>\n<records><record><a>1</a>\n<a>2</a></record></records></message>');
    const ended = await call(['--action', '01', '--file', 'bad.xml']);
    expect(ended).toMatchObject({ code: 2, out: '', err: expect.stringMatching(/^error: bad\.xml: .*第/) });
    put('damaged.xlsx', Buffer.from('PK\x03\x04 damaged'));
    expect(await call(['--action', '01', '--file', 'damaged.xlsx'])).toMatchObject({ code: 2, out: '' });
  });

  it.each([
    [['--action', '03'], 'another action'],
    [['--action', '01', '--busicode', '120102'], 'another busicode'],
    [['--action', '01', '--random', 'other'], 'another random'],
  ])('refuses a head that says otherwise than %j', async (options, said) => {
    await write('signed.xml', records(1));
    const ended = await call([...options, '--file', 'signed.xml']);
    expect(ended).toMatchObject({ code: 2, out: '', err: expect.stringContaining(said) });
  });

  it('refuses records that only the gateway can open', async () => {
    put('cipher', '00112233445566778899aabbccddeeff');
    await write('sealed.xml', records(1), ['--cipher', 'SM4-CBC', '--cipher-key-from', 'cipher']);
    const ended = await call(['--action', '01', '--file', 'sealed.xml']);
    expect(ended).toMatchObject({ code: 2, err: expect.stringContaining('only the gateway can read it') });
  });
});

describe('call --output', () => {
  it('writes JSON too, with the texts of the answer', async () => {
    const [one] = records(1);
    await call(['--action', '01', '--file', '-'], JSON.stringify([one]));
    const asked = ['--action', '04', '--output', 'found.json', '--file', '-', '--json'];
    const found = await call(asked, criteria(one!.equipmentCode));
    expect(JSON.parse(found.out)).toMatchObject({ verified: true, datalist: { result: '0001', total: 1 } });
    expect(readFileSync(inData('found.json'), 'utf8')).toBe(`${JSON.stringify([one])}\n`);
  });

  it('lets a spreadsheet run nothing', async () => {
    const [one] = records(1);
    await call(['--action', '01', '--file', '-'], JSON.stringify([one]));
    await call(['--action', '04', '--output', 'found.csv', '--file', '-'], criteria(one!.equipmentCode));
    expect(readFileSync(inData('found.csv'), 'utf8')).toContain(",'=1+1,");
  });

  it('leaves the file that was there where the query is refused', async () => {
    put('found.xml', 'before');
    const refused = await call(['--action', '04', '--output', 'found.xml', '--file', '-'], '[{"none":"1"}]');
    expect(refused).toMatchObject({ code: 1, err: '' });
    expect(readFileSync(inData('found.xml'), 'utf8')).toBe('before');
  });

  it.each([
    [['--action', '01', '--output', 'found.csv'], 'for one query'],
    [['--action', '04', '--batch', '2', '--output', 'found.csv'], 'for one query'],
    [['--action', '04', '--output', 'found.pdf'], '--output must end in .csv, .txt, .xml, .xlsx, .json'],
  ])('refuses %j before anything is sent', async (options, said) => {
    expect(await call(options)).toMatchObject({ code: 2, out: '', err: expect.stringContaining(said) });
  });
});
