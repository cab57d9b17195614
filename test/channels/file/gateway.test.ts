import { readFileSync } from 'node:fs';
import { unlink } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { FileFormat } from '../../../src/record-files/record-file.ts';
import { ask, exchange, startTestGateway, type TestGateway } from '../../support/gateway.ts';
import { answerIsSigned, datalistText, type Partner, signedMessage } from '../../support/partner.ts';
import { sampleRecord } from '../../support/records.ts';
import { addProvider, call, objectsPath, riskPoint, tokenOf } from '../../support/s5.ts';
import { type Folder, fileOf, openFolder, until } from './folder.ts';

const ending: (() => Promise<unknown> | unknown)[] = [];
afterAll(async () => {
  for (const end of ending.splice(0).reverse()) await end();
});

interface Watched {
  readonly gateway: TestGateway;
  readonly folder: Folder;
}

/** A gateway that watches a folder. */
async function openGateway(settings: Readonly<Record<string, unknown>>): Promise<Watched> {
  const folder = openFolder();
  ending.push(() => folder.remove());
  const one = { name: 'in', folder: folder.path, pollSeconds: 0.05, quietSeconds: 0, ...settings };
  const gateway = await startTestGateway({ channels: { file: [one] } });
  ending.push(() => gateway.stop());
  return { gateway, folder };
}

const RISK_POINTS = {
  standard: 'dual-prevention',
  application: 'PROVIDER',
  operation: 'addObjects',
  members: { distributedStorageIdentifier: 'front' },
  fileName: '{resourceIdentifier}-{}',
};

interface Provided extends Watched {
  /** What is stored of these records. */
  stored(records: readonly Texts[]): Promise<readonly Record<string, any>[]>;
}

/** A folder whose files are risk points of one provider. */
async function openProvider(): Promise<Provided> {
  const watched = await openGateway(RISK_POINTS);
  const { gateway } = watched;
  const provider = await addProvider(gateway, { id: 'PROVIDER', grants: ['*:*:*:reveal'] });
  const stored: Provided['stored'] = async (records) => {
    // Whoever was disabled meanwhile has lost its token.
    const token = await tokenOf(gateway, { ...provider, appid: 'PROVIDER' });
    const headers = { authorization: `Bearer ${token}` };
    const { body } = await call(gateway, objectsPath('getObjects', 'riskPoint'), undefined, headers);
    const numbers = new Set(records.map(({ riskNo }) => riskNo));
    return body.data.filter(({ riskNo }: Texts) => numbers.has(riskNo));
  };
  return { ...watched, stored };
}

type Texts = Readonly<Record<string, string>>;
const textsOf = (record: Readonly<Record<string, unknown>>): Texts =>
  Object.fromEntries(Object.entries(record).map(([name, value]) => [name, String(value)]));
const points = (count: number, changed: Texts = {}) =>
  Array.from({ length: count }, () => textsOf(riskPoint(changed)));

