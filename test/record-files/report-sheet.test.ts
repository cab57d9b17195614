import { describe, expect, it } from '@jest/globals';
import { ExchangeError } from '../../src/envelope/exchange-error.ts';
import type { RawReply, ReplyMember } from '../../src/envelope/raw-message.ts';
import { reportSheet } from '../../src/record-files/report-sheet.ts';

const records = ['第6行', '第7行', '第9行'].map((place) => ({ place, members: [['a', 'b']] as const }));
const text = (name: string, value: string): ReplyMember => ({ name, kind: 'text', text: value });
const json = (name: string, value: unknown): ReplyMember => ({
  name,
  kind: 'json',
  text: JSON.stringify(value),
});

function refused(...details: ExchangeError['details']): RawReply {
  return { members: [], error: new ExchangeError('RULES_FAILED', { details }) };
}

describe('the report on a file', () => {
  it('tells every fault of every record where it stands, those of the whole file first', () => {
    const reply = refused(
      { index: 2, key: 'K3', member: '设备代码', message: '必填' },
      { message: '同一文件中主键重复' },
      { index: 0, key: 'K1', member: '地区', message: '应为6位数字' },
      { index: 2, key: 'K3', member: '日期', message: '应为日期' },
    );
    expect(reportSheet(records, reply)).toEqual({
      head: [],
      columns: ['位置', '结果', '主键', '数据项', '说明'],
      rows: [
        ['整个文件', '未接收', '', '', '数据校验未通过'],
        ['整个文件', '有错误', '', '', '同一文件中主键重复'],
        ['第6行', '有错误', 'K1', '地区', '应为6位数字'],
        ['第7行', '未入库（同一文件有错误，整个文件未入库）', '', '', ''],
        ['第9行', '有错误', 'K3', '设备代码', '必填'],
        ['第9行', '有错误', 'K3', '日期', '应为日期'],
      ],
    });
  });

  it('does not send people looking for faults in records when the whole message was refused', () => {
    const { rows } = reportSheet(records, { members: [], error: new ExchangeError('SIGN_MISMATCH') });
    expect(rows[0]).toEqual(['整个文件', '未接收', '', '', '签名校验失败']);
    expect(rows.slice(1).map(([place, result]) => [place, result])).toEqual(
      records.map(({ place }) => [place, '未入库（整个文件未被接收，原因见首行）']),
    );
  });

  it('says of what was taken what the answer of its standard says', () => {
    const datalist = { result: '0001', message: '操作成功：新增3条', counts: { created: 3 } };
    const { rows } = reportSheet(records, { members: [json('datalist', datalist), text('random', 'r')] });
    expect(rows).toEqual([
      ['整个文件', '已接收', '', '', '操作成功：新增3条'],
      ...records.map(({ place }) => [place, '已接收', '', '', '']),
    ]);
  });

  it('understands an answer that is JSON in a text, and shows plain members where there is no message', () => {
    const asText = { name: 'datalist', kind: 'text', text: '{"message":"好"}' } as const;
    expect(reportSheet([], { members: [asText] }).rows).toEqual([['整个文件', '已接收', '', '', '好']]);
    const plain = { members: [text('status', '0'), text('err', ''), json('total', 3)] };
    expect(reportSheet([], plain).rows[0]).toEqual(['整个文件', '已接收', '', '', 'status：0；total：3']);
  });

  it('tells warnings of what was taken, and keeps a ciphertext out of it', () => {
    const cipher = text('datalist', 'ab'.repeat(1000));
    const { rows } = reportSheet([], {
      members: [cipher, text('random', 'r'), json('warnings', ['宜改正'])],
    });
    expect(rows).toEqual([
      ['整个文件', '已接收', '', '', 'random：r'],
      ['整个文件', '提示', '', '', '宜改正'],
    ]);
  });

  it('tells of very many records only those at fault, where they stand', () => {
    const many = Array.from({ length: 20_001 }, (_, index) => ({ place: `第${index + 2}行`, members: [] }));
    const reply = refused({ index: 20_000, member: 'a', message: '必填' });
    expect(reportSheet(many, reply).rows.slice(1)).toEqual([['第20002行', '有错误', '', 'a', '必填']]);
    expect(reportSheet(many.slice(1), reply).rows).toHaveLength(20_002);
  });

  it('counts records that only the core could see, as those of an encrypted member', () => {
    const { rows } = reportSheet([], refused({ index: 999_999_999, member: 'a', message: '必填' }));
    expect(rows.slice(1)).toEqual([['第1000000000条', '有错误', '', 'a', '必填']]);
  });

  it('has no character that a form of file cannot carry', () => {
    const { rows } = reportSheet([], refused({ index: 0, member: 'a\0', message: 'b\u0001\ud800' }));
    expect(rows[1]).toEqual(['第1条', '有错误', '', 'a\ufffd', 'b\ufffd\ufffd']);
  });
});
