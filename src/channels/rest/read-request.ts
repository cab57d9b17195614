import { ExchangeError } from '../../envelope/exchange-error.ts';
import type { HttpRequest, MountedService } from '../../envelope/http-channel.ts';
import type { Operation } from '../../envelope/operation.ts';
import type { Member, RawMessage } from '../../envelope/raw-message.ts';
import { readJsonBody } from '../../text/read-json-body.ts';
import { findOperation } from './find-operation.ts';

const NO_MEMBERS: ReadonlyMap<string, Member> = new Map();

/** Makes a message of a request; one that cannot be read says so in `unreadable`, so that it is audited too. */
export function readRequest(request: HttpRequest, service: MountedService, jsonDepth: number): RawMessage {
  const operation = findOperation(service, request.method, request.path);
  try {
    if (!operation) throw new ExchangeError('NOT_FOUND');
    return messageOf(request, service, operation, readContent(request, operation, jsonDepth));
  } catch (thrown) {
    return unreadableMessage(request, service, ExchangeError.from(thrown));
  }
}

/** A message of which nothing is known but the error. */
export function unreadableMessage(
  request: HttpRequest,
  service: MountedService,
  unreadable: ExchangeError,
): RawMessage {
  const operation = findOperation(service, request.method, request.path);
  return { ...messageOf(request, service, operation, NO_MEMBERS), unreadable };
}

function messageOf(
  request: HttpRequest,
  service: MountedService,
  operation: Operation | undefined,
  members: ReadonlyMap<string, Member>,
): RawMessage {
  return {
    id: request.id,
    wire: 'rest',
    standard: service.standard,
    operation: operation?.name ?? '',
    address: request.path,
    members,
    headers: request.headers,
    peer: request.peer,
    receivedAt: request.receivedAt,
    body: { bytes: request.body.length, digest: request.bodyDigest ?? '' },
  };
}

function readContent(
  request: HttpRequest,
  operation: Operation,
  jsonDepth: number,
): ReadonlyMap<string, Member> {
  const path = Object.entries(request.parameters).map(
    ([name, text]): MemberEntry => [name, { kind: 'text', text }],
  );
  return joinMembers(path, readQuery(request, operation), readBody(request, operation, jsonDepth));
}

type MemberEntry = readonly [name: string, member: Member];

/** Members from path, query and body; none may come twice. */
function joinMembers(...sources: readonly Iterable<MemberEntry>[]): ReadonlyMap<string, Member> {
  const members = new Map<string, Member>();
  for (const [name, member] of sources.flatMap((source) => [...source])) {
    if (members.has(name)) throw new ExchangeError('MALFORMED', { message: `参数${name.slice(0, 64)}重复` });
    members.set(name, member);
  }
  return members;
}

/** A GET's members; of a POST's query only what the operation knows. */
function readQuery({ method, query }: HttpRequest, { input }: Operation): readonly MemberEntry[] {
  return [...query]
    .filter(([name]) => method === 'GET' || Object.hasOwn(input.shape, name))
    .map(([name, text]) => {
      // What was not UTF-8 has become U+FFFD by now: two different texts would look alike.
      if (/[\0\ufffd]/.test(name + text))
        throw new ExchangeError('MALFORMED', { message: '查询参数编码错误' });
      return [name, { kind: 'text', text }];
    });
}

function readBody(request: HttpRequest, { http }: Operation, depth: number): Iterable<MemberEntry> {
  if (request.method === 'GET') return [];
  checkMedia(request);
  return readJsonBody(request.body, http.list, { depth });
}

function checkMedia({ mediaType, mediaParameters: { charset } }: HttpRequest): void {
  if (mediaType !== 'application/json') throw new ExchangeError('UNSUPPORTED_MEDIA_TYPE');
  if (charset === undefined || charset.toLowerCase() === 'utf-8') return;
  throw new ExchangeError('UNSUPPORTED_MEDIA_TYPE', { message: '字符集只支持UTF-8', reason: 'CHARSET' });
}
