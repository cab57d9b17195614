import type { MountedService } from '../../envelope/http-channel.ts';
import type { Operation } from '../../envelope/operation.ts';
import { className } from '../../text/class-name.ts';
import { escapeXml, escapeXmlAttribute } from '../../text/xml-escape.ts';
import { soapActionOf } from './check-action.ts';
import { renderSchema } from './render-schema.ts';

/** `soap11` leaves the 1.2 binding out, which Axis 1.4 cannot read. */
export type WsdlVariant = '' | 'soap11';

interface Binding {
  readonly suffix: 'Soap11' | 'Soap12';
  readonly prefix: 'soap' | 'soap12';
}

const SOAP_11: Binding = { suffix: 'Soap11', prefix: 'soap' };
const SOAP_12: Binding = { suffix: 'Soap12', prefix: 'soap12' };
/** The first port is what a stub takes by default. */
const BINDINGS: Readonly<Record<WsdlVariant, readonly Binding[]>> = {
  '': [SOAP_11, SOAP_12],
  soap11: [SOAP_11],
};
const TRANSPORT = 'http://schemas.xmlsoap.org/soap/http';

/** The WSDL 1.1 of a service, document/literal wrapped, at its public address. */
export function renderWsdl(service: MountedService, variant: WsdlVariant = ''): string {
  const name = className(service.wsdlName ?? service.standard);
  const operations = service.operations.filter((operation) => operation.soap);
  const bindings = BINDINGS[variant];
  const lines = [
    documentation(`${service.title} ${service.version}`),
    '<wsdl:types>',
    ...indent(renderSchema(service).split('\n')),
    '</wsdl:types>',
    ...operations.flatMap(renderMessages),
    ...renderPortType(name, operations),
    ...bindings.flatMap((binding) => renderBinding(name, binding, service, operations)),
    ...renderService(name, bindings, service),
  ];
  return `${[header(name, service, variant), ...indent(lines), '</wsdl:definitions>'].join('\n')}\n`;
}

function header(name: string, service: MountedService, variant: WsdlVariant): string {
  const namespace = escapeXmlAttribute(service.namespace);
  const soap12 = variant === '' ? '\n  xmlns:soap12="http://schemas.xmlsoap.org/wsdl/soap12/"' : '';
  return `<?xml version="1.0" encoding="UTF-8"?>
<wsdl:definitions name="${name}Service" targetNamespace="${namespace}"
  xmlns:tns="${namespace}"
  xmlns:wsdl="http://schemas.xmlsoap.org/wsdl/"
  xmlns:soap="http://schemas.xmlsoap.org/wsdl/soap/"${soap12}>`;
}

/** A fault's message must not be named like its element, else Axis makes two classes of one name. */
function renderMessages({ name }: Operation): string[] {
  return [
    ...renderMessage(`${name}Request`, 'parameters', name),
    ...renderMessage(`${name}Response`, 'parameters', `${name}Response`),
    ...renderMessage(`${name}FaultMessage`, 'fault', `${name}Fault`),
  ];
}

function renderMessage(name: string, part: string, element: string): string[] {
  return [
    `<wsdl:message name="${name}">`,
    `  <wsdl:part name="${part}" element="tns:${element}"/>`,
    '</wsdl:message>',
  ];
}

function renderPortType(service: string, operations: readonly Operation[]): string[] {
  const rendered = operations.flatMap(({ name, title, clause }) => [
    `<wsdl:operation name="${name}">`,
    `  ${documentation(`${title}（${clause}）`)}`,
    `  <wsdl:input message="tns:${name}Request"/>`,
    `  <wsdl:output message="tns:${name}Response"/>`,
    `  <wsdl:fault name="${name}Fault" message="tns:${name}FaultMessage"/>`,
    '</wsdl:operation>',
  ]);
  return [`<wsdl:portType name="${service}PortType">`, ...indent(rendered), '</wsdl:portType>'];
}

function renderBinding(
  name: string,
  { suffix, prefix }: Binding,
  service: MountedService,
  operations: readonly Operation[],
): string[] {
  return [
    `<wsdl:binding name="${name}${suffix}Binding" type="tns:${name}PortType">`,
    `  <${prefix}:binding style="document" transport="${TRANSPORT}"/>`,
    ...indent(operations.flatMap((operation) => renderBoundOperation(prefix, service, operation))),
    '</wsdl:binding>',
  ];
}

function renderBoundOperation(
  prefix: Binding['prefix'],
  service: MountedService,
  operation: Operation,
): string[] {
  const action = escapeXmlAttribute(soapActionOf(service, operation));
  return [
    `<wsdl:operation name="${operation.name}">`,
    `  <${prefix}:operation soapAction="${action}" style="document"/>`,
    `  <wsdl:input><${prefix}:body use="literal"/></wsdl:input>`,
    `  <wsdl:output><${prefix}:body use="literal"/></wsdl:output>`,
    `  <wsdl:fault name="${operation.name}Fault"><${prefix}:fault name="${operation.name}Fault" use="literal"/></wsdl:fault>`,
    '</wsdl:operation>',
  ];
}

function renderService(name: string, bindings: readonly Binding[], { url }: MountedService): string[] {
  const ports = bindings.flatMap(({ suffix, prefix }) => [
    `<wsdl:port name="${name}${suffix}Port" binding="tns:${name}${suffix}Binding">`,
    `  <${prefix}:address location="${escapeXmlAttribute(url)}"/>`,
    '</wsdl:port>',
  ]);
  return [`<wsdl:service name="${name}Service">`, ...indent(ports), '</wsdl:service>'];
}

function documentation(text: string): string {
  return `<wsdl:documentation>${escapeXml(text)}</wsdl:documentation>`;
}

function indent(lines: readonly string[]): string[] {
  return lines.map((line) => `  ${line}`);
}
