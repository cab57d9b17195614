import type { Operation } from '../../envelope/operation.ts';
import type { Service } from '../../envelope/standard.ts';
import { DefinitionNames } from '../../http/definition-names.ts';
import { escapeXmlAttribute } from '../../text/xml-escape.ts';
import { FAULT_STRUCTURE } from './fault-structure.ts';
import { type MemberField, memberFieldsOf } from './member-fields.ts';
import { annotation, TypeRenderer } from './render-types.ts';
import { createShapeOf, type ObjectShape, type ShapeOf } from './shape.ts';

/** What structured operations of one schema share. */
interface StructureParts {
  readonly shapeOf: ShapeOf;
  readonly types: TypeRenderer;
}

/** The XML schema of a service: for each SOAP operation its wrapper, its answer and its fault detail, then their types. */
export function renderSchema(service: Service): string {
  const operations = service.operations.filter((operation) => operation.soap);
  const namespace = escapeXmlAttribute(service.namespace);
  const structured = operations.some(({ structure }) => structure);
  const wrappers = operations.flatMap(({ name }) => [name, `${name}Response`, `${name}Fault`]);
  const types = new TypeRenderer(new DefinitionNames(wrappers));
  const parts = { shapeOf: createShapeOf(), types };
  return [
    `<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" ${structured ? `xmlns:tns="${namespace}" ` : ''}targetNamespace="${namespace}" elementFormDefault="qualified">`,
    ...operations.flatMap((operation) =>
      operation.structure ? renderStructured(operation, parts) : renderOperation(operation),
    ),
    ...types.types().map((line) => `  ${line}`),
    '</xs:schema>',
  ].join('\n');
}

function renderOperation(operation: Operation): string[] {
  const { name, input, output } = operation;
  const answer = memberFieldsOf(output, 'output');
  const titles = titlesOf(operation);
  return [
    ...renderWrapper(name, titles.request, memberFieldsOf(input, 'input')),
    ...renderWrapper(`${name}Response`, titles.response, answer),
    ...renderWrapper(`${name}Fault`, titles.fault, faultFields(answer)),
  ];
}

function renderStructured(operation: Operation, { shapeOf, types }: StructureParts): string[] {
  const { name, structure } = operation;
  const titles = titlesOf(operation);
  const [input, output, fault] = [
    shapeOf(structure!.input, name),
    shapeOf(structure!.output, `${name}Response`),
    shapeOf(FAULT_STRUCTURE, `${name}Fault`),
  ];
  return [
    ...renderElement(name, titles.request, [...types.content(input), ...bare(input, output)]),
    ...renderElement(`${name}Response`, titles.response, types.content(output)),
    ...renderElement(`${name}Fault`, titles.fault, types.content(fault)),
  ];
}

/**
 * JAX-WS makes one parameter, in and out, of members of one name in request and answer, and CXF gives up where their
 * types differ. An attribute that may be there keeps a wrapper in one piece: an object for each, as JSON has it.
 */
function bare(input: ObjectShape, output: ObjectShape): readonly string[] {
  const names = new Set(output.members.map(({ element }) => javaName(element)));
  const shares = input.members.some(({ element }) => names.has(javaName(element)));
  return shares ? ['<xs:anyAttribute namespace="##other" processContents="lax"/>'] : [];
}

function titlesOf({ title, clause }: Operation) {
  return {
    request: `${title}：请求（${clause}）`,
    response: `${title}：响应（${clause}）`,
    fault: `${title}：传输、格式或身份认证错误`,
  };
}

/** What two names must differ in: `PageSize` and `page_size` are one parameter. */
function javaName(element: string): string {
  return element.replaceAll(/[^\p{L}\p{N}]/gu, '').toLowerCase();
}

/** Our code and message, then whatever of the answer there is, so that its signature can be checked. */
function faultFields(answer: readonly MemberField[]): readonly MemberField[] {
  const own = [
    { name: 'code', documentation: '错误代码' },
    { name: 'message', documentation: '错误说明' },
  ].filter(({ name }) => !answer.some((field) => field.name === name));
  return [
    ...own.map((field): MemberField => ({ ...field, type: 'xs:string', required: true })),
    ...answer.map((field) => ({ ...field, required: false })),
  ];
}

function renderWrapper(name: string, documentation: string, fields: readonly MemberField[]): string[] {
  const sequence = ['<xs:sequence>', ...fields.map((field) => `  ${renderField(field)}`), '</xs:sequence>'];
  return renderElement(name, documentation, sequence);
}

function renderElement(name: string, documentation: string, content: readonly string[]): string[] {
  return [
    `  <xs:element name="${name}">`,
    `    ${annotation(documentation)}`,
    '    <xs:complexType>',
    ...content.map((line) => `      ${line}`),
    '    </xs:complexType>',
    '  </xs:element>',
  ];
}

function renderField({ name, type, required, documentation }: MemberField): string {
  const start = `<xs:element name="${name}" type="${type}"${required ? '' : ' minOccurs="0"'}`;
  return documentation === '' ? `${start}/>` : `${start}>${annotation(documentation)}</xs:element>`;
}
