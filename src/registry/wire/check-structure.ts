import { toXmlCharacters } from '../../text/xml-escape.ts';
import { type Attribute, type Form, isArray, type Part, type Structure, TEXT } from './form.ts';
import { formError } from './form-error.ts';
import type { Members } from './read-structure.ts';

/**
 * Checks the JSON form of a structure: exactly its members, each of its type. Throws E_fatalError with the path, such
 * as `businessEntity[0].name`.
 */
export function checkStructure(value: unknown, form: Structure, path: string): Members {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw formError('an object was expected', path);
  }
  const members: Members = { ...value };
  const text: readonly Attribute[] = form.text ? [{ name: 'value', required: true }] : [];
  const attributes = [...form.attributes, ...text];
  const names = new Set([...attributes, ...form.parts].map(({ name }) => name));
  // The name goes back no further than this: it is the caller's, and may be anything.
  if (Object.keys(members).some((name) => !names.has(name))) throw formError('unknown member', path);
  for (const attribute of attributes) {
    const { name, absent } = attribute;
    if (members[name] === undefined && absent !== undefined) members[name] = absent;
    checkAttribute(members[name], attribute, below(path, name));
  }
  for (const part of form.parts) checkPart(members, part, below(path, part.name));
  return members;
}

function checkPart(members: Members, part: Part, path: string): void {
  const value = members[part.name];
  if (value === undefined) {
    if (part.occurs === 'one' || part.occurs === 'some') throw formError('missing', path);
    if (part.occurs === 'list') members[part.name] = [];
    return;
  }
  if (!isArray(part)) {
    members[part.name] = checkForm(value, part.form, path);
    return;
  }
  if (!Array.isArray(value)) throw formError('an array was expected', path);
  if (part.occurs === 'some' && value.length === 0) throw formError('at least one was expected', path);
  // None in XML is the same as no element at all.
  if (part.occurs === 'many' && value.length === 0) delete members[part.name];
  else members[part.name] = value.map((each, index) => checkForm(each, part.form, `${path}[${index}]`));
}

function checkForm(value: unknown, form: Form, path: string): unknown {
  return form === TEXT ? checkText(value, path) : checkStructure(value, form, path);
}

function checkAttribute(value: unknown, { required, type, of }: Attribute, path: string): void {
  if (value === undefined) {
    if (required) throw formError('missing', path);
  } else if (type === 'count') {
    if (!Number.isInteger(value) || Number(value) < 0 || Number(value) > 999_999_999)
      throw formError('a whole number was expected', path);
  } else if (type === 'boolean') {
    if (typeof value !== 'boolean') throw formError('true or false was expected', path);
  } else if (of !== undefined && !of.includes(checkText(value, path))) {
    throw formError(`one of ${of.join(', ')} was expected`, path);
  } else checkText(value, path);
}

/** What XML cannot carry must not be stored: nobody could be answered with it. */
function checkText(value: unknown, path: string): string {
  if (typeof value !== 'string') throw formError('a text was expected', path);
  if (toXmlCharacters(value) !== value) throw formError('a character that XML cannot carry', path);
  return value;
}

function below(path: string, name: string): string {
  return path === '' ? name : `${path}.${name}`;
}
