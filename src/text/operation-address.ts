import type { Operation } from '../envelope/operation.ts';
import type { Member } from '../envelope/raw-message.ts';
import { bindPath } from './path.ts';

/**
 * The address that a message would have over HTTP, whichever way it comes: so either way it is the same message.
 * `mount` is where its service is mounted.
 */
export function operationAddress(
  operations: readonly Operation[],
  name: string,
  members: ReadonlyMap<string, Member>,
  mount?: string,
): string {
  const path = operations.find((operation) => operation.name === name)?.http.path ?? `/${name}`;
  const bound = mount === undefined ? path : bindPath(path, mount);
  return bound.replace(/\{(\w+)\}/g, (_, member: string) =>
    encodeURIComponent(members.get(member)?.text ?? ''),
  );
}
