import { expect, it } from '@jest/globals';
import { readRecordFile } from '../../src/record-files/read-record-file.ts';
import { FILE_FORMATS, type Sheet } from '../../src/record-files/record-file.ts';
import { writeRecordFile } from '../../src/record-files/write-record-file.ts';

const SHEET: Sheet = {
  remarks: ['total: 4', '=cmd -- > <!-- "a", b', 'cursor: 1--2-'],
  head: [['action', '01']],
  columns: ['riskNo'],
  rows: [['1']],
};

it.each(FILE_FORMATS)(
  'remarks of a file in %s are there for people, and nothing to who reads it',
  async (format) => {
    const bytes = await writeRecordFile(format, SHEET);
    const { head, records } = await readRecordFile({ name: `a.${format}`, mediaType: '', bytes });
    expect([...head]).toEqual([['action', '01']]);
    expect(records.map(({ members }) => members)).toEqual([[['riskNo', '1']]]);
    const without = await writeRecordFile(format, { ...SHEET, remarks: [] });
    if (format === 'xlsx') expect(bytes.length).toBeGreaterThan(without.length);
    else expect(bytes.toString()).toContain('total: 4');
  },
);

it.each(FILE_FORMATS)('a head value longer than a cell of Excel comes back whole from %s', async (format) => {
  const long = [`${'a'.repeat(31_999)}😀`, '='.repeat(32_001), '-1'.repeat(50_000), 'x'.repeat(64_000)];
  const sheet = { ...SHEET, head: long.map((text, at) => [`m${at}`, text] as const) };
  const bytes = await writeRecordFile(format, sheet);
  const { head } = await readRecordFile({ name: `a.${format}`, mediaType: '', bytes });
  expect([...head.values()].map((text, at) => text === long[at])).toEqual([true, true, true, true]);
});
