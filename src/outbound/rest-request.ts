import { ExchangeError } from '../envelope/exchange-error.ts';
import type { Operation } from '../envelope/operation.ts';
import type { Member } from '../envelope/raw-message.ts';
import { bindPath } from '../text/path.ts';
import type { HttpCall } from './http-caller.ts';
import { jsonCall } from './rest-client.ts';

const PLACEHOLDER = /\{([^{}]+)\}/g;

/**
 * An operation as the REST channel offers it, for a service at `endpoint`: its path's members stand in the path, a
 * GET's others in the query, a POST's in the body. A path of the standard's own stands at the endpoint's origin.
 */
export function restRequest(
  endpoint: string,
  { http }: Operation,
  members: ReadonlyMap<string, Member>,
): HttpCall {
  const url = new URL(endpoint);
  const left = new Map(members);
  const template = bindPath(http.path, url.pathname.replace(/\/$/, ''));
  url.pathname = template.replace(PLACEHOLDER, (_, name: string) => takeSegment(left, name));
  if (http.method === 'POST') return jsonCall({ url: url.href, members: left });
  for (const [name, { text }] of left) url.searchParams.append(name, text);
  return { method: 'GET', url: url.href, headers: { accept: 'application/json' } };
}

/** A segment of dots alone would climb out of the path. */
function takeSegment(members: Map<string, Member>, name: string): string {
  const text = members.get(name)?.text ?? '';
  if (/^\.*$/.test(text)) throw new ExchangeError('BAD_PARAMETER', { message: `参数${name}不能写入地址` });
  members.delete(name);
  return encodeURIComponent(text);
}
