import { expect } from '@jest/globals';
import { readRecordFile } from '../../../src/record-files/read-record-file.ts';
import { FILE_LIMITS } from '../../../src/record-files/record-file.ts';
import { openPackage } from '../../../src/record-files/xlsx/open-package.ts';
import { writeXlsx } from '../../../src/record-files/xlsx/write-xlsx.ts';
import { addProvider, call, objectsPath, riskPoint, tokenOf } from '../../support/s5.ts';
import type { Driver } from '../support/driver.ts';
import { type WatchedFolder, watchFolder } from '../support/watched-folder.ts';

/** What spreadsheet programs would run, and what only looks like it. */
const NAMES = [
  "=cmd|' /C calc'!A0",
  '+1+1',
  '-2+3',
  '@SUM(A1)',
  '＝HYPERLINK("http://x")',
  "'=already",
  '-12.5',
  "it's fine",
];

async function storeNames(scene: WatchedFolder['scene']) {
  const provider = { ...(await addProvider(scene.gateway, { id: 'FOLDER', grants: ['*:*:*:reveal'] })) };
  const headers = {
    authorization: `Bearer ${await tokenOf(scene.gateway, { ...provider, appid: 'FOLDER' })}`,
  };
  const data = NAMES.map((riskName) => riskPoint({ riskName }));
  const { body } = await call(scene.gateway, objectsPath('addObjects', 'riskPoint'), { data }, headers);
  expect(body).toMatchObject({ status: '0' });
  const named = async () =>
    (await call(scene.gateway, objectsPath('getObjects', 'riskPoint'), undefined, headers)).body.data
      .map(({ riskName }: { riskName: string }) => riskName)
      .sort();
  return { named };
}

const ASK = '#operation,getObjects\n#pagesize,100\n';

export default [
  {
    title: 'records go out with no cell that a spreadsheet would run, and come in again as they were',
    async run(scene) {
      const { scene: own, drop } = await watchFolder(scene);
      const { named } = await storeNames(own);
      expect(await named()).toEqual([...NAMES].sort());
      const before = own.inside.count().records;
      const { sheet } = await drop('ask.csv', ASK);
      expect(sheet.name).toBe('ask.csv.records.csv');
      const text = sheet.bytes.toString('utf8');
      for (const cell of text.split(/[,\r\n]+/))
        expect(cell).not.toMatch(/^"?(?:[=+@\t＝]|-[^\d]|-\d+[^\d.,])/);
      const again = await drop('again.csv', sheet.bytes);
      expect(again.reply).toMatchObject({ status: '0' });
      expect(await named()).toEqual([...NAMES].sort());
      // The same records: nothing was changed by the way out and in.
      expect(own.inside.count().records).toBe(before);
      return undefined;
    },
  },
  {
    title: 'a workbook has no formula, and a negative number is a number',
    async run(scene) {
      const { scene: own, drop } = await watchFolder(scene);
      await storeNames(own);
      const question = { head: [['operation', 'getObjects']] as const, columns: [], rows: [] };
      const { sheet } = await drop('ask.xlsx', await writeXlsx(question));
      expect(sheet.name).toBe('ask.xlsx.records.xlsx');
      const { records } = await readRecordFile({ ...sheet, mediaType: '' });
      const names = records.map(({ members }) => new Map(members).get('riskName'));
      expect(names.sort()).toEqual([...NAMES].sort());
      const opened = await openPackage(sheet.bytes, FILE_LIMITS);
      const cells = (await opened.read('xl/worksheets/sheet1.xml')).bytes.toString();
      expect(cells).not.toMatch(/<f[\s>]/);
      expect(cells).toContain('<v>-12.5</v>');
      for (const [, text] of cells.matchAll(/<t[^>]*>([^<]*)</g)) expect(text).not.toMatch(/^[=+\-@＝]/);
      return undefined;
    },
  },
] satisfies readonly Driver[];
