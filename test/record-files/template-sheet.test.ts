import { describe, expect, it } from '@jest/globals';
import { readRecordFile } from '../../src/record-files/read-record-file.ts';
import type { FileFormat } from '../../src/record-files/record-file.ts';
import { columnTitle, templateSheet } from '../../src/record-files/template-sheet.ts';
import { writeRecordFile } from '../../src/record-files/write-record-file.ts';

const COLUMNS = [
  { name: 'certNo', title: '使用登记证编号', required: true },
  { name: 'status', title: '设备状态', required: true, values: ['在用', '停用'] },
  { name: 'remark', title: '备注', required: false },
];
const FORMATS: readonly FileFormat[] = ['csv', 'txt', 'xlsx'];

describe('a template', () => {
  it('names columns by title and member, marks those that are required, and says so in remarks', () => {
    const { remarks, columns, rows } = templateSheet('使用登记', COLUMNS);
    expect(columns).toEqual(['*使用登记证编号（certNo）', '*设备状态（status）', '备注（remark）']);
    expect(rows).toEqual([]);
    expect(remarks).toContain('必填（列名前有*）：使用登记证编号、设备状态');
    expect(remarks).toContain('设备状态可填：在用、停用');
  });

  it.each(FORMATS)(
    'in %s is a file of no records, whose remarks are no members of a message',
    async (format) => {
      const empty = await writeRecordFile(format, templateSheet('使用登记', COLUMNS));
      const read = await readRecordFile({ name: `a.${format}`, mediaType: '', bytes: empty });
      expect([read.head.size, read.records.length]).toEqual([0, 0]);
      const headed = templateSheet('使用登记', COLUMNS, [['action', '01']]);
      const bytes = await writeRecordFile(format, headed);
      const { head } = await readRecordFile({ name: `a.${format}`, mediaType: '', bytes });
      expect([...head]).toEqual([['action', '01']]);
    },
  );

  it('names a member once where its title is its name', () => {
    expect(columnTitle({ name: 'ID', title: 'ID' })).toBe('ID');
  });
});