describe('files of a provider of S5 whose folder is vouched for', () => {
  let provided: Provided;
  beforeAll(async () => {
    provided = await openProvider();
  });
  it.each(['csv', 'txt', 'xml', 'xlsx'] as const)(
    '%s: are stored, told, archived and audited',
    async (format) => {
      const { folder, gateway, stored } = provided;
      const records = points(3, { riskName: '储罐, "甲"' });
      const name = `riskPoint-1.${format}`;
      await folder.drop(name, await fileOf(format, records));
      expect(await folder.reply(name)).toEqual({ status: '0', err: '' });
      const kept = await stored(records);
      expect(kept).toHaveLength(records.length);
      expect(kept).toEqual(expect.arrayContaining(records.map((one) => expect.objectContaining(one))));
      const { records: told } = await folder.sheet(name, 'report', format);
      expect(told.map(({ members }) => members.slice(0, 2).map(([, text]) => text))).toEqual([
        ['整个文件', '已接收'],
        ...records.map(() => [expect.stringMatching(/第.+[行条]|记录/), '已接收']),
      ]);
      await until(
        () => folder.list('accepted').filter((archived) => archived.endsWith(name)),
        ({ length }) => length === 1,
      );
      const { entries } = (await gateway.admin('GET', '/api/log?event=EXCHANGE_ACCEPTED')).body;
      expect(JSON.stringify(entries)).toContain('"file"');
    },
  );

  it('three bad records of ten: each is told by its line and member, and none is stored', async () => {
    const { folder, stored } = provided;
    const records = points(10).map((record, index) =>
      [2, 5, 9].includes(index) ? { ...record, riskType: '不明', riskName: '' } : record,
    );
    await folder.drop('riskPoint-bad.csv', await fileOf('csv', records));
    expect((await folder.reply('riskPoint-bad.csv')).status).not.toBe('0');
    const report = await folder.sheet('riskPoint-bad.csv', 'report', 'csv');
    const lines = report.records.map(({ members }) => new Map(members));
    const faulty = lines.filter((line) => line.get('结果') === '有错误');
    expect(faulty.map((line) => [line.get('位置'), line.get('数据项')])).toEqual(
      ['第4行', '第7行', '第11行'].flatMap((place) => [
        [place, expect.stringMatching(/^risk(?:Name|Type)/)],
        [place, expect.stringMatching(/^risk(?:Name|Type)/)],
      ]),
    );
    expect(lines.filter((line) => line.get('结果')?.startsWith('未入库'))).toHaveLength(7);
    expect(await stored(records)).toEqual([]);
    await until(
      () => folder.list('refused').filter((archived) => archived.endsWith('bad.csv')),
      ({ length }) => length === 1,
    );
  });

  it('2001 records are refused whole, with the limit told', async () => {
    const { folder, stored } = provided;
    const many = points(2001);
    await folder.drop('riskPoint-many.csv', await fileOf('csv', many));
    expect((await folder.reply('riskPoint-many.csv')).err).toContain('2000');
    expect(await stored(many)).toEqual([]);
    const { records } = await folder.sheet('riskPoint-many.csv', 'report', 'csv');
    expect(JSON.stringify(records[0])).toContain('2000');
  });

  it.each(['csv', 'txt', 'xlsx', 'xml'] as const)(
    '%s: what a question finds runs nowhere, and goes in again unchanged',
    async (format) => {
      const { folder, stored } = provided;
      const cells = ["=cmd|'/C calc'!A0", '+1+1', '-2+3', '@SUM(A1)', '＝1', "'=1", '-5', "'"];
      const records = cells.map((riskName) => textsOf(riskPoint({ riskName })));
      await folder.drop(`riskPoint-in.${format}`, await fileOf(format, records));
      expect(await folder.reply(`riskPoint-in.${format}`)).toMatchObject({ status: '0' });
      const before = await stored(records);
      expect(before.map(({ riskName }) => riskName).sort()).toEqual([...cells].sort());
      const question = `riskPoint-ask.${format}`;
      await folder.drop(question, await fileOf(format, [], { operation: 'getObjects' }));
      expect(await folder.reply(question)).toMatchObject({ total: expect.any(Number) });
      const found = readFileSync(join(folder.path, 'answers', `${question}.records.${format}`));
      if (format === 'csv' || format === 'txt')
        expect(found.toString()).not.toMatch(/(?:^|[,\t"\n])[=+@＝]/m);
      await folder.drop(`riskPoint-again.${format}`, found);
      expect(await folder.reply(`riskPoint-again.${format}`)).toMatchObject({ status: '0' });
      expect(await stored(records)).toEqual(before);
      expect(folder.list('answers')).not.toContain(`${question}.report.${format}`);
    },
  );

  it('wait while their application is disabled, and are taken once it is enabled', async () => {
    const { folder, gateway, stored } = provided;
    const set = (enabled: boolean) => gateway.admin('PATCH', '/api/applications/PROVIDER', { enabled });
    expect((await set(false)).status).toBe(200);
    const records = points(1);
    await folder.drop('riskPoint-late.csv', await fileOf('csv', records));
    await until(
      () => folder.list('working'),
      ({ length }) => length === 1,
    );
    const ready = async () => JSON.stringify((await gateway.admin('GET', '/health/ready')).body);
    expect(await ready()).toContain('PROVIDER is disabled; files wait');
    await pause(200);
    expect(folder.list('answers').filter((name) => name.includes('late'))).toEqual([]);
    await set(true);
    expect(await folder.reply('riskPoint-late.csv')).toMatchObject({ status: '0' });
    expect(await stored(records)).toHaveLength(1);
  });
});

describe('files of providers of S5 whom nobody vouches for', () => {
  it('prove their sender by the token in their head', async () => {
    const { application: _, ...settings } = RISK_POINTS;
    const { gateway, folder } = await openGateway(settings);
    const token = await tokenOf(gateway, await addProvider(gateway));
    const records = points(1);
    await folder.drop('riskPoint-1.csv', await fileOf('csv', records, { access_token: token }));
    await folder.drop('riskPoint-2.csv', await fileOf('csv', records));
    expect(await folder.reply('riskPoint-1.csv')).toEqual({ status: '0', err: '' });
    expect((await folder.reply('riskPoint-2.csv')).err).toContain('令牌无效');
  });
});

/** A signed file: the identity message of S1 8.1 in its head, its sign that of the same message over REST. */
async function signedFile(format: FileFormat, partner: Partner, busicode: string, records: readonly Texts[]) {
  const message = signedMessage(partner, busicode, '01', records);
  const { busilist: _, ...head } = message;
  return { message, bytes: await fileOf(format, records, head) };
}

describe.each([
  ['s1', '120101', 's1/0101'],
  ['s2', '003', 's2/003'],
] as const)('files of partners of %s', (standard, busicode, rules) => {
  const records = (count: number) => Array.from({ length: count }, () => textsOf(sampleRecord(rules)));
  let watched: Watched;
  let partner: Partner;
  beforeAll(async () => {
    watched = await openGateway({ standard: 'special-equipment' });
    const profile = standard === 's1' ? 'HMAC-SM3' : 'SM4-SM3';
    partner = await watched.gateway.addPartner({ standard, profile });
  });

  it.each(['csv', 'txt', 'xml', 'xlsx'] as const)(
    '%s: prove their sender by their head, get a signed answer, and the same one again, also over REST',
    async (format) => {
      const { folder, gateway } = watched;
      const { message, bytes } = await signedFile(format, partner, busicode, records(2));
      const replies: string[] = [];
      for (const name of [`a.${format}`, `b.${format}`]) {
        await folder.drop(name, bytes);
        const reply = await folder.reply(name);
        const text = readFileSync(join(folder.path, 'answers', `${name}.reply.json`), 'utf8');
        expect(reply.datalist).toMatchObject({ result: '0001', counts: { created: 2 } });
        expect(answerIsSigned(partner, { ...reply, datalist: datalistText(text) })).toBe(true);
        replies.push(text);
      }
      expect(replies[1]).toBe(replies[0]);
      expect((await exchange(gateway.exchangeUrl, message)).text).toBe(replies[0]);
    },
  );

  it('three wrong signs hold what comes by this folder, not what comes by others and over REST', async () => {
    const { folder, gateway } = watched;
    const own = await gateway.addPartner({ standard, profile: 'HMAC-SM3' });
    const { bytes } = await signedFile('csv', own, busicode, records(1));
    const forged = bytes
      .toString()
      .replace(/#sign,./, '#sign,0')
      .replace(/#sign,0(.)/, '#sign,00');
    for (const name of ['one.csv', 'two.csv', 'three.csv']) {
      await folder.drop(name, forged);
      expect((await folder.reply(name)).datalist).toMatchObject({ result: '0000' });
    }
    const { holds } = (await gateway.admin('GET', '/api/holds')).body;
    expect(holds.find(({ caller }: { caller: string }) => caller === own.appid)).toMatchObject({
      peer: 'file:in',
    });
    expect((await ask(gateway.exchangeUrl, own, busicode, '04', [])).datalist).toMatchObject({
      result: '0001',
    });
    await folder.drop('held.csv', bytes);
    const ready = () => gateway.admin('GET', '/health/ready');
    const told = `in: files of ${own.appid} wait; those of others pass (HELD: `;
    await until(
      async () => JSON.stringify((await ready()).body),
      (body) => body.includes(told),
    );
    const other = await signedFile('csv', partner, busicode, records(1));
    await folder.drop('free.csv', other.bytes);
    expect((await folder.reply('free.csv')).datalist).toMatchObject({ result: '0001' });
    expect(folder.list('working')).toContain('held.csv');
    await unlink(join(folder.path, 'working', 'held.csv'));
    await until(
      async () => JSON.stringify((await ready()).body),
      (body) => !body.includes(told),
    );
  });

  it('are refused where the sign is of another text, and nothing is stored', async () => {
    const { folder } = watched;
    const other = await watched.gateway.addPartner({ standard, profile: 'HMAC-SM3' });
    const total = async () =>
      (await ask(watched.gateway.exchangeUrl, other, busicode, '04', [])).datalist['total'];
    const before = await total();
    const { bytes } = await signedFile('csv', other, busicode, records(1));
    const line = bytes.toString().trimEnd();
    await folder.drop('forged.csv', `${line.slice(0, -1)}${line.endsWith('1') ? '2' : '1'}\r\n`);
    expect((await folder.reply('forged.csv')).datalist).toMatchObject({
      result: '0000',
      code: 'SIGN_MISMATCH',
    });
    expect(await total()).toBe(before);
  });

  it('may be questions: what is found is a file of records, and a lost answer is not given twice', async () => {
    const { folder } = watched;
    const { busilist: _, ...head } = signedMessage(partner, busicode, '04', []);
    const question = await fileOf('csv', [], head);
    await folder.drop('query.csv', question);
    const { datalist } = await folder.reply('query.csv');
    const found = await folder.sheet('query.csv', 'records', 'csv');
    expect(found.records).toHaveLength(datalist.total);
    await folder.drop('again.csv', question);
    expect((await folder.reply('again.csv')).datalist).toMatchObject({ code: 'RANDOM_REUSED' });
  });

  it('are refused where they do not say who sends them', async () => {
    const { folder } = watched;
    await folder.drop('nobody.csv', await fileOf('csv', records(1), { busicode, action: '01' }));
    const reply = await folder.reply('nobody.csv');
    expect(reply.datalist).toMatchObject({ result: '0000', code: 'BAD_PARAMETER' });
    expect(JSON.stringify(reply)).toContain('appid');
  });
});

describe('files of S1 whose folder is vouched for', () => {
  it('need no identity message, and are answered signed', async () => {
    const { folder, gateway } = await openGateway({
      standard: 'special-equipment',
      application: 'OFFICE',
      members: { busicode: '120101' },
      fileName: '{action}-{}',
    });
    const partner = await gateway.addPartner({ id: 'OFFICE' });
    await folder.drop('01-a.xlsx', await fileOf('xlsx', [textsOf(sampleRecord())]));
    const reply = await folder.reply('01-a.xlsx');
    expect(reply).toMatchObject({ appid: 'OFFICE', datalist: { result: '0001', counts: { created: 1 } } });
    const text = readFileSync(join(folder.path, 'answers', '01-a.xlsx.reply.json'), 'utf8');
    expect(answerIsSigned(partner, { ...reply, datalist: datalistText(text) })).toBe(true);
  });
});
