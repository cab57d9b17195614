import type { HttpChannel } from '../../envelope/http-channel.ts';
import { documentReply } from './document-page.ts';
import { openApiReply } from './open-api.ts';
import { readRequest, unreadableMessage } from './read-request.ts';
import { writeReply } from './write-reply.ts';

export interface RestOptions {
  /** Levels of nesting in a body. */
  readonly jsonDepth?: number;
}

/** JSON over HTTP: one object in, one object out; `?openapi` and `?doc` describe it. */
export function createRestChannel({ jsonDepth = 32 }: RestOptions = {}): HttpChannel {
  return {
    name: 'rest',
    mediaTypes: ['application/json'],
    receive: async (request, service, exchange) =>
      writeReply(await exchange(readRequest(request, service, jsonDepth))),
    refuse: async (request, service, exchange, error) =>
      writeReply(await exchange(unreadableMessage(request, service, error))),
    documents: { openapi: openApiReply, doc: documentReply },
  };
}
