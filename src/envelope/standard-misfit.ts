import type { SpokenService } from './channel.ts';

/** Says that no service speaks the standard of the setting `standard`, and what they speak. */
export function standardMisfit(standard: string, services: readonly SpokenService[]): string {
  const spoken = [...new Set(services.map((service) => service.standard))].join(', ') || 'none';
  return `.standard: expected a standard that a service speaks (${spoken}), got ${JSON.stringify(standard)}`;
}
