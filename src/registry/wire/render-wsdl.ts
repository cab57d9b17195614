import { escapeXmlAttribute } from '../../text/xml-escape.ts';
import { UDDI_NAMESPACE } from './form.ts';
import { type Api, MESSAGES } from './message-forms.ts';
import { renderUddiSchema } from './render-schema.ts';

const WSDL = 'http://schemas.xmlsoap.org/wsdl/';
const SOAP = 'http://schemas.xmlsoap.org/wsdl/soap/';
const TARGET = 'urn:uddi-org:api_v2_wsdl';
const PORTS: Readonly<Record<Api, string>> = { inquiry: 'Inquire', publish: 'Publish' };

/** The WSDL of one API of UDDI 2.0, document/literal, at an address; names as in the one that OASIS gives. */
export function renderUddiWsdl(api: Api, address: string): string {
  const operations = Object.entries(MESSAGES).filter(([, form]) => form.api === api);
  const answers = new Set<string>(operations.map(([, { answer }]) => answer)).add('dispositionReport');
  const elements = [...operations.map(([name]) => name), ...answers];
  return [
    `<wsdl:definitions xmlns:wsdl="${WSDL}" xmlns:soap="${SOAP}" xmlns:uddi="${UDDI_NAMESPACE}" xmlns:tns="${TARGET}" targetNamespace="${TARGET}" name="UDDI_${PORTS[api]}_v2">`,
    `<wsdl:types>${renderUddiSchema(`${address}?xsd=xml`)}</wsdl:types>`,
    ...elements.map(message),
    `<wsdl:portType name="${PORTS[api]}">`,
    ...operations.map(([name, { answer }]) => abstractOperation(name, answer)),
    `</wsdl:portType><wsdl:binding name="${PORTS[api]}Soap" type="tns:${PORTS[api]}">`,
    '<soap:binding style="document" transport="http://schemas.xmlsoap.org/soap/http"/>',
    ...operations.map(([name]) => boundOperation(name)),
    `</wsdl:binding><wsdl:service name="UDDI_${PORTS[api]}_v2"><wsdl:port name="${PORTS[api]}Soap" binding="tns:${PORTS[api]}Soap">`,
    `<soap:address location="${escapeXmlAttribute(address)}"/></wsdl:port></wsdl:service></wsdl:definitions>`,
  ].join('\n');
}

function message(element: string): string {
  return `<wsdl:message name="${element}"><wsdl:part name="body" element="uddi:${element}"/></wsdl:message>`;
}

function abstractOperation(name: string, answer: string): string {
  return (
    `<wsdl:operation name="${name}"><wsdl:input message="tns:${name}"/><wsdl:output message="tns:${answer}"/>` +
    '<wsdl:fault name="error" message="tns:dispositionReport"/></wsdl:operation>'
  );
}

function boundOperation(name: string): string {
  const body = '<soap:body use="literal" parts="body"/>';
  return (
    `<wsdl:operation name="${name}"><soap:operation soapAction="${name}" style="document"/>` +
    `<wsdl:input>${body}</wsdl:input><wsdl:output>${body}</wsdl:output>` +
    '<wsdl:fault name="error"><soap:fault name="error" use="literal"/></wsdl:fault></wsdl:operation>'
  );
}
