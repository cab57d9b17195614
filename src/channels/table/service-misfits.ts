import type { SpokenService } from '../../envelope/channel.ts';
import { standardMisfit } from '../../envelope/standard-misfit.ts';
import type { FrontDatabaseSettings } from './settings.ts';
import { OPERATIONS } from './table-message.ts';

/** What of a front-end database's settings no service has, each by its path. */
export function serviceMisfits(
  { standard }: Pick<FrontDatabaseSettings, 'standard'>,
  services: readonly SpokenService[],
): readonly string[] {
  const service = services.find((candidate) => candidate.standard === standard);
  if (!service) return [standardMisfit(standard, services)];
  const missing = Object.values(OPERATIONS).filter(
    (wanted) => !service.operations.some(({ name }) => name === wanted),
  );
  if (missing.length === 0) return [];
  return [
    `.standard: expected a standard with the operations ${missing.join(', ')}, got ${JSON.stringify(standard)}`,
  ];
}
