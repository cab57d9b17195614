import type { MountedService } from '../envelope/http-channel.ts';
import type { Operation } from '../envelope/operation.ts';
import { bindPath, matchPath, splitPath } from '../text/path.ts';

/** The operation that a service offers at a path by a method. */
export function findOperation(service: MountedService, method: string, path: string): Operation | undefined {
  const segments = splitPath(path);
  if (segments === undefined) return undefined;
  return service.operations.find(
    (operation) =>
      operation.http.method === method &&
      matchPath(operationPath(service, operation), segments) !== undefined,
  );
}

/** The path of an operation as its service is mounted; what is left of `{name}` segments are members. */
export function operationPath(service: MountedService, operation: Operation): string {
  return bindPath(operation.http.path, service.path);
}
