import fc from 'fast-check';
import { type Attribute, type Form, isArray, type Part, TEXT } from '../../../src/registry/wire/form.ts';

/** Texts that XML can carry; carriage returns and blanks at the ends among them. */
const text = fc.string({
  unit: fc.constantFrom('a', 'Z', '0', '梯', '𠮷', ' ', '\n', '\r', '\t', '<', '&', '>', '"', "'", ']', ':'),
  maxLength: 8,
});

/** Any value of a form, as its model says. */
export function valueIn(form: Form): fc.Arbitrary<unknown> {
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
