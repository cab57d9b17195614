import { ExchangeError } from '../envelope/exchange-error.ts';
import { createChecks } from './check-input.ts';
import { DescriptionError, type ImportedService } from './imported-service.ts';

/** Holds every operation's check against nothing, so that one that cannot be made is found at the import, not by a caller. */
export function proveImported({ operations }: ImportedService): void {
  const create = createChecks();
  for (const { name, input } of operations)
    try {
      create(input)('{}');
    } catch (thrown) {
      if (thrown instanceof ExchangeError) continue;
      const reason = thrown instanceof Error ? thrown.message : 'unknown';
      throw new DescriptionError(
        `the members of ${name} cannot be checked by their schema: ${reason}`,
        thrown,
      );
    }
}
