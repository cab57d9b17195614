import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { checkStructure } from '../../../src/registry/wire/check-structure.ts';
import {
  type Attribute,
  type Form,
  isArray,
  type Part,
  type Structure,
  TEXT,
  structure,
  required,
} from '../../../src/registry/wire/form.ts';
import { ANSWERS, MESSAGES } from '../../../src/registry/wire/message-forms.ts';
import { readStructure } from '../../../src/registry/wire/read-structure.ts';
import { writeAnswer, writeRequest } from '../../../src/registry/wire/write-reply.ts';
import { readJson } from '../../../src/text/json.ts';
import { readXml } from '../../../src/text/xml-reader.ts';

/** Texts that XML can carry; carriage returns and blanks at the ends among them. */
const text = fc.string({
  unit: fc.constantFrom('a', 'Z', '0', '梯', '𠮷', ' ', '\n', '\r', '\t', '<', '&', '>', '"', "'", ']', ':'),
  maxLength: 8,
});

/** Any value of a form, as its model says. */
function valueIn(form: Form): fc.Arbitrary<unknown> {
  if (form === TEXT) return text;
  const own: Record<string, fc.Arbitrary<unknown>> = form.text ? { value: text } : {};
  for (const attribute of form.attributes) own[attribute.name] = attributeOf(attribute);
  for (const part of form.parts) own[part.name] = partOf(part);
  const requiredKeys = [
    ...(form.text ? ['value'] : []),
    ...form.attributes.filter(({ required: must, absent }) => must || absent === '').map(({ name }) => name),
    ...form.parts.filter(({ occurs }) => occurs !== 'maybe' && occurs !== 'many').map(({ name }) => name),
  ];
  return fc.record(own, { requiredKeys, noNullPrototype: true });
}

function attributeOf({ type, of }: Attribute): fc.Arbitrary<unknown> {
  if (of !== undefined) return fc.constantFrom(...of);
  if (type === 'count') return fc.nat({ max: 999_999_999 });
  return type === 'boolean' ? fc.boolean() : text;
}

function partOf(part: Part): fc.Arbitrary<unknown> {
  const value = valueIn(part.form);
  if (!isArray(part)) return value;
  const minLength = part.item === undefined && part.occurs !== 'list' ? 1 : 0;
  return fc.array(value, { minLength, maxLength: 2 });
}

/** The form as it stands on the wire, with what every message says. */
function told({ attributes, parts }: Structure, ...names: readonly string[]): Structure {
  return structure([...names.map((name) => required(name)), ...attributes], ...parts);
}

const RUNS = { numRuns: 40 };

describe.each(Object.entries(MESSAGES))('%s', (name, { request }) => {
  it('says in XML what it says as a structure', () => {
    fc.assert(
      fc.property(valueIn(request), (value) => {
        const element = readXml(writeRequest(name, value as object, request));
        expect(readStructure(element, told(request, 'generic'))).toEqual({
          generic: '2.0',
          ...(value as object),
        });
      }),
      RUNS,
    );
  });

  it('says in JSON what it says as a structure', () => {
    fc.assert(
      fc.property(valueIn(request), (value) => {
        const read = readJson(JSON.stringify(value));
        expect(checkStructure(read, request, name)).toEqual(value);
      }),
      RUNS,
    );
  });
});

describe.each(Object.entries(ANSWERS))('%s', (name, form) => {
  it('says in XML what it says as a structure', () => {
    fc.assert(
      fc.property(valueIn(form), (value) => {
        const xml = writeAnswer(name as keyof typeof ANSWERS, value as object, 'tonggui');
        const read = readStructure(readXml(xml), told(form, 'generic', 'operator'));
        expect(read).toEqual({ generic: '2.0', operator: 'tonggui', ...(value as object) });
      }),
      RUNS,
    );
  });
});
