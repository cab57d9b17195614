import type { HttpChannel, HttpReply } from '../envelope/http-channel.ts';
import type { Route } from './find-route.ts';

/** The document that a query such as `?wsdl` or `?xsd=NAME` asks for; clients write the name in any case. */
export function findDocument(
  channels: readonly HttpChannel[],
  { service, path }: Route,
  query: URLSearchParams,
): HttpReply | undefined {
  const [first] = query;
  if (first === undefined || path !== service.path) return undefined;
  const name = first[0].toLowerCase();
  const channel = channels.find(({ documents }) => Object.hasOwn(documents, name));
  return channel?.documents[name]?.(service, first[1]);
}
