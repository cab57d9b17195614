import { ExchangeError } from '../../envelope/exchange-error.ts';
import type { HttpRequest, MountedService } from '../../envelope/http-channel.ts';
import type { Member, RawMessage } from '../../envelope/raw-message.ts';
import { readMembers } from '../../text/json.ts';
import { TextError } from '../../text/text-error.ts';
import { decodeUtf8 } from '../../text/utf8.ts';
import { describeJsonFault } from './json-fault-text.ts';
import { findOperation } from './find-operation.ts';

const NO_MEMBERS: ReadonlyMap<string, Member> = new Map();

/** Makes a message of a request; one that cannot be read says so in `unreadable`, so that it is audited too. */
export function readRequest(request: HttpRequest, service: MountedService, jsonDepth: number): RawMessage {
  try {
    return messageOf(request, service, readContent(request, service, jsonDepth));
  } catch (thrown) {
    return unreadableMessage(request, service, toExchangeError(thrown));
  }
}

/** A message of which nothing is known but the error. */
export function unreadableMessage(
  request: HttpRequest,
  service: MountedService,
  unreadable: ExchangeError,
): RawMessage {
  return { ...messageOf(request, service, NO_MEMBERS), unreadable };
}

function messageOf(
  request: HttpRequest,
  service: MountedService,
  members: ReadonlyMap<string, Member>,
): RawMessage {
  return {
    id: request.id,
    wire: 'rest',
    standard: service.standard,
    operation: findOperation(service, request.method, request.path)?.name ?? '',
    address: request.path,
    parameters: { ...Object.fromEntries(request.query), ...request.parameters },
    members,
    headers: request.headers,
    peer: request.peer,
    receivedAt: request.receivedAt,
    body: { bytes: request.body.length, digest: request.bodyDigest ?? '' },
  };
}

function readContent(
  request: HttpRequest,
  service: MountedService,
  jsonDepth: number,
): ReadonlyMap<string, Member> {
  if (!findOperation(service, request.method, request.path)) throw new ExchangeError('NOT_FOUND');
  const query = readQuery(request);
  if (request.method === 'GET') return query;
  checkMedia(request);
  return readMembers(decodeUtf8(request.body), { depth: jsonDepth });
}

function readQuery({ query }: HttpRequest): Map<string, Member> {
  const members = new Map<string, Member>();
  for (const [name, text] of query) {
    if (members.has(name)) throw new ExchangeError('MALFORMED', { message: '查询参数重复' });
    // What was not UTF-8 has become U+FFFD by now: two different texts would look alike.
    if (/[\0\ufffd]/.test(name + text)) throw new ExchangeError('MALFORMED', { message: '查询参数编码错误' });
    members.set(name, { kind: 'text', text });
  }
  return members;
}

function checkMedia({ mediaType, mediaParameters: { charset } }: HttpRequest): void {
  if (mediaType !== 'application/json') throw new ExchangeError('UNSUPPORTED_MEDIA_TYPE');
  if (charset === undefined || charset.toLowerCase() === 'utf-8') return;
  throw new ExchangeError('UNSUPPORTED_MEDIA_TYPE', { message: '字符集只支持UTF-8', reason: 'CHARSET' });
}

function toExchangeError(thrown: unknown): ExchangeError {
  if (!(thrown instanceof TextError)) return ExchangeError.from(thrown);
  return new ExchangeError('MALFORMED', { message: describeJsonFault(thrown), cause: thrown });
}
