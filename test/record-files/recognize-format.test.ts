import { describe, expect, it } from '@jest/globals';
import { recognizeFormat } from '../../src/record-files/recognize-format.ts';

const ZIP = Buffer.from('PK\x03\x04rest', 'latin1');
const XML = Buffer.from('<?xml version="1.0"?><message/>');
const TABLE = Buffer.from('设备代码,设备名称\r\n');
const COMPOUND = Buffer.from('d0cf11e0a1b11ae10000', 'hex');

describe('recognizing the format of a file', () => {
  it.each([
    ['a.xlsx', ZIP, 'xlsx'],
    ['a.XLSX', ZIP, 'xlsx'],
    ['没有扩展名', ZIP, 'xlsx'],
    ['a.xml', XML, 'xml'],
    ['a.xml', Buffer.from('\ufeff\r\n <message/>'), 'xml'],
    ['a.xml', Buffer.from('\ufeff<message/>', 'utf16le'), 'xml'],
    ['upload', XML, 'xml'],
    ['a.csv', TABLE, 'csv'],
    ['a.txt', TABLE, 'txt'],
    ['../../etc/passwd', TABLE, 'csv'],
    ['数据.2026年', TABLE, 'csv'],
    ['a.xml.txt ', TABLE, 'txt'],
  ] as const)('tells %s by its content', (name, bytes, format) => {
    expect(recognizeFormat(name, bytes)).toBe(format);
  });

  it.each([
    ['a.csv', ZIP, '文件名的扩展名是csv，内容却是压缩的工作簿（xlsx）'],
    ['a.txt', XML, '文件名的扩展名是txt，内容却是XML'],
    ['a.xlsx', XML, '文件名的扩展名是xlsx，内容却是XML'],
    ['a.xlsx', TABLE, '文件名的扩展名是xlsx，内容却不是'],
    ['a.xml', TABLE, '文件名的扩展名是xml，内容却不是'],
    ['a.zip', ZIP, '不支持这种文件：请使用csv、txt、xml、xlsx文件'],
    ['a.xls', COMPOUND, '另存为xlsx'],
    ['a.xlsx', COMPOUND, '不设打开密码'],
    ['a.csv', Buffer.alloc(0), '文件是空的'],
  ] as const)('refuses %s that is something else, and says what to do', (name, bytes, message) => {
    expect(() => recognizeFormat(name, bytes)).toThrow(
      expect.objectContaining({ code: 'MALFORMED', message: expect.stringContaining(message) }),
    );
  });

  it('never repeats the name of a file', () => {
    const refused = () => recognizeFormat('=cmd|秘密.exe', TABLE);
    expect(refused).toThrow(expect.objectContaining({ message: expect.not.stringMatching(/秘密|cmd|exe/) }));
  });
});
