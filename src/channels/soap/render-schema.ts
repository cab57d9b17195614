import type { Operation } from '../../envelope/operation.ts';
import type { Service } from '../../envelope/standard.ts';
import { escapeXml, escapeXmlAttribute } from '../../text/xml-escape.ts';
import { type MemberField, memberFieldsOf } from './member-fields.ts';

/** The XML schema of a service: for each SOAP operation its wrapper, its answer and its fault detail. */
export function renderSchema(service: Service): string {
  const operations = service.operations.filter((operation) => operation.soap);
  return [
    `<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" targetNamespace="${escapeXmlAttribute(service.namespace)}" elementFormDefault="qualified">`,
    ...operations.flatMap(renderOperation),
    '</xs:schema>',
  ].join('\n');
}

function renderOperation(operation: Operation): string[] {
  const { name, title, clause, input, output } = operation;
  const answer = memberFieldsOf(output, 'output');
  return [
    ...renderWrapper(name, `${title}：请求（${clause}）`, memberFieldsOf(input, 'input')),
    ...renderWrapper(`${name}Response`, `${title}：响应（${clause}）`, answer),
    ...renderWrapper(`${name}Fault`, `${title}：传输、格式或身份认证错误`, faultFields(answer)),
  ];
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
  return [
    `  <xs:element name="${name}">`,
    `    ${annotation(documentation)}`,
    '    <xs:complexType>',
    '      <xs:sequence>',
    ...fields.map((field) => `        ${renderField(field)}`),
    '      </xs:sequence>',
    '    </xs:complexType>',
    '  </xs:element>',
  ];
}

function renderField({ name, type, required, documentation }: MemberField): string {
  const start = `<xs:element name="${name}" type="${type}"${required ? '' : ' minOccurs="0"'}`;
  return documentation === '' ? `${start}/>` : `${start}>${annotation(documentation)}</xs:element>`;
}

function annotation(documentation: string): string {
  return `<xs:annotation><xs:documentation xml:lang="zh-CN">${escapeXml(documentation)}</xs:documentation></xs:annotation>`;
}
