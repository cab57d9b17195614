import { ExchangeError } from '../../envelope/exchange-error.ts';
import type { HttpReply, HttpRequest } from '../../envelope/http-channel.ts';
import type { HttpEndpoint } from '../../envelope/http-endpoint.ts';
import { isRegistryAddress, registryApiOf } from '../../envelope/registry-address.ts';
import { dispositionOf } from './disposition.ts';
import { type Attempt, publishedFacts, type RegistryAudit, refusedFacts } from './registry-audit.ts';
import { renderUddiSchema, XML_SCHEMA } from './render-schema.ts';
import { renderUddiWsdl } from './render-wsdl.ts';
import { createRestWire } from './rest-wire.ts';
import { createMessageService, type ServeOptions } from './serve-message.ts';
import { SoapFault } from './soap-fault.ts';
import { createSoapWire } from './soap-wire.ts';
import type { RegistryWire } from './wire.ts';

export interface RegistryEndpointOptions extends ServeOptions {
  /** The operator's name in every answer. */
  readonly operator: string;
  /** The public base address for the WSDL, from the configuration, never from a Host header. */
  readonly url: () => string;
  readonly audit: RegistryAudit;
  /** Bytes that a message may have; 4 MiB unless told. */
  readonly bodyBytes?: number;
  /** Told of defects and of what could not be audited. */
  readonly onFailure?: (error: unknown) => void;
}

const BODY_BYTES = 4 * 1024 * 1024;

/** The registry on the exchange listener: `/uddi/inquiry` and `/uddi/publish` by SOAP, `/registry/…` by JSON. */
export function createRegistryEndpoint(options: RegistryEndpointOptions): HttpEndpoint {
  const { operator, url, audit, bodyBytes = BODY_BYTES, onFailure = () => {} } = options;
  const serve = createMessageService(options);
  const rest = createRestWire(operator);
  const soap = { inquiry: createSoapWire('inquiry', operator), publish: createSoapWire('publish', operator) };

  function wireOf({ path }: HttpRequest): RegistryWire {
    const api = registryApiOf(path.split('/').slice(1));
    return api === undefined ? rest : soap[api];
  }

  async function note(...entry: Parameters<RegistryAudit>): Promise<void> {
    // The message itself is decided by now, so its sender is told the truth about it whatever becomes of the log.
    await audit(...entry).catch(onFailure);
  }

  function refusal(attempt: Attempt, wire: RegistryWire, thrown: unknown) {
    if (!(thrown instanceof SoapFault) && dispositionOf(thrown).internal) onFailure(thrown);
    return { noted: note('REGISTRY_REFUSED', refusedFacts(attempt, thrown)), reply: wire.refuse(thrown) };
  }

  async function exchange(request: HttpRequest, wire: RegistryWire): Promise<HttpReply> {
    const attempt: Attempt = { request, wire: wire.name };
    try {
      if (request.body.length > bodyBytes) throw new ExchangeError('TOO_LARGE');
      const message = wire.read(request);
      attempt.operation = message.name;
      const answer = await serve(message, request, (publisher) => {
        attempt.publisher = publisher;
      });
      const facts = publishedFacts(attempt, message, answer);
      if (facts !== undefined) await note('REGISTRY_PUBLISHED', facts);
      return wire.write(answer);
    } catch (thrown) {
      const { noted, reply } = refusal(attempt, wire, thrown);
      await noted;
      return reply;
    }
  }

  return {
    name: 'registry',
    bodyBytes,
    owns: isRegistryAddress,
    answer: async (request) => documentOf(request, url()) ?? exchange(request, wireOf(request)),
    refuse(request, error) {
      const wire = wireOf(request);
      return refusal({ request, wire: wire.name }, wire, error).reply;
    },
  };
}

/** `?wsdl`, `?xsd` and what that imports, `?xsd=xml`, at the SOAP addresses. */
function documentOf({ method, path, query }: HttpRequest, url: string): HttpReply | undefined {
  const api = registryApiOf(path.split('/').slice(1));
  if (api === undefined || method !== 'GET') return undefined;
  const address = `${url}/uddi/${api}`;
  switch (query.toString()) {
    case 'wsdl=':
      return xmlReply(renderUddiWsdl(api, address));
    case 'xsd=':
      return xmlReply(renderUddiSchema(`${address}?xsd=xml`));
    case 'xsd=xml':
      return xmlReply(XML_SCHEMA);
    default:
      return undefined;
  }
}

function xmlReply(body: string): HttpReply {
  return {
    status: 200,
    headers: { 'content-type': 'text/xml; charset=utf-8' },
    body: `<?xml version="1.0" encoding="UTF-8"?>\n${body}\n`,
  };
}
