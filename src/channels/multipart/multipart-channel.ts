import type { HttpChannel } from '../../envelope/http-channel.ts';
import { messageOf, unreadableMessage } from '../../http/message-of.ts';
import { writeReply } from '../../http/write-reply.ts';
import { readBody } from './read-body.ts';

/** Forms with files over HTTP (RFC 7578), for the operations that take files; answered in JSON as REST is. */
export function createMultipartChannel(): HttpChannel {
  return {
    name: 'multipart',
    mediaTypes: ['multipart/form-data'],
    receive: async (request, service, exchange) =>
      writeReply(await exchange(messageOf(request, service, 'multipart', readBody))),
    refuse: async (request, service, exchange, error) =>
      writeReply(await exchange(unreadableMessage(request, service, 'multipart', error))),
    documents: {},
  };
}
