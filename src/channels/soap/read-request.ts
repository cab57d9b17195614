import { ExchangeError } from '../../envelope/exchange-error.ts';
import type { HttpRequest, MountedService } from '../../envelope/http-channel.ts';
import type { Operation } from '../../envelope/operation.ts';
import type { Member } from '../../envelope/raw-message.ts';
import type { XmlElement } from '../../text/xml-element.ts';
import type { XmlLimits } from '../../text/xml-reader.ts';
import { checkAction } from './check-action.ts';
import { findNotUnderstood } from './find-not-understood.ts';
import type { QualifiedName } from './qualified-name.ts';
import { readBody } from './read-body.ts';
import { readEnvelope, versionOfRoot } from './read-envelope.ts';
import { checkRequired, readMembers } from './read-members.ts';
import { readStructure } from './read-structure.ts';
import type { ShapeOf } from './shape.ts';
import { soapError } from './soap-problem.ts';
import { type SoapVersion, versionOfMediaType } from './soap-version.ts';

/** How far a request could be read; with `error` it is not to be processed, only audited and answered. */
export interface Reading {
  /** The version to answer in: the envelope's, or the media type's while there is none. */
  version: SoapVersion;
  /** Whether the bytes are a SOAP envelope of a known version. */
  enveloped: boolean;
  /** Mandatory header blocks that we do not understand. */
  notUnderstood: readonly QualifiedName[];
  operation?: Operation;
  members: ReadonlyMap<string, Member>;
  error?: ExchangeError;
}

/** A reading of nothing but the media type. */
export function unread(request: HttpRequest, error?: ExchangeError): Reading {
  const version = versionOfMediaType(request.mediaType);
  return { version, enveloped: false, notUnderstood: [], members: new Map(), error };
}

/** Reads a request as far as it goes; never throws. */
export function readRequest(
  request: HttpRequest,
  service: MountedService,
  limits: Partial<XmlLimits>,
  shapeOf: ShapeOf,
): Reading {
  const reading = unread(request);
  try {
    readInto(reading, request, service, limits, shapeOf);
  } catch (thrown) {
    reading.error = ExchangeError.from(thrown);
  }
  return reading;
}

/** The order of SOAP 1.2 part 1, 2.6: version, structure, mandatory headers, and only then the body. */
function readInto(
  reading: Reading,
  request: HttpRequest,
  service: MountedService,
  limits: Partial<XmlLimits>,
  shapeOf: ShapeOf,
): void {
  const root = readBody(request, limits);
  const version = versionOfRoot(root);
  if (version === undefined) throw soapError('SOAP_VERSION', { place: root });
  reading.version = version;
  reading.enveloped = true;
  if (version.mediaType !== request.mediaType) throw soapError('SOAP_VERSION_DIFFERS', { place: root });
  const { headers, payload } = readEnvelope(root, version);
  reading.notUnderstood = findNotUnderstood(headers, version);
  if (reading.notUnderstood.length > 0) throw soapError('SOAP_NOT_UNDERSTOOD');
  const operation = operationOf(payload, service);
  reading.operation = operation;
  checkAction(request, service, operation);
  reading.members = membersOf(payload, operation, version, shapeOf);
}

function membersOf(
  payload: XmlElement,
  operation: Operation,
  version: SoapVersion,
  shapeOf: ShapeOf,
): ReadonlyMap<string, Member> {
  const { name, structure } = operation;
  if (structure) return readStructure(payload, shapeOf(structure.input, name), version);
  const members = readMembers(payload, operation, version);
  checkRequired(payload, operation, members);
  return members;
}

/** The operation is the body child's expanded name, nothing else. */
function operationOf(payload: XmlElement, service: MountedService): Operation {
  const found = service.operations.find(
    (operation) =>
      operation.soap && operation.name === payload.local && service.namespace === payload.namespace,
  );
  if (found === undefined) throw soapError('SOAP_OPERATION', { place: payload });
  return found;
}
