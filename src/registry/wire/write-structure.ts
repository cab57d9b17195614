import { escapeXml, escapeXmlAttribute, toXmlCharacters } from '../../text/xml-escape.ts';
import { type Attribute, type Form, isArray, type Part, type Structure, TEXT } from './form.ts';

/** Writes a structure as an element of the default namespace; members that its form does not know are left out. */
export function writeStructure(name: string, value: object, form: Structure): string {
  const members = new Map<string, unknown>(Object.entries(value));
  const attributes = form.attributes.map((attribute) =>
    writeAttribute(attribute, members.get(attribute.name)),
  );
  const content = form.text
    ? writeText(members.get('value'))
    : form.parts.map((part) => writePart(part, members.get(part.name))).join('');
  const begin = `<${name}${attributes.join('')}`;
  return content === '' ? `${begin}/>` : `${begin}>${content}</${name}>`;
}

function writePart(part: Part, value: unknown): string {
  if (value === undefined) return '';
  const { name, item, form } = part;
  const values: readonly unknown[] = isArray(part) ? [...asIterable(value)] : [value];
  const written = values.map((each) => writeForm(item ?? name, each, form)).join('');
  return item === undefined ? written : `<${name}>${written}</${name}>`;
}

function writeForm(name: string, value: unknown, form: Form): string {
  if (form === TEXT) return `<${name}>${writeText(value)}</${name}>`;
  return typeof value === 'object' && value !== null ? writeStructure(name, value, form) : '';
}

function writeAttribute({ name, namespace }: Attribute, value: unknown): string {
  if (value === undefined) return '';
  const written = escapeXmlAttribute(toXmlCharacters(String(value)));
  return ` ${namespace === undefined ? name : `xml:${name}`}="${written}"`;
}

/** An answer must never fail on what somebody stored, so a character that XML cannot carry goes as U+FFFD. */
function writeText(value: unknown): string {
  return value === undefined ? '' : escapeXml(toXmlCharacters(String(value)));
}

function asIterable(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}
