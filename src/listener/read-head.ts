import { Buffer } from 'node:buffer';
import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { sm3Hex } from '../crypto/digest.ts';
import type { ExchangeError } from '../envelope/exchange-error.ts';
import type { HttpRequest } from '../envelope/http-channel.ts';
import { readMediaType } from './media-type.ts';
import { readHeaders } from './read-headers.ts';
import { readPeer } from './read-peer.ts';

const NOTHING = Buffer.alloc(0);
const DIGEST_OF_NOTHING = sm3Hex(NOTHING);

export interface Head {
  /** Without its body yet. */
  readonly request: HttpRequest;
  /** What is wrong with the headers. */
  readonly fault?: ExchangeError;
}

/** The address that was asked for, decoded. */
interface HeadPlace {
  readonly path: string;
  readonly parameters: Readonly<Record<string, string>>;
}

/** What is known of a request before its body is read. */
export function readHead(incoming: IncomingMessage, { path, parameters }: HeadPlace): Head {
  const { headers, fault } = readHeaders(incoming.rawHeaders);
  const media = readMediaType(headers['content-type']);
  const request: HttpRequest = {
    id: randomUUID(),
    method: incoming.method ?? '',
    path,
    parameters,
    query: new URLSearchParams(/\?(.*)$/s.exec(incoming.url ?? '')?.[1]),
    headers,
    mediaType: media.type,
    mediaParameters: media.parameters,
    peer: readPeer(incoming.socket),
    receivedAt: new Date(),
    body: NOTHING,
    bodyDigest: DIGEST_OF_NOTHING,
  };
  return { request, ...(fault && { fault }) };
}

/** The request with a body and its digest. */
export function withBody(request: HttpRequest, body: Buffer): HttpRequest {
  return { ...request, body, bodyDigest: sm3Hex(body) };
}
