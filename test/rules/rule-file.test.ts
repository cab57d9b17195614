import { describe, expect, it } from '@jest/globals';
import { createCompile, schemaOf } from '../../src/rules/compilers.ts';
import { FORMATS } from '../../src/rules/formats.ts';
import { readRuleFile } from '../../src/rules/rule-file.ts';
import { compileLift, LIFT, liftText } from './lift-rules.ts';

const { code, state } = LIFT.properties;

describe('readRuleFile', () => {
  it('reads a file that begins with a byte order mark', () => {
    expect(readRuleFile(`\uFEFF${liftText()}`).title).toBe('电梯');
  });

  it('takes a file without region, timestamp, indexed and sensitive members', () => {
    const bare = {
      'x-region': undefined,
      'x-timestamp': undefined,
      'x-index': undefined,
      'x-sensitive': undefined,
    };
    expect(readRuleFile(liftText(bare))).toMatchObject({ 'x-index': [], 'x-sensitive': {} });
  });

  it.each([
    ['no schema draft', { $schema: 'http://json-schema.org/draft-07/schema#' }, '$schema:'],
    ['no title', { title: ' ' }, 'title:'],
    ['no source', { 'x-source': undefined }, 'x-source:'],
    [
      'a member without a title',
      { properties: { ...LIFT.properties, code: { ...code, title: undefined } } },
      'properties/code/title:',
    ],
    ['no word on unknown members', { additionalProperties: undefined }, 'additionalProperties:'],
    ['no primary key', { 'x-primaryKey': [] }, 'x-primaryKey:'],
    [
      'an unknown key member',
      { 'x-primaryKey': ['kode'] },
      'x-primaryKey: names kode, which is not among the properties',
    ],
    [
      'a key member that is no string',
      { 'x-primaryKey': ['floors'] },
      'properties/floors/type: must be string, as x-primaryKey names it',
    ],
    ['an optional key member', { required: ['code'] }, 'required: lacks part, a member of the primary key'],
    ['a key member named twice', { 'x-primaryKey': ['code', 'code'] }, 'x-primaryKey: names a member twice'],
    ['five indexed members', { 'x-index': ['state', 'owner', 'phone', 'note', 'address'] }, 'x-index:'],
    [
      'an indexed key member',
      { 'x-index': ['code'] },
      'x-index: names code, which is in the primary key already',
    ],
    [
      'a placeholder of a member that must be there',
      { 'x-placeholders': { state: ['状态'] } },
      'x-placeholders: names state, which must not be left out',
    ],
    [
      'a warning by what is no expression',
      { 'x-warn': { note: { pattern: '[', description: '有误' } } },
      'x-warn/note/pattern: is no regular expression',
    ],
    [
      'a member in upper case that there is not',
      { 'x-upper': ['kode'] },
      'x-upper: names kode, which is not among the properties',
    ],
    ['an unknown word on unknown members', { 'x-unknown': 'ignore' }, 'x-unknown:'],
    [
      'unknown members that pass and are refused',
      { 'x-unknown': 'warn' },
      'additionalProperties: must be true, as x-unknown lets unknown members pass',
    ],
    [
      'another spelling of an unknown member',
      { 'x-spellings': { kode: 'coda' } },
      'x-spellings: names coda, which is not among the properties',
    ],
    [
      'another spelling that is a member of its own',
      { 'x-spellings': { part: 'code' } },
      'x-spellings: takes part, a member of its own, for another spelling',
    ],
    [
      'a number kept as text in a member that is none',
      { 'x-text': ['floors'] },
      'properties/floors/type: must be string, as x-text names it',
    ],
    ['many values in an unknown member', { 'x-multiple': ['parts'] }, 'x-multiple: names parts'],
    [
      'an alias of a value that is not allowed',
      { 'x-aliases': { state: { 使用: '在用中' } } },
      'x-aliases/state: names 在用中, which is not among the values of state',
    ],
    [
      'a region of another form',
      { 'x-region': 'note' },
      'properties/note/format: must be region, as x-region names it',
    ],
    [
      'a timestamp of another form',
      { 'x-timestamp': 'stopDate' },
      'properties/stopDate/format: must be timestamp, as x-timestamp names it',
    ],
    ['an unknown kind of secret', { 'x-sensitive': { owner: 'secret' } }, 'x-sensitive/owner:'],
    [
      'a secret that is no member',
      { 'x-sensitive': { ownr: 'name' } },
      'properties: lack ownr, which the file names elsewhere',
    ],
    [
      'a required member that is none',
      { required: ['code', 'part', 'sate'] },
      'properties: lack sate, which the file names elsewhere',
    ],
    ['no good example', { 'x-examples': { ...LIFT['x-examples'], good: [] } }, 'x-examples/good:'],
    ['no bad example', { 'x-examples': { ...LIFT['x-examples'], bad: [] } }, 'x-examples/bad:'],
    [
      'a member named as what every object has',
      { properties: { ...LIFT.properties, toString: state } },
      'properties/toString:',
    ],
    [
      'a condition on a misspelt member',
      { allOf: [{ if: { properties: { sate: { const: '停用' } } }, else: { required: ['floors'] } }] },
      'properties: lack sate, which the file names elsewhere',
    ],
    [
      'a condition that requires a misspelt member',
      { allOf: [{ anyOf: [{ required: ['flors'] }, { required: ['floors'] }] }] },
      'properties: lack flors, which the file names elsewhere',
    ],
  ])('refuses %s and says where', (_, changes, reason) => {
    expect(() => readRuleFile(liftText(changes))).toThrow(reason);
  });

  it('refuses a repeated member, which JSON.parse would not see', () => {
    expect(() => readRuleFile(liftText().replace('"title":', '"title":"x","title":'))).toThrow(
      /duplicate member name \(line 1, column \d+\)/,
    );
  });
});

