import type { SpokenService } from '../../envelope/channel.ts';
import type { MountedService } from '../../envelope/http-channel.ts';
import type { Operation } from '../../envelope/operation.ts';
import { standardMisfit } from '../../envelope/standard-misfit.ts';
import type { TcpSettings } from './settings.ts';

/** What a listener's messages ask for. */
export interface Asked {
  readonly standard: string;
  readonly operation: Operation;
}

type Wanted = Pick<TcpSettings, 'standard' | 'operation'>;

/** What of the settings no service has, each by its path. */
export function askedMisfits(
  { standard, operation }: Wanted,
  services: readonly SpokenService[],
): readonly string[] {
  const service = services.find((candidate) => candidate.standard === standard);
  if (!service) return [standardMisfit(standard, services)];
  const names = posted(service).map(({ name }) => name);
  if (names.includes(operation)) return [];
  const there = `an operation of ${standard} with a body (${names.join(', ')})`;
  return [`.operation: expected ${there}, got ${JSON.stringify(operation)}`];
}

/** Finds the operation that the settings name. Throws what an operator must change. */
export function findAsked(services: readonly MountedService[], wanted: Wanted): Asked {
  const [misfit] = askedMisfits(wanted, services);
  if (misfit !== undefined) throw new Error(`channels.tcp${misfit}`);
  const service = services.find(({ standard }) => standard === wanted.standard)!;
  return {
    standard: wanted.standard,
    operation: posted(service).find(({ name }) => name === wanted.operation)!,
  };
}

/** What a GET asks for stands in its address, which a frame has not. */
function posted({ operations }: SpokenService): readonly Operation[] {
  return operations.filter(({ http }) => http.method === 'POST');
}
