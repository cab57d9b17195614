import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { loadRules, type RuleStatus } from '../../src/rules/load-rules.ts';
import { type RuleFile, readRuleFile } from '../../src/rules/rule-file.ts';
import { readItems } from '../../src/text/json.ts';

const rules = loadRules({
  builtin: join(import.meta.dirname, '../../src/standards/special-equipment/rules'),
});
const files = rules.status().map((status) => ({
  ...status,
  content: readRuleFile(readFileSync(status.file, 'utf8')),
}));
const named = (standard: string) =>
  files.filter((file) => file.standard === standard).map(({ name }) => name);
const itemOf = (value: Record<string, unknown>) => readItems(JSON.stringify([value]))[0]!;
const check = (file: RuleStatus, value: Record<string, unknown>) =>
  rules.find(file.standard, file.name)!.check([itemOf(value)]);
const form = ({ description: _, enum: values, ...schema }: RuleFile['properties'][string]) => ({
  ...schema,
  listed: values !== undefined,
});

describe('the rule files of S1 and S2', () => {
  it('are there for every usable code of S1 Table 7 and of S2 Table 2', () => {
    const licences = Array.from({ length: 11 }, (_, at) => `02${String(at + 1).padStart(2, '0')}`);
    const others = ['0301', '0302', '0303', '0304', '0401', '0402', '0500', '0900'];
    expect(named('s1')).toEqual(['0101', '0102', '0103', ...licences, ...others]);
    expect(named('s2')).toEqual(Array.from({ length: 11 }, (_, at) => String(at + 1).padStart(3, '0')));
  });

  it('give one member name one title and one form in all files', () => {
    const seen = new Map<string, { readonly in: string; readonly as: unknown }>();
    for (const { standard, name, content } of files) {
      for (const [member, schema] of Object.entries(content.properties)) {
        // What a licence is for depends on the file; its title and type do not.
        const as = member === 'licenceItem' || member === 'licenceSubItem' ? pick(schema) : form(schema);
        const first = seen.get(member) ?? { in: `${standard}/${name}`, as };
        seen.set(member, first);
        expect({ member, in: first.in, as }).toEqual({ member, in: first.in, as: first.as });
      }
    }
  });

  it('mask one member name alike in all files', () => {
    const kinds = new Map<string, string>();
    for (const { content } of files) {
      for (const member of Object.keys(content.properties)) {
        const kind = content['x-sensitive'][member] ?? 'shown';
        expect({ member, kind: kinds.get(member) ?? kind }).toEqual({ member, kind });
        kinds.set(member, kind);
      }
    }
  });
});

describe.each(files)('$standard/$name $title', (file) => {
  const { content } = file;

  it('is enabled', () => {
    expect(file.reason).toBeUndefined();
    expect(file.state).toBe('enabled');
  });

  it('has 10 to 20 members, region and update time among them, and refuses others', () => {
    expect(Object.keys(content.properties).length).toBeGreaterThanOrEqual(10);
    expect(Object.keys(content.properties).length).toBeLessThanOrEqual(20);
    expect([content['x-region'], content['x-timestamp']]).toEqual(['regionCode', 'updateTime']);
    expect(content.required).toEqual(expect.arrayContaining(['regionCode', 'updateTime']));
    expect(content.additionalProperties).toBe(false);
  });

  it('holds texts only, each bounded', () => {
    for (const [member, schema] of Object.entries(content.properties)) {
      const bounds = ['maxLength', 'enum', 'format', 'pattern'].filter(
        (bound) => schema[bound] !== undefined,
      );
      expect({ member, type: schema.type, bounded: bounds.length > 0 }).toEqual({
        member,
        type: 'string',
        bounded: true,
      });
      expect(String(schema['pattern'] ?? '^$')).toMatch(/^\^.*\$$/);
    }
  });

  it('masks whatever holds free text', () => {
    const free = Object.entries(content.properties).filter(
      ([, schema]) => Number(schema['maxLength']) >= 500,
    );
    expect(Object.keys(content['x-sensitive'])).toEqual(
      expect.arrayContaining(free.map(([member]) => member)),
    );
  });

  it('has at least two good and three bad examples, each bad one with that one fault', () => {
    const { good, bad } = content['x-examples'];
    expect(good.length).toBeGreaterThanOrEqual(2);
    expect(bad.length).toBeGreaterThanOrEqual(3);
    for (const { record, member, rule } of bad) {
      expect(check(file, record)).toEqual([expect.objectContaining({ member, rule })]);
    }
  });

  it('has a fault for each member that it requires, and for a member it does not know', () => {
    const [record] = content['x-examples'].good;
    for (const member of content.required) {
      const { [member]: _, ...rest } = record!;
      expect(check(file, rest)).toContainEqual(expect.objectContaining({ member, rule: 'required' }));
    }
    expect(check(file, { ...record, unknown: '1' })).toEqual([
      {
        index: 0,
        key: expect.any(String),
        member: 'unknown',
        rule: 'additionalProperties',
        message: 'unknown不是本类数据的数据项，不予接收',
      },
    ]);
  });

  it('never shows a sensitive value of its examples once masked', () => {
    const set = rules.find(file.standard, file.name)!;
    for (const record of content['x-examples'].good) {
      const masked = JSON.parse(set.mask(JSON.stringify(record)));
      expect(Object.keys(masked)).toEqual(Object.keys(record));
      for (const [member, value] of Object.entries(record)) {
        const hidden = ['identity', 'phone', 'name', 'address'].includes(
          content['x-sensitive'][member] ?? '',
        );
        expect({ member, same: masked[member] === value }).toEqual({ member, same: !hidden });
      }
    }
  });
});

function pick({ title, type }: RuleFile['properties'][string]) {
  return { title, type };
}
