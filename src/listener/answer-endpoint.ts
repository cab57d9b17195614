import type { IncomingMessage, ServerResponse } from 'node:http';
import { ExchangeError } from '../envelope/exchange-error.ts';
import type { HttpReply, HttpRequest } from '../envelope/http-channel.ts';
import type { HttpEndpoint } from '../envelope/http-endpoint.ts';
import { readPath } from '../text/path.ts';
import { type AnswerParts, BUSY_SECONDS } from './answer-request.ts';
import { plainReply } from './plain-reply.ts';
import { readBody } from './read-body.ts';
import { readHead, withBody } from './read-head.ts';

/** An address of an endpoint. */
export interface EndpointPlace {
  readonly endpoint: HttpEndpoint;
  /** Decoded. */
  readonly path: string;
  readonly parameters: Readonly<Record<string, string>>;
}

/** Which endpoint owns a request target, if any. */
export function findEndpoint(endpoints: readonly HttpEndpoint[], target: string): EndpointPlace | undefined {
  const segments = endpoints.length === 0 ? undefined : readPath(target);
  const endpoint = segments && endpoints.find((candidate) => candidate.owns(segments));
  return endpoint && { endpoint, path: `/${segments.join('/')}`, parameters: {} };
}

/** Answers a request to an endpoint under the same limits that hold for a service. */
export async function answerEndpoint(
  parts: AnswerParts,
  place: EndpointPlace,
  incoming: IncomingMessage,
  response: ServerResponse,
): Promise<HttpReply> {
  const { endpoint } = place;
  const { request, fault } = readHead(incoming, place);
  const ready: { request: HttpRequest; leave?: () => void } = { request };
  try {
    if (fault) throw fault;
    if (parts.closing)
      throw new ExchangeError('OVERLOADED', { retryAfter: BUSY_SECONDS, reason: 'STOPPING' });
    refuseCompressed(request);
    if (request.method !== 'GET' && request.method !== 'HEAD') {
      const limits = { ...parts.limits, bodyBytes: endpoint.bodyBytes };
      ready.request = withBody(request, await readBody(incoming, response, limits, parts.hold));
    }
    ready.leave = parts.gate.enter();
  } catch (thrown) {
    const error = ExchangeError.from(thrown);
    if (error !== thrown) parts.onFailure(thrown);
    return endpoint.refuse?.(request, error) ?? plainReply(error.code);
  }
  try {
    return await endpoint.answer(ready.request);
  } finally {
    ready.leave();
  }
}

function refuseCompressed({ headers }: HttpRequest): void {
  const encoding = headers['content-encoding']?.trim().toLowerCase() ?? 'identity';
  if (encoding !== 'identity')
    throw new ExchangeError('UNSUPPORTED_MEDIA_TYPE', { reason: 'CONTENT_ENCODING' });
}
