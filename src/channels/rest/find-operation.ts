import type { MountedService } from '../../envelope/http-channel.ts';
import type { Operation } from '../../envelope/operation.ts';
import { matchPath, readPath } from '../../text/path.ts';

/** The operation that a service offers at a path by a method. */
export function findOperation(service: MountedService, method: string, path: string): Operation | undefined {
  const segments = readPath(path);
  if (segments === undefined) return undefined;
  return service.operations.find(
    ({ http }) => http.method === method && matchPath(http.path, segments) !== undefined,
  );
}

/** The path of an operation with the leading placeholders bound to where its service is mounted. */
export function operationPath(service: MountedService, operation: Operation): string {
  const mounted = service.path.split('/');
  return operation.http.path
    .split('/')
    .map((part, index) => mounted[index] || part)
    .join('/');
}