describe('compiling', () => {
  it.each([
    ['an unknown keyword', { code: { ...code, maxLenght: 3 } }, 'maxLenght'],
    ['an unknown format', { code: { ...code, format: 'datum' } }, 'datum'],
    ['a keyword that does not fit the type', { code: { ...code, minimum: 3 } }, 'minimum'],
    ['a broken pattern', { code: { ...code, pattern: '(' } }, 'regular expression'],
    [
      'a reference to elsewhere',
      { code: { ...code, $ref: 'https://example.com/x' } },
      "can't resolve reference",
    ],
  ])('refuses %s', (_, members, reason) => {
    const properties = { ...LIFT.properties, ...members };
    expect(() => compileLift({ properties })).toThrow(reason);
  });

  it('refuses a word that looks like ours and is not', () => {
    expect(() => compileLift({ 'x-senstive': {} })).toThrow('x-senstive');
  });

  it('takes definitions within the file', () => {
    const rules = compileLift({
      $defs: { letters: { type: 'string', pattern: '^[A-Z]+$' } },
      properties: { ...LIFT.properties, code: { title: '代码', type: 'string', $ref: '#/$defs/letters' } },
    });
    expect(rules.checkKeys([{ text: '', value: { code: '1', part: 'A' } }])).toHaveLength(1);
  });

  it('is not led astray by what stands in an example', () => {
    const [good] = LIFT['x-examples'].good;
    const example = { ...good, $id: 'https://example.com/a', $ref: '#/nowhere' };
    const file = readRuleFile(liftText({ 'x-examples': { ...LIFT['x-examples'], good: [example] } }));
    expect(() => createCompile()(schemaOf(file))).not.toThrow();
  });
});

describe('formats', () => {
  it.each([
    ['timestamp', '2024-02-29 23:59:59', true],
    ['timestamp', '2025-02-29 00:00:00', false],
    ['timestamp', '1900-02-29 00:00:00', false],
    ['timestamp', '2025-01-01 24:00:00', false],
    ['timestamp', '2025-01-01T00:00:00', false],
    ['timestamp', '2025-00-01 00:00:00', false],
    ['timestamp', '2025-01-01 00:00:00\n', false],
    ['region', '320100', true],
    ['region', '3201', false],
    ['region', '３２０１００', false],
    ['credit-code', '91350100M000100Y43', true],
    ['credit-code', '91350100M000100Y44', false],
    ['credit-code', '91350100M000100I43', false],
    ['identity-number', '11010519491231002X', true],
    ['identity-number', '110105194912310021', false],
    ['identity-number', '11010519490231002X', false],
    ['identity-number', '11010519491231002x', false],
  ] as const)('%s takes %j: %s', (format, text, expected) => {
    expect(FORMATS[format]!(text)).toBe(expected);
  });
});
