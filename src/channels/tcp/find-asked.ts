import type { MountedService } from '../../envelope/http-channel.ts';
import type { Operation } from '../../envelope/operation.ts';

/** What a listener's messages ask for. */
export interface Asked {
  readonly standard: string;
  readonly operation: Operation;
}

/** Finds the operation that the settings name. Throws what an operator must change. */
export function findAsked(services: readonly MountedService[], standard: string, operation: string): Asked {
  const service = services.find((candidate) => candidate.standard === standard);
  if (!service)
    throw new Error(`channels.tcp.standard: no service speaks ${standard}; add one to \`services\``);
  // What a GET asks for stands in its address, which a frame has not.
  const posted = service.operations.filter(({ http }) => http.method === 'POST');
  const found = posted.find(({ name }) => name === operation);
  if (found) return { standard, operation: found };
  const names = posted.map(({ name }) => name).join(', ');
  throw new Error(`channels.tcp.operation: ${standard} has no ${operation} with a body; there is ${names}`);
}
