import type { SpokenService } from '../../envelope/channel.ts';
import { standardMisfit } from '../../envelope/standard-misfit.ts';
import type { FrontDatabaseSettings } from './settings.ts';

/** What of a front-end database's settings no service has, each by its path. */
export function serviceMisfits(
  { standard, full }: Pick<FrontDatabaseSettings, 'standard' | 'full'>,
  services: readonly SpokenService[],
): readonly string[] {
  const service = services.find((candidate) => candidate.standard === standard);
  if (!service) return [standardMisfit(standard, services)];
  const { inTables } = service;
  if (!inTables)
    return [`.standard: expected a standard whose messages can be rows, got ${JSON.stringify(standard)}`];
  if (full.length > 0 && !inTables.full) return [`.full: ${standard} has no full uploads; leave it out`];
  return [];
}
