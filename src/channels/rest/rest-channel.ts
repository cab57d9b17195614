import type { HttpChannel } from '../../envelope/http-channel.ts';
import { messageOf, unreadableMessage } from '../../http/message-of.ts';
import { writeReply } from '../../http/write-reply.ts';
import { documentReply } from './document-page.ts';
import { openApiReply } from './open-api.ts';
import { createReadBody } from './read-body.ts';

export interface RestOptions {
  /** Levels of nesting in a body. */
  readonly jsonDepth?: number;
}

/** JSON over HTTP: one object in, one object out; `?openapi` and `?doc` describe it. */
export function createRestChannel({ jsonDepth = 32 }: RestOptions = {}): HttpChannel {
  const readBody = createReadBody(jsonDepth);
  return {
    name: 'rest',
    mediaTypes: ['application/json'],
    receive: async (request, service, exchange) =>
      writeReply(await exchange(messageOf(request, service, 'rest', readBody))),
    refuse: async (request, service, exchange, error) =>
      writeReply(await exchange(unreadableMessage(request, service, 'rest', error))),
    documents: { openapi: openApiReply, doc: documentReply },
  };
}
