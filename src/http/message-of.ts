import type { UploadedFile } from '../envelope/attachment.ts';
import { ExchangeError } from '../envelope/exchange-error.ts';
import type { HttpRequest, MountedService } from '../envelope/http-channel.ts';
import type { Operation } from '../envelope/operation.ts';
import type { Member, RawMessage } from '../envelope/raw-message.ts';
import { findOperation } from './find-operation.ts';
import { addressMembers, joinMembers } from './request-members.ts';

/** What a body holds, read by its own media type. */
export interface BodyContent {
  readonly members: Iterable<readonly [name: string, member: Member]>;
  readonly files?: ReadonlyMap<string, UploadedFile>;
}

/** How one media type reads the body of a request; throws an ExchangeError. */
export type ReadBody = (request: HttpRequest, operation: Operation) => BodyContent;

const NO_MEMBERS: ReadonlyMap<string, Member> = new Map();
const NOTHING: BodyContent = { members: NO_MEMBERS };

/** Makes a message of a request; one that cannot be read says so in `unreadable`, so that it is audited too. */
export function messageOf(
  request: HttpRequest,
  service: MountedService,
  wire: string,
  readBody: ReadBody,
): RawMessage {
  const operation = findOperation(service, request.method, request.path);
  const facts = factsOf(request, service, wire, operation);
  try {
    if (!operation) throw new ExchangeError('NOT_FOUND');
    const { members, files } = request.method === 'GET' ? NOTHING : readBody(request, operation);
    const all = joinMembers(addressMembers(request, operation), members);
    return { ...facts, members: all, ...(files && { files }) };
  } catch (thrown) {
    return { ...facts, unreadable: ExchangeError.from(thrown) };
  }
}

/** A message of which nothing is known but the error. */
export function unreadableMessage(
  request: HttpRequest,
  service: MountedService,
  wire: string,
  unreadable: ExchangeError,
): RawMessage {
  const operation = findOperation(service, request.method, request.path);
  return { ...factsOf(request, service, wire, operation), unreadable };
}

function factsOf(
  request: HttpRequest,
  service: MountedService,
  wire: string,
  operation: Operation | undefined,
): RawMessage {
  return {
    id: request.id,
    wire,
    standard: service.standard,
    operation: operation?.name ?? '',
    // A structured operation is one and the same by SOAP, which has the mount as its address.
    address: operation?.structure ? service.path : request.path,
    members: NO_MEMBERS,
    headers: request.headers,
    peer: request.peer,
    receivedAt: request.receivedAt,
    body: { bytes: request.body.length, digest: request.bodyDigest ?? '' },
  };
}
