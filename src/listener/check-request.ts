import { ExchangeError } from '../envelope/exchange-error.ts';
import type { HttpRequest } from '../envelope/http-channel.ts';
import type { Route } from './find-route.ts';

/** Throws what can be refused before a byte of the body is read. Documents are answered before this. */
export function checkRequest(request: HttpRequest, route: Route): void {
  if (request.method === 'GET') checkQuestion(request, route);
  else checkPost(request, route);
}

function checkQuestion({ query }: HttpRequest, { operations }: Route): void {
  if (operations.some(({ http }) => http.method === 'GET')) return;
  throw new ExchangeError(query.size > 0 ? 'NOT_FOUND' : 'METHOD_NOT_ALLOWED');
}

function checkPost({ method, headers }: HttpRequest, { methods }: Route): void {
  if (!methods.some((offered) => offered === method)) throw new ExchangeError('METHOD_NOT_ALLOWED');
  const encoding = headers['content-encoding']?.trim().toLowerCase() ?? 'identity';
  if (encoding === 'identity') return;
  throw new ExchangeError('UNSUPPORTED_MEDIA_TYPE', {
    message: '不支持压缩的报文',
    reason: 'CONTENT_ENCODING',
  });
}
