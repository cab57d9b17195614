import type { ChannelHealth, ChannelParts } from '../../envelope/channel.ts';
import { ExchangeError } from '../../envelope/exchange-error.ts';
import { applicationFault } from '../../watching/application-fault.ts';
import { joinHealth } from '../../watching/join-health.ts';
import type { FrontDatabaseSettings } from './settings.ts';

/** Told of each trouble, and of undefined when it is over. */
type Report = (trouble: unknown) => void;

/** What keeps the rows of a front-end database from being taken, gathered from all who work on it. */
export interface HealthWatch {
  /** The same report, heard here too. Until it is called for the first time, nothing is known to be well. */
  hear(report: Report): Report;
  health(): ChannelHealth;
}

/** Who knows of a trouble, one at a time each. */
type Noter = Report | 'application' | 'kinds' | 'stop';

/** What is asked whenever health is told: rows need not come for a fault to be known. */
export interface HealthFacts {
  readonly isEnabled?: ChannelParts['isEnabled'];
  /** Why rows of the tables that were found are refused whatever they say; undefined when they are not. */
  readonly kindFault: () => string | undefined;
}

/** Reasons begin with the name of the database. */
export function watchHealth(
  { name, application }: Pick<FrontDatabaseSettings, 'name' | 'application'>,
  { isEnabled, kindFault }: HealthFacts,
  stopping: AbortSignal,
): HealthWatch {
  const troubles = new Map<Noter, { readonly reason: string; readonly since: Date }>();
  const note = (who: Noter, reason: string | undefined) => {
    if (reason === undefined) troubles.delete(who);
    else troubles.set(who, { reason: `${name}: ${reason}`, since: troubles.get(who)?.since ?? new Date() });
  };
  return {
    hear(report) {
      note(report, 'the front-end database has not answered yet');
      return (trouble) => {
        note(report, trouble === undefined ? undefined : reasonOf(trouble));
        report(trouble);
      };
    },
    health() {
      note('stop', stopping.aborted ? 'it is stopping' : undefined);
      note('application', isEnabled && applicationFault(application, isEnabled(application), 'rows'));
      note('kinds', kindFault());
      return joinHealth([...troubles.values()].map((trouble) => ({ state: 'degraded', ...trouble })));
    },
  };
}

/** A driver's text may name users and addresses, so only its code is told; the whole is in the operational log. */
function reasonOf(trouble: unknown): string {
  if (trouble instanceof ExchangeError)
    return `the gateway takes nothing (${trouble.code}: ${trouble.facts.meaning}); rows wait`;
  const code: unknown = Object(trouble).code;
  if (code === undefined && trouble instanceof Error) return trouble.message;
  return `the front-end database does not answer, or refuses (${String(code ?? 'no code')})`;
}
