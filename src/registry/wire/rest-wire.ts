import { ExchangeError } from '../../envelope/exchange-error.ts';
import type { HttpReply, HttpRequest } from '../../envelope/http-channel.ts';
import { readJson } from '../../text/json.ts';
import { TextError } from '../../text/text-error.ts';
import { decodeUtf8, isUtf8Charset } from '../../text/utf8.ts';
import { UddiError } from '../uddi-error.ts';
import { checkStructure } from './check-structure.ts';
import { dispositionOf, reportOf, statusOf } from './disposition.ts';
import { formError } from './form-error.ts';
import { findMessage } from './message-forms.ts';
import { readQuery } from './read-query.ts';
import type { ReceivedMessage, RegistryWire } from './wire.ts';
import { GENERIC, headersOf } from './write-reply.ts';

/** JSON below `/registry/`: each message by its name, and questions as addresses. */
export function createRestWire(operator: string): RegistryWire {
  const reply = (content: object, status: number, headers = {}): HttpReply => ({
    status,
    headers: { 'content-type': 'application/json; charset=utf-8', 'cache-control': 'no-store', ...headers },
    body: JSON.stringify({ generic: GENERIC, operator, ...content }),
  });
  return {
    name: 'rest',
    read: (request) => (request.method === 'GET' ? checked(readQuery(request)) : readPost(request)),
    write: ({ content }) => reply(content, 200),
    refuse(thrown) {
      const disposition = dispositionOf(thrown);
      const challenge = statusOf(disposition) === 401 && { 'www-authenticate': 'Bearer' };
      return reply(reportOf(disposition), statusOf(disposition), { ...headersOf(disposition), ...challenge });
    },
  };
}

function readPost(request: HttpRequest): ReceivedMessage {
  const segments = request.path.split('/').slice(2);
  const message = segments.length === 1 ? findMessage(segments[0]!) : undefined;
  if (message === undefined) throw new ExchangeError('NOT_FOUND');
  if (request.method !== 'POST') throw new ExchangeError('METHOD_NOT_ALLOWED');
  return checked({ name: message.name, members: readBody(request) });
}

function checked({ name, members }: ReceivedMessage): ReceivedMessage {
  const { generic = GENERIC, ...said } = members;
  if (generic !== GENERIC) throw new UddiError('E_unrecognizedVersion', `this is UDDI ${GENERIC}`);
  return { name, members: checkStructure(said, findMessage(name)!.form.request, name) };
}

function readBody({ mediaType, mediaParameters, body }: HttpRequest): Record<string, unknown> {
  const charset = mediaParameters['charset'] ?? 'utf-8';
  if (mediaType !== 'application/json' || !isUtf8Charset(charset)) {
    throw new ExchangeError('UNSUPPORTED_MEDIA_TYPE');
  }
  try {
    const value = readJson(decodeUtf8(body));
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return { ...value };
    throw formError('an object was expected', 'line 1, column 1');
  } catch (thrown) {
    if (!(thrown instanceof TextError)) throw thrown;
    throw formError(
      `not JSON as it must be: ${thrown.reason}`,
      `line ${thrown.line}, column ${thrown.column}`,
    );
  }
}
