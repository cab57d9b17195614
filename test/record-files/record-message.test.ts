import { describe, expect, it } from '@jest/globals';
import { sm3Hex } from '../../src/crypto/digest.ts';
import { FILE_FORMATS } from '../../src/record-files/record-file.ts';
import { recordMessage } from '../../src/record-files/record-message.ts';
import { fileOf, S1, S5, xmlFile } from './origin.ts';

const HEAD = '<appid>PARTNER01</appid><busicode>120101</busicode><action>01</action><random>r-1</random>';
const ROWS = '<records><record><设备代码>0101</设备代码><名称> =1 </名称></record></records>';
const ADDRESS =
  '<serialnumber>20260102</serialnumber><distributedStorageIdentifier>d1</distributedStorageIdentifier>' +
  '<resourceIdentifier>res1</resourceIdentifier>';
const message = (head: string, rows = '') => xmlFile(`<message><head>${head}</head>${rows}</message>`);
const text = (value: string) => ({ kind: 'text', text: value });

describe('the message that a file is', () => {
  it('has the members of its head, and its rows as compact JSON', async () => {
    const file = message(HEAD, ROWS);
    const { raw, records, form } = await recordMessage(file, { ...S1, vouched: 'PARTNER01', actor: 'zhang' });
    expect(Object.fromEntries(raw.members)).toEqual({
      appid: text('PARTNER01'),
      busicode: text('120101'),
      action: text('01'),
      random: text('r-1'),
      busilist: { kind: 'json', text: '[{"设备代码":"0101","名称":" =1 "}]', compact: true },
    });
    expect(raw).toMatchObject({
      wire: 'file',
      standard: 'special-equipment',
      operation: 'exchange',
      address: '/tonggui/exchange',
      vouched: 'PARTNER01',
      actor: 'zhang',
      fromFile: true,
      headers: {},
      peer: { address: '127.0.0.1' },
      body: { bytes: file.bytes.length, digest: sm3Hex(file.bytes) },
    });
    expect(raw.id).toMatch(/^[0-9a-f-]{36}$/);
    expect(raw.unreadable).toBeUndefined();
    expect(records.map(({ place }) => place)).toEqual(['第1条（第1行）']);
    expect(form?.rows).toBe('busilist');
  });

  it('is another attempt each time', async () => {
    const ids = await Promise.all([1, 2].map(async () => (await recordMessage(message(HEAD), S1)).raw.id));
    expect(new Set(ids).size).toBe(2);
  });

  it('gets an id from whoever took the file when nobody names one, also for an empty one', async () => {
    const { raw } = await recordMessage(message('<appid>A</appid><random></random>'), S1);
    expect(raw.members.get('random')).toEqual(text('made-by-the-channel'));
    const told = { ...S1, members: new Map([['random', 'told']]) };
    expect((await recordMessage(message(''), told)).raw.members.get('random')).toEqual(text('told'));
  });

  it('has no records where its head alone is the message', async () => {
    const { raw } = await recordMessage(message(HEAD), S1);
    expect(raw.members.get('busilist')).toEqual({ kind: 'json', text: '[]', compact: true });
    expect(raw.unreadable).toBeUndefined();
  });

  it('may have its rows in its head, as an encrypted message does', async () => {
    const { raw } = await recordMessage(message(`${HEAD}<busilist>a1b2</busilist>`), S1);
    expect(raw.members.get('busilist')).toEqual(text('a1b2'));
    expect(raw.unreadable).toBeUndefined();
  });

  it('has the address that it would have over HTTP, its id included', async () => {
    const head = `<operation>updateObjects</operation>${ADDRESS}`;
    const { raw } = await recordMessage(message(head, ROWS), S5);
    expect(raw.operation).toBe('updateObjects');
    expect(raw.address).toBe('/updateObjects/20260102/d1/res1');
    expect(raw.members.has('operation')).toBe(false);
    const address = ADDRESS.replace(/<serialnumber>.*<.serialnumber>/, '');
    expect((await recordMessage(message(address, ROWS), S5)).raw.address).toBe(
      '/addObjects/made-by-the-channel/d1/res1',
    );
  });

  it('asks a question with its head alone', async () => {
    const head = `<operation>getObjects</operation>${ADDRESS}<member name="风险编号">2212</member>`;
    const { raw, form } = await recordMessage(message(head), S5);
    expect(raw.unreadable).toBeUndefined();
    expect(raw.members.get('风险编号')).toEqual(text('2212'));
    expect(raw.members.has('data')).toBe(false);
    expect(form?.answer).toEqual(['data']);
  });
});

