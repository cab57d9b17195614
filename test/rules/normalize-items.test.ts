import { describe, expect, it } from '@jest/globals';
import { readItems } from '../../src/text/json.ts';
import { compileLift, GOOD, itemsOf, LIFT } from './lift-rules.ts';

const text = (title: string, more: object = {}) => ({ title, type: 'string', ...more });
const properties = {
  ...LIFT.properties,
  aera: text('区县', { maxLength: 20 }),
  deviceNo: text('设备编号', { maxLength: 30 }),
  isKey: text('是否重点', { enum: ['0', '1'] }),
  level: text('级别', { enum: ['公司(厂)级', '岗位(班组)级'] }),
  harms: text('危害', { pattern: '^(爆炸|爆燃)(,(爆炸|爆燃))*$' }),
};
const rules = compileLift({
  properties,
  additionalProperties: true,
  'x-spellings': { area: 'aera', arae: 'aera' },
  'x-aliases': {
    isKey: { true: '1', false: '0', 是: '1' },
    level: { 厂级: '公司(厂)级' },
    harms: { 爆: '爆炸' },
  },
  'x-text': ['deviceNo', 'isKey', 'aera'],
  'x-multiple': ['harms'],
  'x-empty': 'absent',
  'x-unknown': 'warn',
});

/** The members beside those of GOOD, as JSON text, once normalised. */
function normalized(members: string): unknown {
  const good = JSON.stringify(GOOD).slice(0, -1);
  const [item] = rules.normalize(readItems(`[${good},${members}}]`)).items;
  expect(JSON.parse(item!.text)).toEqual(item!.value);
  expect(item!.text.startsWith(good)).toBe(true);
  return `{${item!.text.slice(good.length + 1)}`;
}

describe('normalize', () => {
  it('hands on items that need nothing as they are, to the letter', () => {
    const items = readItems(
      '[{"code":"\\u0041B12","part":"A","state":"在用","aera":"京口区","level":"公司(厂)级","floors":9.0}]',
    );
    expect(rules.normalize(items).items[0]).toBe(items[0]);
  });

  it('of a file without such words gives back the very array', () => {
    const items = itemsOf({ ...GOOD, deviceNo: 1, colour: '红' });
    const plain = compileLift().normalize(items);
    expect(plain.items).toBe(items);
    expect(plain.warnings).toEqual([]);
  });

  it.each([
    ['another spelling becomes the wire name', '"area":"京口区"', '{"aera":"京口区"}'],
    ['two spellings of one value become one', '"area":"京口区","aera":"京口区"', '{"aera":"京口区"}'],
    ['… also when one is escaped', '"aera":"区","arae":"\\u533a"', '{"aera":"区"}'],
    ['… also when one is a number', '"area":7,"aera":"7"', '{"aera":"7"}'],
    [
      'an identifier of 20 digits keeps every one',
      '"deviceNo":62003211812020090001',
      '{"deviceNo":"62003211812020090001"}',
    ],
    ['a number keeps its lexeme', '"deviceNo":-1.50e3', '{"deviceNo":"-1.50e3"}'],
    ['a binary number', '"isKey":1', '{"isKey":"1"}'],
    ['a binary text', '"isKey":"0"', '{"isKey":"0"}'],
    ['a boolean', '"isKey":false', '{"isKey":"0"}'],
    ['a boolean as text', '"isKey":"true"', '{"isKey":"1"}'],
    ['a boolean in Chinese', '"isKey":"是"', '{"isKey":"1"}'],
    ['an alias', '"level":"厂级"', '{"level":"公司(厂)级"}'],
    ['full-width brackets and blanks', '"level":" 公司 （厂） 级"', '{"level":"公司(厂)级"}'],
    ['separators, blanks and aliases of many values', '"harms":"爆， 爆燃"', '{"harms":"爆炸,爆燃"}'],
    ['an empty member that nobody requires', '"aera":"","deviceNo":null,"note":"x"', '{"note":"x"}'],
  ])('%s: %s', (_, sent, stored) => {
    expect(normalized(sent)).toBe(stored);
  });

  it.each([
    ['a boolean where no alias names it', { aera: true }, 'aera', 'type'],
    ['an object', { deviceNo: {} }, 'deviceNo', 'type'],
    ['a number where none is meant', { note: 5 }, 'note', 'type'],
    ['a value that is no alias', { level: '省级' }, 'level', 'enum'],
    ['an empty part of many values', { harms: '爆炸,,爆燃' }, 'harms', 'pattern'],
    ['an empty member that is required', { state: '' }, 'state', 'enum'],
  ])('leaves %s to the check', (_, changes, member, rule) => {
    const { items } = rules.normalize(itemsOf({ ...GOOD, ...changes }));
    expect(rules.check(items)).toEqual([expect.objectContaining({ member, rule })]);
  });

  it('keeps two spellings that differ, and the check tells of them', () => {
    const { items } = rules.normalize(itemsOf({ ...GOOD, area: '京口区', aera: '润州区' }));
    expect(rules.check(items)).toEqual([
      {
        index: 0,
        key: 'LIFT1|A',
        member: 'area',
        rule: 'x-spellings',
        message: '区县(aera)又以area填写，两者不一致',
      },
    ]);
    expect(rules.checkKeys(items)).toEqual([]);
  });

  it('finds two keys alike that were spelt differently', () => {
    const keyed = compileLift({ 'x-spellings': { kode: 'code' }, 'x-text': ['code'] });
    const { items } = keyed.normalize(
      itemsOf({ ...GOOD, code: '12345' }, { ...GOOD, code: undefined, kode: 12345 }),
    );
    expect(keyed.check(items)).toEqual([expect.objectContaining({ index: 1, rule: 'duplicate' })]);
    const twice = keyed.normalize(itemsOf({ code: 'LIFT1', part: 'A', kode: 'LIFT2' })).items;
    expect(keyed.checkKeys(twice)).toEqual([
      expect.objectContaining({ member: 'kode', rule: 'x-spellings' }),
    ]);
  });
});

