import { describe, expect, it } from '@jest/globals';
import { compileLift, GOOD, itemsOf, type LiftRecord } from './lift-rules.ts';

const rules = compileLift();
const faultsOf = (changes: LiftRecord) => rules.check(itemsOf({ ...GOOD, ...changes }));
const told = (changes: LiftRecord) => faultsOf(changes).map(({ member, rule }) => [member, rule]);

describe('a rule set', () => {
  it('carries what its file says', () => {
    expect(rules).toMatchObject({
      standard: 's9',
      name: 'lift',
      title: '电梯',
      primaryKey: ['code', 'part'],
      region: 'regionCode',
      timestamp: 'updateTime',
      indexed: ['state'],
      sensitive: ['owner', 'idNumber', 'phone', 'address', 'note', 'family'],
    });
  });

  it('finds no fault in a good batch', () => {
    expect(rules.check(itemsOf(GOOD, { ...GOOD, part: 'B' }))).toEqual([]);
  });

  it('joins the members of a key by U+001F, in the order of the file', () => {
    expect(rules.keyOf(itemsOf({ part: 'A', code: 'LIFT1' })[0]!)).toBe('LIFT1\u001fA');
  });
});

describe('a fault', () => {
  it('tells index, key, member, rule and a Chinese sentence', () => {
    expect(rules.check(itemsOf(GOOD, { ...GOOD, part: 'B', state: '坏' }))).toEqual([
      {
        index: 1,
        key: 'LIFT1|B',
        member: 'state',
        rule: 'enum',
        message: '状态(state)取值不在允许范围内，应为以下之一：“在用”、“停用”',
      },
    ]);
  });

  it.each([
    [{ state: undefined }, 'required', '状态(state)为必填项，缺少该数据项'],
    [{ floors: '9' }, 'type', '层数(floors)类型应为整数，实为字符串'],
    [{ note: null }, 'type', '备注(note)类型应为字符串，实为空值'],
    [{ floors: 1 }, 'minimum', '层数(floors)应不小于2'],
    [{ floors: 201 }, 'maximum', '层数(floors)应不大于200'],
    [{ code: 'lift-1' }, 'pattern', '设备代码(code)格式不正确，应为4至20位代码'],
    [{ phone: '1' }, 'pattern', '电话(phone)格式不正确，请对照接口文档'],
    [{ stopDate: '2025-02-29' }, 'format', '停用日期(stopDate)格式不正确，应为YYYY-MM-DD形式的有效日期'],
    [{ part: '部'.repeat(11) }, 'maxLength', '部件(part)长度不应超过10个字符'],
    [{ owner: '' }, 'minLength', '所有人(owner)不应为空'],
    [{ colour: '红' }, 'additionalProperties', 'colour不是本类数据的数据项，不予接收'],
    [{ state: '停用' }, 'required', '停用日期(stopDate)为必填项，缺少该数据项（状态为“停用”时）'],
    [{ floors: undefined }, 'required', '层数(floors)为必填项，缺少该数据项（除状态为“停用”时以外）'],
    [{ family: [{}] }, 'required', 'family[0].name为必填项，缺少该数据项'],
    [{ family: [{ name: 1 }] }, 'type', '姓名(family[0].name)类型应为字符串，实为数值'],
    [{ family: Array(4).fill({ name: '张三' }) }, 'maxItems', '家庭成员(family)不应超过3项'],
  ])('of %j is told as %s', (changes, rule, message) => {
    expect(faultsOf(changes)).toEqual([expect.objectContaining({ rule, message })]);
  });

  it('of a wrong type stands alone: the other rules of that member say nothing new', () => {
    expect(told({ state: 1, floors: 9 })).toEqual([['state', 'type']]);
  });

  it('of a choice is told by its description, without the branches', () => {
    const reachable = compileLift({
      allOf: [
        {
          description: '电话或地址至少填写一项',
          anyOf: [{ required: ['phone'] }, { required: ['address'] }],
        },
      ],
    });
    expect(reachable.check(itemsOf(GOOD))).toEqual([
      { index: 0, key: 'LIFT1|A', rule: 'anyOf', message: '该记录不符合规则：电话或地址至少填写一项' },
    ]);
  });

  it('that two conditions find is told once', () => {
    const twice = compileLift({ allOf: [{ required: ['floors'] }, { required: ['floors', 'state'] }] });
    expect(twice.check(itemsOf({ ...GOOD, floors: undefined }))).toHaveLength(1);
  });

  it('counts characters, not UTF-16 units', () => {
    expect(told({ part: '\u{20000}'.repeat(10) })).toEqual([]);
  });

  it('comes with all the others of its record', () => {
    expect(told({ state: '坏', phone: '1', colour: '红' })).toEqual([
      ['colour', 'additionalProperties'],
      ['state', 'enum'],
      ['phone', 'pattern'],
    ]);
  });

  it.each([
    { owner: '张三丰'.repeat(9) },
    { idNumber: '000000199001010017' },
    { phone: '138000000001' },
    { 电话13800000000: 'x' },
    { '000000199001010017': 'x' },
  ])('never echoes a value, nor a number in a strange name: %j', (changes) => {
    const texts = JSON.stringify(faultsOf(changes));
    expect(texts).toContain('"rule":');
    expect(texts).not.toMatch(/\d{17}|张三|1380000000/);
  });

  it("shows no more of a stranger's member name than a short line", () => {
    const [fault] = faultsOf({ [`a\n\u001b[31m${'b'.repeat(1000)}`]: '' });
    expect(fault!.member).toMatch(/^a\?\?\[31mb+$/);
    expect(fault!.member!.length).toBeLessThanOrEqual(64);
  });

  it('does not fall for members that every object inherits', () => {
    expect(told({ constructor: 'x', toString: 'y' }).map(([member]) => member)).toEqual([
      'constructor',
      'toString',
    ]);
  });
});

describe('keys within one batch', () => {
  it('may not occur twice: the later record is at fault', () => {
    const faults = rules.check(itemsOf(GOOD, { ...GOOD, part: 'B' }, { ...GOOD, floors: 10 }));
    expect(faults).toEqual([
      { index: 2, key: 'LIFT1|A', rule: 'duplicate', message: '与本批第1条记录的主键重复' },
    ]);
  });

  it('are compared even when a record has other faults', () => {
    const faults = rules.check(itemsOf({ ...GOOD, state: '坏' }, GOOD));
    expect(faults.map(({ index, rule }) => [index, rule])).toEqual([
      [0, 'enum'],
      [1, 'duplicate'],
    ]);
  });

  it.each(['', 'A\u001fB', 'A\nB'])('may not hold %j', (part) => {
    expect(told({ part })).toEqual([['part', 'x-primaryKey']]);
  });

  it('are told masked where they are sensitive', () => {
    const persons = compileLift({
      'x-primaryKey': ['idNumber'],
      required: ['idNumber'],
      allOf: undefined,
      'x-sensitive': { idNumber: 'identity' },
    });
    const [fault] = persons.check(itemsOf({ idNumber: '000000199001010016', state: '坏' }));
    expect(fault!.key).toBe('0000**********0016');
  });
});

describe('a deletion', () => {
  it('needs the key alone', () => {
    expect(rules.checkKeys(itemsOf({ code: 'LIFT1', part: 'A' }))).toEqual([]);
    expect(rules.checkKeys(itemsOf({ code: 'LIFT1', part: 'A', reason: '误报' }))).toEqual([]);
  });

  it.each([
    [{ code: 'LIFT1' }, 'part', 'required'],
    [{ code: 'l', part: 'A' }, 'code', 'pattern'],
    [{ code: 123456, part: 'A' }, 'code', 'type'],
    [{ code: 'LIFT1', part: 'A', updateTime: 'now' }, 'updateTime', 'format'],
  ])('of %j is refused', (record, member, rule) => {
    expect(rules.checkKeys(itemsOf(record))).toEqual([expect.objectContaining({ index: 0, member, rule })]);
  });

  it('names no key twice', () => {
    const key = { code: 'LIFT1', part: 'A' };
    expect(rules.checkKeys(itemsOf(key, key))).toEqual([
      expect.objectContaining({ index: 1, rule: 'duplicate' }),
    ]);
  });
});

describe('a hostile batch', () => {
  it('is told 20 faults a record', () => {
    const strange = Object.fromEntries(Array.from({ length: 50 }, (_, at) => [`m${at}`, '']));
    const faults = faultsOf(strange);
    expect(faults).toHaveLength(21);
    expect(faults.at(-1)).toMatchObject({
      index: 0,
      rule: 'limit',
      message: '本条记录错误过多，仅列出前20项',
    });
  });

  it('is told 100 faults in all', () => {
    const faults = rules.check(
      itemsOf(...Array.from({ length: 2000 }, (_, at) => ({ ...GOOD, part: `${at}`, state: '' }))),
    );
    expect(faults).toHaveLength(101);
    expect(faults[99]).toMatchObject({ index: 99, rule: 'enum' });
    expect(faults.at(-1)).toEqual({ rule: 'limit', message: '本批数据错误过多，仅列出前100项' });
  });

  it('gets one fault for a record so long that telling all would fill the memory', () => {
    const strange = Object.fromEntries(Array.from({ length: 1000 }, (_, at) => [`m${at}`, 'x'.repeat(100)]));
    expect(told(strange)).toEqual([['m0', 'additionalProperties']]);
  });
});