describe('a file that is no message', () => {
  const told = { ...S1, members: new Map([['appid', 'PARTNER01']]) };

  it('may repeat what is told with it', async () => {
    expect((await recordMessage(message(HEAD, ROWS), told)).raw.unreadable).toBeUndefined();
  });

  it('is refused where it contradicts what is told with it, without telling values', async () => {
    const file = message(HEAD.replace('PARTNER01', 'OTHER'), ROWS);
    const { raw, records } = await recordMessage(file, told);
    expect(raw.unreadable).toMatchObject({ code: 'BAD_PARAMETER', details: [{ member: 'appid' }] });
    expect(raw.unreadable?.message).toMatch(/appid在文件的报文头中与在通道设置（或页面表单）中的值不同/);
    expect(raw.unreadable?.message).not.toMatch(/PARTNER01|OTHER/);
    expect(records).toHaveLength(1);
    // Its refusal goes to who the settings say, not to who the file names.
    expect(raw.members.get('appid')).toEqual(text('PARTNER01'));
    expect(raw.members.has('busilist')).toBe(false);
  });

  it.each([
    ['in the head', message(`${HEAD}<busilist>a1b2</busilist>`, ROWS), S1],
    ['in the settings', message(HEAD, ROWS), { ...S1, members: new Map([['busilist', '[]']]) }],
  ])('is refused with rows both as records and %s', async (_, file, origin) => {
    const { unreadable } = (await recordMessage(file, origin)).raw;
    expect(unreadable).toMatchObject({ code: 'BAD_PARAMETER', details: [{ member: 'busilist' }] });
    expect(unreadable?.message).toMatch(/既在报文头（或设置）中给出，又有记录（第1条（第1行））/);
  });

  it('is refused with records where there can be none', async () => {
    const head = `<operation>getObjects</operation>${ADDRESS}`;
    const { raw } = await recordMessage(message(head, ROWS), S5);
    expect(raw.unreadable).toMatchObject({ code: 'BAD_PAYLOAD' });
    expect(raw.unreadable?.message).toMatch(/只有报文头，不应有记录（第1条/);
  });

  it.each(['upload', 'token', 'addoObjects', 'drop', '__proto__'])(
    'is refused for the operation %s, telling which there are',
    async (name) => {
      const { raw } = await recordMessage(message(`<operation>${name}</operation>${ADDRESS}`, ROWS), S5);
      expect(raw.unreadable).toMatchObject({ code: 'UNKNOWN_OPERATION' });
      expect(raw.unreadable?.message).toMatch(/addObjects（批量增加信息）、.*getObjects（查询信息）/);
      expect(raw.unreadable?.message).not.toMatch(/token|upload|addoObjects/);
      expect(raw.operation).toBe('addObjects');
    },
  );

  it('still has the head that was read before the fault, for its refusal to be signed', async () => {
    const broken = '<records><record><a>1</a><a>2</a></record></records>';
    const { raw, records } = await recordMessage(message(HEAD, broken), S1);
    expect(raw.unreadable?.message).toMatch(/同一记录中数据项重复（第1行第\d+列）/);
    expect(raw.members.get('appid')).toEqual(text('PARTNER01'));
    expect(raw.members.get('random')).toEqual(text('r-1'));
    expect(raw.members.has('busilist')).toBe(false);
    expect(records).toEqual([]);
  });

  it.each(FILE_FORMATS)('of the form %s keeps its head where a column stands twice', async (format) => {
    const head = [['appid', 'PARTNER01']] as const;
    const file = await fileOf(format, { head, columns: ['a', 'a'], rows: [['1', '2']] });
    const { raw } = await recordMessage(file, S1);
    expect(raw.unreadable).toMatchObject({ code: 'BAD_PAYLOAD' });
    expect(raw.members.get('appid')).toEqual(text('PARTNER01'));
  });

  it('has what was told with it even where nothing of it can be read', async () => {
    const { raw } = await recordMessage(xmlFile('<message><head>'), told);
    expect(raw.unreadable).toMatchObject({ code: 'MALFORMED' });
    expect(Object.fromEntries(raw.members)).toEqual({
      appid: text('PARTNER01'),
      random: text('made-by-the-channel'),
    });
    expect(raw.body.bytes).toBe(15);
  });

  it.each([
    ['a', 'a\ufdd0b'],
    ['a', 'a\u{1ffff}b'],
    ['a\ufdd0b', '1'],
    ['__proto__', '1'],
  ])('is refused where no strict JSON could carry %j: %j', async (name, value) => {
    const rows = `<records><record><member name="${name}">${value}</member></record></records>`;
    const { unreadable } = (await recordMessage(message(HEAD, rows), S1)).raw;
    expect(unreadable).toMatchObject({ code: 'BAD_PAYLOAD' });
    expect(unreadable?.message).toMatch(/^第1条（第1行）有不允许的字符/);
  });

  it('is refused beyond the limit of bytes before it is read', async () => {
    const { unreadable } = (await recordMessage(xmlFile('x'.repeat(11)), S1, { bytes: 10 })).raw;
    expect(unreadable).toMatchObject({ code: 'TOO_LARGE' });
  });
});
