import { ExchangeError } from '../../envelope/exchange-error.ts';
import type { HttpChannel, HttpReply, HttpRequest, MountedService } from '../../envelope/http-channel.ts';
import type { Exchange, RawMessage, RawReply } from '../../envelope/raw-message.ts';
import type { XmlLimits } from '../../text/xml-reader.ts';
import { isFault } from './fault-facts.ts';
import { type Reading, readRequest, unread } from './read-request.ts';
import { renderSchema } from './render-schema.ts';
import { renderWsdl } from './render-wsdl.ts';
import { createShapeOf, type ShapeOf } from './shape.ts';
import { SOAP_VERSIONS } from './soap-version.ts';
import { contentTypeOf, writeElement, writeEnvelope, writeMembers } from './write-envelope.ts';
import { writeFault } from './write-fault.ts';
import { writeStructure } from './write-structure.ts';

export interface SoapChannelOptions {
  /** Limits of the XML reader where they shall differ from XML_LIMITS. */
  readonly limits?: Partial<XmlLimits>;
  /** Told the cause when an answer could not be written: the caller learns only that it is ours. */
  readonly onFailure?: (cause: unknown) => void;
}

/** SOAP 1.1 and 1.2, document/literal wrapped: every answer, also to what cannot be read, speaks the caller's version. */
export function createSoapChannel(options: SoapChannelOptions = {}): HttpChannel {
  const { limits = {}, onFailure = () => {} } = options;
  const shapeOf = createShapeOf();
  const reply = async (
    request: HttpRequest,
    service: MountedService,
    exchange: Exchange,
    reading: Reading,
  ) => {
    try {
      const answer = await exchange(rawMessageOf(request, service, reading));
      return writeReply(service, reading, answer, shapeOf);
    } catch (thrown) {
      onFailure(thrown);
      return writeFault(reading, service, ExchangeError.from(thrown), []);
    }
  };
  return {
    name: 'soap',
    mediaTypes: SOAP_VERSIONS.map((version) => version.mediaType),
    receive: (request, service, exchange) =>
      reply(request, service, exchange, readRequest(request, service, limits, shapeOf)),
    refuse: (request, service, exchange, error) => reply(request, service, exchange, unread(request, error)),
    documents: { wsdl: serveWsdl, xsd: serveSchema },
  };
}

function rawMessageOf(request: HttpRequest, service: MountedService, reading: Reading): RawMessage {
  return {
    id: request.id,
    wire: reading.version.wire,
    standard: service.standard,
    operation: reading.operation?.name ?? '',
    address: request.path,
    members: reading.members,
    headers: request.headers,
    peer: request.peer,
    receivedAt: request.receivedAt,
    body: { bytes: request.body.length, digest: request.bodyDigest ?? '' },
    unreadable: reading.error,
  };
}

/** A refusal is the standard's own answer, where that has members for one; all else that went wrong is a Fault. */
function writeReply(service: MountedService, reading: Reading, reply: RawReply, shapeOf: ShapeOf): HttpReply {
  const error = reply.error ?? reading.error;
  const { operation, version } = reading;
  if (error !== undefined && (isFault(error) || operation === undefined || operation.structure)) {
    return writeFault(reading, service, error, reply.members);
  }
  const { name, structure } = operation!;
  const content = structure
    ? writeStructure(reply.members, shapeOf(structure.output, `${name}Response`))
    : writeMembers(reply.members);
  const response = writeElement(service.namespace, `${name}Response`, content);
  return {
    status: 200,
    headers: { 'content-type': contentTypeOf(version), 'cache-control': 'no-store' },
    body: writeEnvelope(version, response),
  };
}

function serveWsdl(service: MountedService, variant: string): HttpReply | undefined {
  if (variant !== '' && variant !== 'soap11') return undefined;
  return xmlDocument(service, () => renderWsdl(service, variant));
}

/** The schema alone, by `?xsd` or `?xsd=` and the standard's name. */
function serveSchema(service: MountedService, name: string): HttpReply | undefined {
  if (name !== '' && name !== service.standard) return undefined;
  return xmlDocument(service, () => `<?xml version="1.0" encoding="UTF-8"?>\n${renderSchema(service)}\n`);
}

function xmlDocument(service: MountedService, render: () => string): HttpReply | undefined {
  if (!service.operations.some((operation) => operation.soap)) return undefined;
  return { status: 200, headers: { 'content-type': 'text/xml; charset=utf-8' }, body: render() };
}
