import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { maskValue } from '../../src/text/mask-value.ts';
import { compileLift } from './lift-rules.ts';

const { mask } = compileLift();
const masked = (record: object) => JSON.parse(mask(JSON.stringify(record)));

describe('maskValue', () => {
  it.each([
    ['identity', '321100199001010000', '3211**********0000'],
    ['identity', '32110019900101001x', '3211**********001x'],
    ['identity', '32110019900101001X', '3211**********001X'],
    ['identity', '321100900101001', '3211*******1001'],
    ['identity', '３２１１００１９９００１０１００００', '３２１１**********００００'],
    ['identity', 'E12345678', '******678'],
    ['phone', '13800001234', '138****1234'],
    ['phone', '0511-88881234', '051******1234'],
    ['phone', '88881234', '******34'],
    ['phone', '110', '**0'],
    ['name', '张三', '张*'],
    ['name', '欧阳修', '欧**'],
    ['name', '\u{20000}三', '\u{20000}*'],
    ['name', '张', '*'],
    ['name', '', ''],
    ['address', '江苏省镇江市京口区1号', '江苏省镇江市*****'],
    ['address', '学府路3号', '学府***'],
  ] as const)('masks %s %s', (kind, value, expected) => {
    expect(maskValue(value, kind)).toBe(expected);
  });

  it.each([
    ['身份证321100199001010000，', '身份证3211**********0000，'],
    ['321100199001010000', '3211**********0000'],
    ['证32110019900101001x。', '证3211**********001x。'],
    ['15位321100900101001', '15位3211*******1001'],
    ['３２１１００１９９００１０１００１Ｘ', '３２１１**********０１Ｘ'.replace('０１Ｘ', '００１Ｘ')],
    ['321100-19900101-0000', '3211************0000'],
    ['321100 19900101 0000', '3211************0000'],
    ['电话13800001234或１３８００００１２３４', '电话138****1234或１３８****１２３４'],
    ['138-0000-1234', '138******1234'],
    ['+8613800001234', '+86*******1234'],
    ['{"id":"321100199001010000"}', '{"id":"3211**********0000"}'],
  ])('finds numbers in the text %s', (value, expected) => {
    expect(maskValue(value, 'text')).toBe(expected);
  });

  it.each([
    '设备代码31103200002024000001',
    '编号1234567',
    '订单123456789012',
    'TS1210001-2029',
    '2025-09-01 08:00:00',
  ])('leaves other numbers in a text: %s', (value) => expect(maskValue(value, 'text')).toBe(value));

  it('shows no identity number, wherever it stands in a text', () => {
    const digits = (count: number) => fc.stringMatching(new RegExp(`^[0-9]{${count}}$`));
    const birthday = fc.date({
      min: new Date('1930-01-01'),
      max: new Date('2020-01-01'),
      noInvalidDate: true,
    });
    const number = fc
      .tuple(digits(6), birthday, digits(3), fc.constantFrom(...'0123456789Xx'))
      .map(
        ([area, day, serial, check]) =>
          `${area}${day.toISOString().slice(0, 10).replaceAll('-', '')}${serial}${check}`,
      );
    const around = fc.stringMatching(/^[\u4e00-\u4e20，：\sa-z]{0,9}$/);
    fc.assert(
      fc.property(around, number, around, (before, id, after) => {
        expect(maskValue(before + id + after, 'text')).not.toContain(id.slice(4, 14));
      }),
    );
  });
});

describe('mask', () => {
  it('masks each member as its kind asks', () => {
    expect(
      masked({
        owner: '张三',
        idNumber: '321100199001010000',
        phone: '13800001234',
        address: '江苏省镇江市京口区',
      }),
    ).toEqual({
      owner: '张*',
      idNumber: '3211**********0000',
      phone: '138****1234',
      address: '江苏省镇江市***',
    });
  });

  it('leaves every other byte as it was', () => {
    const text =
      '{ "code" : "\\u0041\\/1", "n":1.0e2, "big":32110019900101000012345,\t"owner" : "\\u5f20三" , "x":[ 1 ] }';
    expect(mask(text)).toBe(text.replace('"\\u5f20三"', '"张*"'));
  });

  it('returns a text without sensitive values unchanged', () => {
    const text = '{"code":"\\u0041","note":"一切\\u6b63常"}';
    expect(mask(text)).toBe(text);
  });

  it('finds a member by its decoded name', () => {
    expect(mask('{"own\\u0065r":"张三"}')).toBe('{"own\\u0065r":"张*"}');
  });

  it('masks strings inside a sensitive object or array, not its names', () => {
    const text = '{"family":[{"name":"张三","tags": ["李四"]},{"name" : "王\\"五"}]}';
    expect(mask(text)).toBe('{"family":[{"name":"张*","tags": ["李*"]},{"name" : "王**"}]}');
  });

  it('masks an identity number that was stored as a number', () => {
    expect(mask('{"idNumber":321100199001010000,"owner":null}')).toBe(
      '{"idNumber":"3211**********0000","owner":null}',
    );
  });

  it('leaves equal names deeper inside other members alone', () => {
    expect(masked({ code: { owner: '张三' } })).toEqual({ code: { owner: '张三' } });
  });
});
