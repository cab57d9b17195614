import type { MountedService } from '../envelope/http-channel.ts';
import type { Operation } from '../envelope/operation.ts';
import { bindPath, joinPath, matchPath, splitPath } from '../text/path.ts';

/** A service's address: where it is mounted, or where one of its operations lies below that. */
export interface Route {
  readonly service: MountedService;
  /** Decoded, but for what no address holds unescaped. */
  readonly path: string;
  readonly parameters: Readonly<Record<string, string>>;
  /** What is offered here over HTTP methods. */
  readonly operations: readonly Operation[];
  readonly methods: readonly ('GET' | 'POST')[];
}

/**
 * Finds who owns a request target; the addresses of the services themselves, which nearly all ask for, at once. The
 * list may be another one the next time it is asked for: operators add imported services while the gateway runs.
 */
export function createRouteFinder(
  list: () => readonly MountedService[],
): (target: string) => Route | undefined {
  let known: readonly MountedService[] = [];
  let mounted = new Map<string, Route | undefined>();
  return (target) => {
    const services = list();
    if (services !== known) {
      mounted = new Map(services.map(({ path }) => [path, findRoute(services, path)]));
      known = services;
    }
    return mounted.get(target) ?? findRoute(services, target);
  };
}

/**
 * Finds who owns a request target. The Host and any forwarding header have no say. What stands where an operation has a
 * member is the operation's to refuse: its standard tells what was expected, and the attempt is audited.
 */
export function findRoute(services: readonly MountedService[], target: string): Route | undefined {
  const segments = splitPath(target);
  if (segments === undefined) return undefined;
  for (const service of services) {
    const route = routeWithin(service, segments);
    if (route !== undefined) return route;
  }
  return undefined;
}

function routeWithin(service: MountedService, segments: readonly string[]): Route | undefined {
  const path = joinPath(segments);
  const match = ({ http }: Operation) => matchPath(bindPath(http.path, service.path), segments);
  const operations = service.operations.filter((operation) => match(operation) !== undefined);
  const mounted = path === service.path;
  if (operations.length === 0 && !mounted) return undefined;
  const soap = mounted && service.operations.some((operation) => operation.soap);
  const posted = soap || operations.some(({ http }) => http.method === 'POST');
  return {
    service,
    path,
    parameters: operations[0] ? match(operations[0])! : {},
    operations,
    methods: posted ? ['GET', 'POST'] : ['GET'],
  };
}
