import { escapeXmlAttribute } from '../../text/xml-escape.ts';
import {
  type Attribute,
  type Form,
  type Occurs,
  type Part,
  required,
  type Structure,
  structure,
  TEXT,
  UDDI_NAMESPACE,
  XML_NAMESPACE,
} from './form.ts';
import { ANSWERS, MESSAGES } from './message-forms.ts';

const SCHEMA = 'http://www.w3.org/2001/XMLSchema';
const TYPES = { count: 'xs:int', boolean: 'xs:boolean', text: 'xs:string' } as const;
const OCCURS: Readonly<Record<Occurs, string>> = {
  one: '',
  maybe: ' minOccurs="0"',
  some: ' maxOccurs="unbounded"',
  list: ' minOccurs="0" maxOccurs="unbounded"',
  many: ' minOccurs="0" maxOccurs="unbounded"',
};

/** What the schema imports for xml:lang, so that no reader has to fetch it elsewhere. */
export const XML_SCHEMA =
  `<xs:schema xmlns:xs="${SCHEMA}" targetNamespace="${XML_NAMESPACE}">` +
  '<xs:attribute name="lang" type="xs:string"/></xs:schema>';

/** The XML Schema of all messages and answers; `imported` is the address of XML_SCHEMA. */
export function renderUddiSchema(imported: string): string {
  const globals = new Map<string, Form>();
  const generic = required('generic');
  for (const [name, form] of Object.entries(ANSWERS)) {
    addElement(globals, name, extended(form, [generic, required('operator')]));
  }
  for (const [name, { request }] of Object.entries(MESSAGES))
    addElement(globals, name, extended(request, [generic]));
  const elements = [...globals].map(([name, form]) => renderElement(globals, name, form, ''));
  return (
    `<xs:schema xmlns:xs="${SCHEMA}" xmlns:uddi="${UDDI_NAMESPACE}" targetNamespace="${UDDI_NAMESPACE}" elementFormDefault="qualified">` +
    `<xs:import namespace="${XML_NAMESPACE}" schemaLocation="${escapeXmlAttribute(imported)}"/>` +
    `${elements.join('')}</xs:schema>`
  );
}

function extended(form: Structure, attributes: readonly Attribute[]): Structure {
  return { ...form, attributes: [...attributes, ...form.attributes] };
}

/** The first form of a name is its global element; another one is told where it stands. */
function addElement(globals: Map<string, Form>, name: string, form: Form): void {
  if (globals.has(name)) return;
  globals.set(name, form);
  if (form === TEXT) return;
  for (const part of form.parts) {
    addElement(globals, part.item ?? part.name, part.form);
  }
}

function renderPart(globals: ReadonlyMap<string, Form>, part: Part): string {
  const { name, item, form, occurs } = part;
  if (item !== undefined) {
    const bag = structure([], { name: item, form, occurs: 'list' });
    return renderElement(globals, name, bag, OCCURS[occurs]);
  }
  if (globals.get(name) === form) return `<xs:element ref="uddi:${name}"${OCCURS[occurs]}/>`;
  return renderElement(globals, name, form, OCCURS[occurs]);
}

function renderElement(globals: ReadonlyMap<string, Form>, name: string, form: Form, occurs: string): string {
  if (form === TEXT) return `<xs:element name="${name}" type="xs:string"${occurs}/>`;
  return `<xs:element name="${name}"${occurs}><xs:complexType>${renderContent(globals, form)}</xs:complexType></xs:element>`;
}

function renderContent(globals: ReadonlyMap<string, Form>, { attributes, text, parts }: Structure): string {
  const told = attributes.map(renderAttribute).join('');
  if (text)
    return `<xs:simpleContent><xs:extension base="xs:string">${told}</xs:extension></xs:simpleContent>`;
  return `<xs:sequence>${parts.map((part) => renderPart(globals, part)).join('')}</xs:sequence>${told}`;
}

function renderAttribute({ name, namespace, required: must, type, of }: Attribute): string {
  if (namespace !== undefined) return `<xs:attribute ref="xml:${name}"/>`;
  const use = must ? ' use="required"' : '';
  if (of === undefined) return `<xs:attribute name="${name}" type="${TYPES[type ?? 'text']}"${use}/>`;
  const values = of.map((value) => `<xs:enumeration value="${value}"/>`).join('');
  return `<xs:attribute name="${name}"${use}><xs:simpleType><xs:restriction base="xs:string">${values}</xs:restriction></xs:simpleType></xs:attribute>`;
}
