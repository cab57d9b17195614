import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { FILE_LIMITS } from '../../../src/record-files/record-file.ts';
import { readXlsx } from '../../../src/record-files/xlsx/read-xlsx.ts';

const RECORDS = [
  {
    place: '第4行',
    members: [
      ['名称', '东 京'],
      ['行政区划', '0101'],
      ['日期', '2024-05-01'],
      ['时刻', '2024-05-01 08:30:00'],
      ['钟点', '08:30:00'],
      ['数值', '0.1'],
      ['编号', '000101'],
      ['备注', '一\n二 <&>'],
    ],
  },
  {
    place: '第5行',
    members: [
      ['名称', '空'],
      ['数值', '-3'],
      ['备注', '_x000D_'],
    ],
  },
];

describe('a workbook of another program', () => {
  it.each(['openpyxl', 'xlsxwriter', 'poi', 'poi-streaming', 'libreoffice'])(
    'of %s is read as what people see',
    async (program) => {
      const bytes = readFileSync(`fixtures/record-files/xlsx/${program}.xlsx`);
      const { head, records } = await readXlsx(bytes, FILE_LIMITS);
      expect([...head]).toEqual([['appid', 'S1-0001']]);
      expect(records).toEqual(RECORDS);
    },
  );
});
