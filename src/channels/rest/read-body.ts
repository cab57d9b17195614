import { ExchangeError } from '../../envelope/exchange-error.ts';
import type { HttpRequest } from '../../envelope/http-channel.ts';
import type { ReadBody } from '../../http/message-of.ts';
import { readJsonBody } from '../../text/read-json-body.ts';
import { isUtf8Charset } from '../../text/utf8.ts';

/** Reads a body of strict JSON in UTF-8. */
export function createReadBody(depth: number): ReadBody {
  return (request, { http }) => {
    checkMedia(request);
    return { members: readJsonBody(request.body, http.list, { depth }) };
  };
}

function checkMedia({ mediaType, mediaParameters: { charset } }: HttpRequest): void {
  if (mediaType !== 'application/json') throw new ExchangeError('UNSUPPORTED_MEDIA_TYPE');
  if (charset === undefined || isUtf8Charset(charset)) return;
  throw new ExchangeError('UNSUPPORTED_MEDIA_TYPE', { message: '字符集只支持UTF-8', reason: 'CHARSET' });
}
