import type { IHttpClient, SoapMethod, WSDL } from 'soap';
import type { HttpAnswer, HttpCaller } from '../../outbound/http-caller.ts';
import { escapeXmlAttribute } from '../../text/xml-escape.ts';
import type { SoapWire } from './wsdl-service.ts';

export interface SoapRequest {
  readonly wire: SoapWire;
  readonly endpoint: string;
  /** The soapAction; may be ''. */
  readonly action: string;
  /** What the body holds, as XML that declares its namespaces. */
  readonly payload: string;
  /** Beside those of SOAP, which win. */
  readonly headers: Readonly<Record<string, string>>;
}

/** What node-soap is told came back: the real answer is for our own strict reader. */
const EMPTY_ANSWER =
  '<soap:Envelope xmlns:soap="http://schemas.xmlsoap.org/soap/envelope/"><soap:Body/></soap:Envelope>';
const MEDIA_TYPES = { soap11: 'text/xml', soap12: 'application/soap+xml' } as const;

/**
 * Sends one message by node-soap's client over our own connections, with their limits. Throws CallError. The client
 * gets a description of this one call instead of the imported one: it would read that leniently, and look for its
 * imports in files and on the network.
 */
export async function sendSoap(request: SoapRequest, caller: HttpCaller): Promise<HttpAnswer> {
  // Loaded when a service is first asked by it: most processes never do, and it brings HTTP clients of its own.
  const soap = await import('soap');
  const wsdl = await readyWsdl(new soap.WSDL(oneCall(request), '', {}));
  // The message declares what it uses.
  wsdl.xmlnsInEnvelope = '';
  return new Promise((resolve, reject) => {
    const client = new soap.Client(wsdl, request.endpoint, {
      forceSoap12Headers: request.wire === 'soap12',
      httpClient: httpClient(request, caller, resolve, reject),
    });
    const call = client['call'] as SoapMethod;
    // An empty text would not be taken for XML.
    call({ _xml: request.payload || ' ' }, (error: unknown) => error && reject(error), {}, request.headers);
  });
}

function readyWsdl(wsdl: WSDL): Promise<WSDL> {
  return new Promise((resolve, reject) => {
    wsdl.onReady((error: Error | null | undefined) => (error ? reject(error) : resolve(wsdl)));
  });
}

function httpClient(
  { wire, action }: SoapRequest,
  caller: HttpCaller,
  resolve: (answer: HttpAnswer) => void,
  reject: (error: unknown) => void,
): IHttpClient {
  const request = async (url: string, body: string, done: Done, headers: Headers = {}): Promise<void> => {
    try {
      const answer = await caller.send({
        url,
        headers: { ...lowerCase(headers), ...soapHeaders(wire, action) },
        body: Buffer.from(body, 'utf8'),
      });
      done(null, { status: answer.status, headers: {} }, EMPTY_ANSWER);
      resolve(answer);
    } catch (error) {
      reject(error);
    }
  };
  // Declared as axios's promise; node-soap does not look at it.
  return { request: request as unknown as IHttpClient['request'] };
}

type Headers = Readonly<Record<string, string>>;
type Done = (error: null, response: { status: number; headers: object }, body: string) => void;

/** Names in any case are one name: those of the message must not come beside those of the link. */
function lowerCase(headers: Headers): Headers {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
}

/** As node-soap has them, but an action in any script (its UTF-8), and none where there is none in SOAP 1.2. */
function soapHeaders(wire: SoapWire, action: string): Headers {
  const quoted = `"${Buffer.from(action, 'utf8').toString('latin1')}"`;
  const type = `${MEDIA_TYPES[wire]}; charset=utf-8`;
  if (wire === 'soap11') return { 'content-type': type, accept: 'text/xml', soapaction: quoted };
  return {
    'content-type': action === '' ? type : `${type}; action=${quoted}`,
    accept: 'application/soap+xml, text/xml',
  };
}

/** A WSDL with one operation that takes any body and is said to answer nothing. */
function oneCall({ action }: SoapRequest): string {
  return `<definitions xmlns="http://schemas.xmlsoap.org/wsdl/" xmlns:s="http://schemas.xmlsoap.org/wsdl/soap/" xmlns:t="urn:call" targetNamespace="urn:call">
<message name="Message"/>
<portType name="PortType"><operation name="call"><input message="t:Message"/></operation></portType>
<binding name="Binding" type="t:PortType"><s:binding style="document" transport="http://schemas.xmlsoap.org/soap/http"/>
<operation name="call"><s:operation soapAction="${escapeXmlAttribute(action)}"/><input><s:body use="literal"/></input></operation></binding>
<service name="Service"><port name="Port" binding="t:Binding"><s:address location=""/></port></service>
</definitions>`;
}