describe('unknown members', () => {
  it('pass as they are, and are told once a name', () => {
    const items = itemsOf({ ...GOOD, idCode: '001010' }, { ...GOOD, part: 'B', idCode: '2', placeType: '1' });
    const normal = rules.normalize(items);
    expect(normal.items[0]).toBe(items[0]);
    expect(rules.check(normal.items)).toEqual([]);
    expect(normal.warnings).toEqual([
      'idCode不是本类数据的数据项，已原样保存',
      'placeType不是本类数据的数据项，已原样保存',
    ]);
  });

  it('are told up to 20, by short names without telling numbers', () => {
    const strange = Object.fromEntries(Array.from({ length: 500 }, (_, at) => [`m${at}`, '']));
    const { warnings } = rules.normalize(itemsOf({ 电话13800000000: '', ...GOOD, ...strange }));
    expect(warnings).toHaveLength(21);
    expect(warnings[0]).toMatch(/^电话138\*/);
    expect(warnings[20]).toBe('其余不属于本类数据的数据项未一一列出');
  });

  it('that every object inherits are as strange as others', () => {
    const [item] = readItems(`[${JSON.stringify(GOOD).slice(0, -1)},"constructor":"x"}]`);
    expect(rules.normalize([item!]).warnings).toEqual(['constructor不是本类数据的数据项，已原样保存']);
  });

  it('are masked where they hold a person’s numbers', () => {
    const masked = rules.mask('{"code":"13800000000","other":"13800000000","deep":{"tel":"13800000000"}}');
    expect(JSON.parse(masked)).toEqual({
      code: '13800000000',
      other: '138****0000',
      deep: { tel: '138****0000' },
    });
  });
});

describe('keys that are each sender’s own', () => {
  const persons = compileLift({
    'x-perOwner': true,
    'x-primaryKey': ['idNumber'],
    required: ['idNumber'],
    allOf: undefined,
  });
  const [person] = itemsOf({ idNumber: '000000199001010016' });

  it('can be queried by their members', () => {
    expect(persons.perOwner).toBe(true);
    expect(persons.indexed).toEqual(['state', 'idNumber']);
  });

  it('do not show an identity number, and tell it masked', () => {
    expect(persons.keyOf(person!)).toMatch(/^[\w-]{43}$/);
    expect(persons.tellKey(person!)).toBe('0000**********0016');
  });
});
