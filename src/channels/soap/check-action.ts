import type { HttpRequest, MountedService } from '../../envelope/http-channel.ts';
import type { Operation } from '../../envelope/operation.ts';
import { soapError } from './soap-problem.ts';

/** The soapAction URI of an operation, in both bindings. */
export function soapActionOf(service: Pick<MountedService, 'namespace'>, operation: Operation): string {
  return `${service.namespace}:${operation.name}`;
}

/**
 * SOAPAction (or 1.2's `action` parameter) may be missing or empty, but must not name another operation than
 * the body does: whoever routes or filters by it would be deceived. It never chooses the operation.
 */
export function checkAction(request: HttpRequest, service: MountedService, operation: Operation): void {
  const expected = [soapActionOf(service, operation), operation.name];
  const named = [request.headers['soapaction'], request.mediaParameters['action']];
  for (const action of named) {
    const bare = unquote(action ?? '');
    if (bare !== '' && !expected.includes(bare)) throw soapError('SOAP_ACTION');
  }
}

function unquote(value: string): string {
  return value.trim().replace(/^"(.*)"$/, '$1');
}
