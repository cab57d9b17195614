import { expect } from '@jest/globals';
import { writeRecordFile } from '../../../src/record-files/write-record-file.ts';
import { addProvider, riskPoint } from '../../support/s5.ts';
import type { Driver } from '../support/driver.ts';
import { watchFolder } from '../support/watched-folder.ts';

const COLUMNS = Object.keys(riskPoint());

/** Records below their column names, without a head. */
function sheetOf(records: readonly Readonly<Record<string, unknown>>[]) {
  const rows = records.map((record) => COLUMNS.map((name) => String(record[name])));
  return { head: [], columns: COLUMNS, rows };
}

export default [
  {
    title:
      'a CSV of 2,001 rows is refused whole and told the limit, one of 2,000 is taken, each one audited attempt',
    async run(scene) {
      const { scene: own, drop } = await watchFolder(scene);
      await addProvider(own.gateway, { id: 'FOLDER' });
      const records = Array.from({ length: 2001 }, () => riskPoint());
      const refused = await drop('all.csv', await writeRecordFile('csv', sheetOf(records)));
      expect(refused.reply).toMatchObject({ status: expect.not.stringMatching(/^0$/) });
      expect(refused.reply['err']).toMatch(/2001.*2000/);
      expect(refused.sheet.bytes.toString()).toContain('2000');
      expect(own.inside.count()).toEqual({ records: 0, seen: 0, attempts: 1 });
      const taken = await drop('most.csv', await writeRecordFile('csv', sheetOf(records.slice(1))));
      expect(taken.reply).toEqual({ status: '0', err: '' });
      expect(own.inside.count()).toEqual({ records: 2000, seen: 1, attempts: 2 });
      expect(own.inside.lastAttempts(2)).toMatchObject([
        { wire: 'file', code: 'TOO_MANY_RECORDS', caller: 'FOLDER' },
        { wire: 'file', event: 'EXCHANGE_ACCEPTED', caller: 'FOLDER' },
      ]);
      return undefined;
    },
  },
  {
    title: 'an XML file with bad rows stores none of them, and its report tells each by its place',
    async run(scene) {
      const { scene: own, drop } = await watchFolder(scene);
      await addProvider(own.gateway, { id: 'FOLDER' });
      const bad = [riskPoint({ conRiskLevel: '天大风险' }), riskPoint({ riskNo: '' })];
      const records = [riskPoint(), bad[0]!, riskPoint(), bad[1]!, riskPoint()];
      const { reply, sheet } = await drop('rows.xml', await writeRecordFile('xml', sheetOf(records)));
      expect(reply['status']).not.toBe('0');
      expect(own.inside.count()).toEqual({ records: 0, seen: 0, attempts: 1 });
      const report = sheet.bytes.toString();
      expect(sheet.name).toBe('rows.xml.report.xml');
      expect(report.match(/<结果>有错误</g)).toHaveLength(2);
      for (const fault of ['conRiskLevel', 'riskNo']) expect(report).toContain(fault);
      const mended = records.filter((record) => !bad.includes(record));
      expect((await drop('mended.xml', await writeRecordFile('xml', sheetOf(mended)))).reply['status']).toBe(
        '0',
      );
      expect(own.inside.count()).toMatchObject({ records: 3, attempts: 2 });
      return undefined;
    },
  },
  {
    title:
      'what was agreed for one exchange holds for a file, and a file that cannot be read is an audited attempt',
    async run(scene) {
      const { scene: own, drop } = await watchFolder(scene);
      await addProvider(own.gateway, { id: 'FOLDER', quota: { records: 3 } });
      const records = Array.from({ length: 4 }, () => riskPoint());
      for (const format of ['csv', 'txt', 'xml', 'xlsx'] as const) {
        const { reply } = await drop(`four.${format}`, await writeRecordFile(format, sheetOf(records)));
        expect(reply['err']).toMatch(/4.*3条/);
      }
      const hostile = '<!DOCTYPE m [<!ENTITY e SYSTEM "file:///etc/passwd">]><message>&e;</message>';
      const { reply, sheet } = await drop('entity.xml', hostile);
      expect(reply['status']).not.toBe('0');
      expect(sheet.bytes.toString()).not.toContain('root:');
      expect(own.inside.count()).toEqual({ records: 0, seen: 0, attempts: 5 });
      return undefined;
    },
  },
] satisfies readonly Driver[];
