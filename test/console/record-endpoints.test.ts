import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { buffer } from 'node:stream/consumers';
import { ZipFile } from 'yazl';
import { readRecordFile } from '../../src/record-files/read-record-file.ts';
import { writeRecordFile } from '../../src/record-files/write-record-file.ts';
import { startTestGateway, type TestGateway } from '../support/gateway.ts';
import type { Partner } from '../support/partner.ts';
import { sampleRecord } from '../support/records.ts';
import { addProvider, riskPoint } from '../support/s5.ts';
import { gb18030 } from './gb18030.ts';
import { csvOf, type RecordClient, recordClient, sheetOf, xmlOf } from './record-client.ts';

const KIND = 's1/0208';
const QUERY = { busicode: '110208', action: '04' };
const samples = (count: number) => Array.from({ length: count }, () => sampleRecord(KIND));
const keyOf = (record: Readonly<Record<string, unknown>>) => String(record['registrationCertNo']);
const bytesOf = ({ content }: { readonly content: string }) => Buffer.from(content, 'base64');

/** S1 8.1: 网页录入或者导入, through a whole gateway. */
describe('records in the console', () => {
  let gateway: TestGateway;
  let partner: Partner;
  let client: RecordClient;
  let application: string;
  beforeAll(async () => {
    gateway = await startTestGateway();
    partner = await gateway.addPartner();
    application = partner.appid;
    client = recordClient(gateway);
  }, 60_000);
  afterAll(() => gateway?.stop());

  const entries = async (caller = application) => {
    const { body } = await gateway.admin('GET', `/api/log?caller=${caller}&size=20`);
    return (body as { entries: Record<string, unknown>[] }).entries;
  };
  /** How many of the keys are stored, as the application's own query tells. */
  const stored = async (keys: readonly string[]) => {
    const found = await Promise.all(
      keys.map((registrationCertNo) =>
        client.post({ application, members: QUERY }, 'export', {
          criteria: { registrationCertNo },
          format: 'xml',
        }),
      ),
    );
    return found.reduce((sum, { body }) => sum + Number(body.records), 0);
  };

  describe('imported from a file', () => {
    it('are taken like a signed message, and audited with the wire form and who acted', async () => {
      const { status, body } = await client.importFile({ application }, '登记.xml', xmlOf(samples(3)));
      expect(status).toBe(200);
      expect(body).toMatchObject({ outcome: 'accepted', faults: [], report: { total: 4 } });
      expect(body.message).toContain('新增3条');
      const [entry] = await entries();
      expect(entry).toMatchObject({
        event: 'EXCHANGE_ACCEPTED',
        wire: 'console',
        caller: application,
        business: '110208',
        action: '01',
        records: 3,
        peer: '127.0.0.1',
      });
      expect(JSON.parse(String(entry!['detail']))).toMatchObject({ actor: 'command line' });
    });

    it('are the same message when they come again under the same id', async () => {
      const [messageId, file] = [randomUUID(), xmlOf(samples(2))];
      const first = await client.importFile({ application, messageId }, 'a.xml', file);
      const again = await client.importFile({ application, messageId }, 'a.xml', file);
      expect(again.body).toMatchObject({ outcome: 'accepted', message: first.body.message });
      expect((await entries())[0]!['event']).toBe('EXCHANGE_REPEATED');
    });

    it('are refused as a whole when some are faulty, each fault told with its place, in the form of the file', async () => {
      const [good, bad, other] = samples(3);
      const file = csvOf([good!, { ...bad, equipmentCategory: '飞机', registrationDate: '昨天' }, other!]);
      const { body } = await client.importFile({ application }, '登记.csv', Buffer.from(file));
      expect(body).toMatchObject({ outcome: 'refused', code: 'RULES_FAILED' });
      const rows = body.report.rows as string[][];
      expect(rows.map(([place, result, , member]) => [place, result!.slice(0, 3), member])).toEqual([
        ['整个文件', '未接收', ''],
        ['第2行', '未入库', ''],
        ['第3行', '有错误', 'equipmentCategory'],
        ['第3行', '有错误', 'registrationDate'],
        ['第4行', '未入库', ''],
      ]);
      expect(body.report.file.name).toBe('登记-处理结果.csv');
      expect(bytesOf(body.report.file).toString('utf8')).toContain(
        '未入库（同一文件有错误，整个文件未入库）',
      );
      expect(await stored([good!, bad!, other!].map(keyOf))).toBe(0);
    });

    it('are refused beyond the quota of one exchange, 2,000 by default, and nothing is stored', async () => {
      const many = samples(2001);
      const { body } = await client.importFile({ application }, '大.csv', Buffer.from(csvOf(many)));
      expect(body).toMatchObject({ outcome: 'refused', code: 'TOO_MANY_RECORDS' });
      expect(body.message).toContain('2000');
      expect(await stored([many[0]!, many[2000]!].map(keyOf))).toBe(0);
      const { body: taken } = await client.importFile(
        { application },
        '大.csv',
        Buffer.from(csvOf(many.slice(1))),
      );
      expect(taken.outcome).toBe('accepted');
      expect(taken.report.rows).toHaveLength(200);
      expect(taken.report.total).toBe(2001);
    }, 30_000);

    it('are read in GB18030, as Excel saves csv', async () => {
      const [record] = samples(1);
      const csv = gb18030(csvOf([{ ...record, useAddress: '鑫淼市垚区１号' }]));
      const { body } = await client.importFile({ application }, '登记.csv', csv);
      expect(body.outcome).toBe('accepted');
      const criteria = { registrationCertNo: keyOf(record!) };
      const { body: found } = await client.post({ application, members: QUERY }, 'export', {
        criteria,
        format: 'txt',
      });
      expect(bytesOf(found.file).toString('utf8')).toContain('鑫淼市垚区１号');
    });

    it('are read from a workbook', async () => {
      const file = await writeRecordFile('xlsx', sheetOf(samples(2)));
      const { body } = await client.importFile({ application }, '登记.xlsx', file);
      expect(body).toMatchObject({ outcome: 'accepted', report: { file: { name: '登记-处理结果.xlsx' } } });
    });

    it('are not read from a workbook that unpacks to far more than it is; the refusal is audited', async () => {
      const zip = new ZipFile();
      zip.addBuffer(Buffer.alloc(80 * 1024 * 1024), 'xl/worksheets/sheet1.xml');
      zip.end();
      const { body } = await client.importFile({ application }, '炸弹.xlsx', await buffer(zip.outputStream));
      expect(body.outcome).toBe('refused');
      const [entry] = await entries();
      expect(entry).toMatchObject({ event: 'EXCHANGE_REFUSED', wire: 'console', code: body.code });
    }, 30_000);

    it('are not read beyond 20 MiB', async () => {
      const answer = await client.importFile(
        { application },
        '大.csv',
        Buffer.alloc(20 * 1024 * 1024 + 1, 'a'),
      );
      expect(answer).toMatchObject({ status: 413, body: { error: { code: 'MALFORMED' } } });
    });

    it('are refused where the file is empty, and that is audited', async () => {
      const { status, body } = await client.importFile({ application }, '空.csv', Buffer.alloc(0));
      expect(status).toBe(200);
      expect(body).toMatchObject({
        outcome: 'refused',
        code: 'MALFORMED',
        message: expect.stringContaining('空'),
      });
      expect((await entries())[0]).toMatchObject({ event: 'EXCHANGE_REFUSED', caller: application });
    });

    it('are refused where their head says otherwise than what was chosen', async () => {
      const file = `#action,03\r\n${csvOf(samples(1))}`;
      const { body } = await client.importFile({ application }, '登记.csv', Buffer.from(file));
      expect(body).toMatchObject({
        outcome: 'refused',
        code: 'BAD_PARAMETER',
        faults: [{ member: 'action' }],
      });
    });

    it('are refused as the application itself would be: network, certificate, switch', async () => {
      const networks = await gateway.addPartner({ networks: ['10.0.0.0/8'] });
      const certificate = await gateway.addPartner({ certificate: { subject: 'CN=someone' } });
      const disabled = await gateway.addPartner();
      await gateway.admin('POST', `/api/applications/${disabled.appid}/disable`, {});
      const codes = [];
      for (const { appid } of [networks, certificate, disabled]) {
        const { body } = await client.importFile({ application: appid }, 'a.xml', xmlOf(samples(1)));
        codes.push(body.code);
      }
      expect(codes).toEqual(['ADDRESS_DENIED', 'CERTIFICATE_REQUIRED', 'APPLICATION_DISABLED']);
    });

    it('carry S5 data too, with the members that its sender fills in', async () => {
      const { appid } = await addProvider(gateway);
      const { body: told } = await gateway.admin('GET', `/api/applications/${appid}/records`);
      expect(told.forms.asked).toMatchObject([
        { name: 'distributedStorageIdentifier', title: '分布式存储标识' },
      ]);
      const members = { resourceIdentifier: 'riskPoint', distributedStorageIdentifier: 'db1' };
      const choice = { application: appid, operation: 'addObjects', members };
      const record = riskPoint();
      const { body } = await client.importFile(choice, '风险点.xml', xmlOf([record]));
      expect(body).toMatchObject({ outcome: 'accepted' });
      const asked = { ...choice, operation: 'getObjects' };
      const { body: found } = await client.post(asked, 'export', {
        criteria: { riskNo: record.riskNo },
        format: 'csv',
      });
      expect(found).toMatchObject({ outcome: 'accepted', records: 1, more: false });
    });
  });

  describe('entered by hand', () => {
    it('go the same way; faults name their member', async () => {
      const [record] = samples(1) as Record<string, string>[];
      const { body } = await client.post({ application }, 'enter', {
        record: { ...record, equipmentStatus: '丢失', productNumber: '' },
      });
      expect(body).toMatchObject({ outcome: 'refused', faults: [{ index: 0, member: 'equipmentStatus' }] });
      const { body: taken } = await client.post({ application }, 'enter', { record });
      expect(taken).toMatchObject({ outcome: 'accepted' });
      expect(await stored([keyOf(record!)])).toBe(1);
      expect((await entries())[1]).toMatchObject({ wire: 'console', business: '110208', records: 1 });
    });
  });

  it('entered with what no file can hold are refused in Chinese', async () => {
    const [record] = samples(1) as Record<string, string>[];
    const { status, body } = await client.post({ application }, 'enter', {
      record: { ...record, useAddress: '控制\u0001字符' },
    });
    expect([status, body.outcome, body.code]).toEqual([200, 'refused', 'BAD_PAYLOAD']);
    expect(body.message).toMatch(/不能表示的字符/);
  });

  describe('exported', () => {
    it('stand in cells that no spreadsheet runs, under titles, and can be imported as they are', async () => {
      const [record] = samples(1);
      const address = '=HYPERLINK("http://x")';
      await client.importFile({ application }, 'a.xml', xmlOf([{ ...record, useAddress: address }]));
      const criteria = { registrationCertNo: keyOf(record!) };
      const ask = async (format: string) =>
        (await client.post({ application, members: QUERY }, 'export', { criteria, format })).body;
      for (const format of ['csv', 'txt']) {
        const text = bytesOf((await ask(format)).file).toString('utf8');
        expect(text).toContain(`'=HYPERLINK`);
        expect(text).toContain('使用登记证编号（registrationCertNo）');
      }
      const { file } = await ask('xlsx');
      const read = await readRecordFile({ name: file.name, mediaType: '', bytes: bytesOf(file) });
      expect(Object.fromEntries(read.records[0]!.members)['使用地点（useAddress）']).toBe(address);
      const again = await client.importFile({ application }, file.name, bytesOf(file));
      expect(again.body).toMatchObject({ outcome: 'accepted' });
      expect(again.body.message).toContain('未变化1条');
    });

    it('come page by page, each an exchange in the audit, masked as the application is granted', async () => {
      const { appid } = await gateway.addPartner({ quota: { records: 2 } });
      const persons = Array.from({ length: 5 }, () => sampleRecord('s1/0103'));
      const members = { busicode: '110103', action: '01' };
      for (const person of persons)
        await client.importFile({ application: appid, members }, 'a.xml', xmlOf([person]));
      const { body } = await client.post(
        { application: appid, members: { busicode: '110103', action: '04' } },
        'export',
        { format: 'csv', criteria: { region: '320000' } },
      );
      expect(body).toMatchObject({ outcome: 'accepted', records: 5, more: false });
      const text = bytesOf(body.file).toString('utf8');
      expect(text.trim().split('\r\n')).toHaveLength(6);
      for (const { personCode } of persons) expect(text).toContain(String(personCode));
      expect(text).not.toContain(String(persons[0]!['identityNumber']));
      const pages = (await entries(appid)).filter(({ action }) => action === '04');
      expect(pages.map(({ records }) => records)).toEqual([1, 2, 2]);
    });

    it('are no file where nothing is found, nothing is granted, or nothing can be asked', async () => {
      const none = { registrationCertNo: '梯11苏A99999(24)' };
      const ask = (members: Record<string, string>, criteria: object, by = application) =>
        client.post({ application: by, members }, 'export', { criteria, format: 'csv' });
      const { body: empty } = await ask(QUERY, none);
      expect(empty).toMatchObject({ outcome: 'accepted', records: 0 });
      expect(empty).not.toHaveProperty('file');
      const { appid } = await gateway.addPartner({ grants: ['110101:04:*'] });
      const { body: denied } = await ask(QUERY, none, appid);
      expect(denied).toMatchObject({ outcome: 'refused', records: 0 });
      const { body: unknown } = await ask(QUERY, { useAddress: '某处' });
      expect(unknown).toMatchObject({ outcome: 'refused', code: 'BAD_PAYLOAD' });
    });
  });

  describe('templates', () => {
    it.each(['csv', 'txt', 'xlsx'])('%s: filled in by titles, they are imported', async (format) => {
      const { body } = await gateway.admin(
        'GET',
        `/api/applications/${application}/records/template?kind=0208&format=${format}`,
      );
      const bytes = bytesOf(body.file);
      const empty = await readRecordFile({ name: body.file.name, mediaType: '', bytes });
      expect([empty.head.size, empty.records.length]).toEqual([0, 0]);
      if (format === 'xlsx') return;
      const separator = format === 'csv' ? ',' : '\t';
      const lines = bytes.toString('utf8').trimEnd().split('\r\n');
      expect(lines[0]).toMatch(/^\ufeff"?# 特种设备使用登记/);
      expect(lines[1]).toMatch(/必填（列名前有\*）：使用登记证编号/);
      const [record] = samples(1);
      const names = lines
        .at(-1)!
        .split(separator)
        .map((title) => /（(\w+)）"?$/.exec(title)![1]!);
      const row = names.map((name) => String(record![name] ?? '')).join(separator);
      const filled = Buffer.from([...lines, row, ''].join('\r\n'));
      const answer = await client.importFile({ application }, body.file.name, filled);
      expect(answer.body).toMatchObject({ outcome: 'accepted' });
    });

    it('there are none of what is not known, and none in XML', async () => {
      const path = `/api/applications/${application}/records/template`;
      expect((await gateway.admin('GET', `${path}?kind=nothing&format=csv`)).status).toBe(404);
      expect((await gateway.admin('GET', `${path}?kind=0208&format=xml`)).status).toBe(400);
    });
  });

  it('are taken from an operator who is signed in, under the operator’s name', async () => {
    const { adminUrl, setupCode } = gateway.gateway;
    const operator = { code: setupCode, username: '王工', password: '一个足够长的口令-2026' };
    const signedIn = await fetch(`${adminUrl}/api/setup`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(operator),
    });
    const { csrf } = (await signedIn.json()) as { csrf: string };
    const cookie = signedIn.headers.get('set-cookie')!.split(';')[0]!;
    const query = new URLSearchParams({
      operation: 'exchange',
      name: 'a.xml',
      'member.busicode': '110208',
      'member.action': '01',
    });
    const send = (headers: Record<string, string>) =>
      fetch(`${adminUrl}/api/applications/${application}/records/import?${query}`, {
        method: 'POST',
        headers: { cookie, 'content-type': 'text/csv', ...headers },
        body: xmlOf(samples(1)),
      });
    expect((await send({})).status).toBe(403);
    expect((await send({ 'x-csrf-token': csrf })).status).toBe(200);
    const [entry] = await entries();
    expect(JSON.parse(String(entry!['detail']))).toMatchObject({ actor: '王工' });
  });
});
