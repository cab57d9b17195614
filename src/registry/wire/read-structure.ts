import { TextError, type TextPlace } from '../../text/text-error.ts';
import { textValueOf, type XmlAttribute, type XmlElement } from '../../text/xml-element.ts';
import {
  type Attribute,
  type Form,
  isArray,
  type Part,
  type Structure,
  TEXT,
  UDDI_NAMESPACE,
  XML_NAMESPACE,
} from './form.ts';
import { formError } from './form-error.ts';

const SCHEMA_INSTANCE = 'http://www.w3.org/2001/XMLSchema-instance';

/** The members of a structure by their JSON names. */
export type Members = Record<string, unknown>;

/**
 * Reads an element by its form. Strict on names, tolerant on the order of elements; throws E_fatalError with line and
 * column for what is missing, repeated or unknown, and never quotes the message.
 */
export function readStructure(element: XmlElement, form: Structure): Members {
  const members = readAttributes(element, form.attributes);
  if (form.text) return { ...members, value: readText(element) };
  if (/[^ \t\r\n]/.test(element.text)) throw fault(`${element.local} holds elements, not text`, element);
  const children = groupChildren(element, form.parts);
  for (const part of form.parts) {
    const value = readPart(element, part, children.get(part.name) ?? []);
    if (value !== undefined) members[part.name] = value;
  }
  return members;
}

function groupChildren(
  { local, children }: XmlElement,
  parts: readonly Part[],
): ReadonlyMap<string, readonly XmlElement[]> {
  const groups = new Map<string, XmlElement[]>();
  for (const child of children) {
    if (!parts.some(({ name }) => isNamed(child, name))) throw fault(`${local} has no such element`, child);
    const group = groups.get(child.local);
    if (group) group.push(child);
    else groups.set(child.local, [child]);
  }
  return groups;
}

function readPart(parent: XmlElement, part: Part, found: readonly XmlElement[]): unknown {
  const { name, item, form, occurs } = part;
  if (found.length === 0) {
    if (occurs === 'one' || occurs === 'some') throw fault(`${parent.local} needs ${name}`, parent);
    return occurs === 'list' ? [] : undefined;
  }
  if (item === undefined && isArray(part)) return found.map((element) => readForm(element, form));
  if (found.length > 1) throw fault(`${name} stands twice in ${parent.local}`, found[1]!);
  return item === undefined ? readForm(found[0]!, form) : readBag(found[0]!, item, form);
}

function readBag(element: XmlElement, item: string, form: Form): unknown {
  const bag: Structure = { attributes: [], parts: [{ name: item, form, occurs: 'list' }] };
  return readStructure(element, bag)[item];
}

function readForm(element: XmlElement, form: Form): unknown {
  if (form !== TEXT) return readStructure(element, form);
  // A language may stand with any text (find_tModel's name); where the form has no place for it, it says nothing.
  const said = element.attributes.filter(({ namespace }) => namespace !== XML_NAMESPACE);
  readAttributes({ ...element, attributes: said }, []);
  return readText(element);
}

function readText(element: XmlElement): string {
  try {
    return textValueOf(element);
  } catch (thrown) {
    throw thrown instanceof TextError ? fault(`${element.local}: ${thrown.reason}`, thrown) : thrown;
  }
}

function readAttributes(element: XmlElement, attributes: readonly Attribute[]): Members {
  const members: Members = {};
  for (const found of element.attributes) {
    if (found.namespace === SCHEMA_INSTANCE) continue;
    const known = attributes.find((attribute) => isAttribute(found, attribute));
    if (known === undefined) throw fault(`${element.local} has no such attribute`, element);
    members[known.name] = readAttribute(known, found.value, element);
  }
  for (const { name, required, absent } of attributes) {
    if (members[name] !== undefined) continue;
    if (required) throw fault(`${element.local} needs ${name}`, element);
    if (absent !== undefined) members[name] = absent;
  }
  return members;
}

function readAttribute({ name, type, of }: Attribute, text: string, element: XmlElement): unknown {
  if (of !== undefined && !of.includes(text)) throw fault(`${name} is none of ${of.join(', ')}`, element);
  if (type === 'count') {
    if (!/^\d{1,9}$/.test(text)) throw fault(`${name} is no whole number`, element);
    return Number(text);
  }
  if (type !== 'boolean') return text;
  if (text !== 'true' && text !== 'false') throw fault(`${name} is neither true nor false`, element);
  return text === 'true';
}

function isAttribute(found: XmlAttribute, { name, namespace }: Attribute): boolean {
  return found.local === name && found.namespace === (namespace ?? '');
}

function isNamed({ namespace, local }: XmlElement, name: string): boolean {
  return namespace === UDDI_NAMESPACE && local === name;
}

function fault(problem: string, { line, column }: TextPlace) {
  return formError(problem, `line ${line}, column ${column}`);
}
