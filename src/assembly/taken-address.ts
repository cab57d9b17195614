import type { Operation } from '../envelope/operation.ts';
import { isRegistryAddress } from '../envelope/registry-address.ts';
import { bindPath, matchPath } from '../text/path.ts';

/** A service of the configuration, as far as addresses are told by it. */
export interface Addressed {
  readonly path: string;
  readonly operations: readonly Pick<Operation, 'http'>[];
}

/**
 * Whether something of the gateway's own answers at an address `/{service}/{interFlag}` or may answer below it: the
 * registry, a service of the configuration, or one of its operations, whose paths may lie elsewhere (S5, Annex C).
 */
export function isTakenAddress(address: string, services: readonly Addressed[]): boolean {
  const segments = address.split('/').slice(1);
  if (isRegistryAddress(segments)) return true;
  return services.some(
    ({ path, operations }) =>
      path === address || operations.some(({ http }) => reaches(bindPath(http.path, path), segments)),
  );
}

/** Whether a path or what it begins with is the address. */
function reaches(template: string, segments: readonly string[]): boolean {
  const start = template.split('/').slice(0, segments.length + 1);
  return matchPath(start.join('/'), segments) !== undefined;
}
