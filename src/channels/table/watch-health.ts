import type { ChannelHealth } from '../../envelope/channel.ts';
import { ExchangeError } from '../../envelope/exchange-error.ts';
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
type Noter = Report | 'application' | 'stop';
type IsEnabled = ((application: string) => boolean | undefined) | undefined;

/** Reasons begin with the name of the database. Rows need not come for a missing application to be told. */
export function watchHealth(
  { name, application }: Pick<FrontDatabaseSettings, 'name' | 'application'>,
  isEnabled: IsEnabled,
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
      note('application', isEnabled && faultOf(application, isEnabled(application)));
      return joinHealth([...troubles.values()].map((trouble) => ({ state: 'degraded', ...trouble })));
    },
  };
}

/** Well when all are; else every reason once, since the first of them. */
export function joinHealth(all: readonly ChannelHealth[]): ChannelHealth {
  const degraded = all.filter((one) => one.state === 'degraded');
  if (degraded.length === 0) return { state: 'ok' };
  const since = Math.min(...degraded.map((one) => one.since.getTime()));
  const reasons = new Set(degraded.map(({ reason }) => reason));
  return { state: 'degraded', reason: [...reasons].join('; '), since: new Date(since) };
}

function faultOf(application: string, enabled: boolean | undefined): string | undefined {
  if (enabled === undefined) return `there is no application ${application}; rows wait`;
  return enabled ? undefined : `the application ${application} is disabled; rows wait`;
}

/** A driver's text may name users and addresses, so only its code is told; the whole is in the operational log. */
function reasonOf(trouble: unknown): string {
  if (trouble instanceof ExchangeError)
    return `the gateway takes nothing (${trouble.code}: ${trouble.facts.meaning}); rows wait`;
  const code: unknown = Object(trouble).code;
  if (code === undefined && trouble instanceof Error) return trouble.message;
  return `the front-end database does not answer, or refuses (${String(code ?? 'no code')})`;
}
