import { describe, expect, it } from '@jest/globals';
import { recordsText } from '../../src/record-files/records-text.ts';

describe('the JSON of records', () => {
  it('has members in the order of the columns, every value a string, and no white space', () => {
    const members = [
      ['设备名称', '客运索道'],
      ['2', '0101'],
      ['1', '-5'],
      ['__proto__', ' 1.50 '],
      ['quote"', 'a"b\\c\r\n\u0001'],
    ] as const;
    const text = recordsText([
      { place: '第2行', members },
      { place: '第3行', members: [['a', 'b']] },
    ]);
    expect(text).toBe(
      '[{"设备名称":"客运索道","2":"0101","1":"-5","__proto__":" 1.50 ","quote\\"":"a\\"b\\\\c\\r\\n\\u0001"},{"a":"b"}]',
    );
  });

  it('is an empty array without records', () => {
    expect(recordsText([])).toBe('[]');
  });
});
