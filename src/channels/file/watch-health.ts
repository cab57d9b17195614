import type { ChannelHealth } from '../../envelope/channel.ts';
import { ExchangeError } from '../../envelope/exchange-error.ts';
import { applicationFault } from '../../watching/application-fault.ts';
import { joinHealth } from '../../watching/join-health.ts';
import type { FolderSettings } from './settings.ts';

/** What keeps the files of a folder from being taken, gathered from all who work on it. */
export interface HealthWatch {
  /** Told of a trouble, and of undefined when it is over; `who` has one at a time. A new one is told to `onFailure`. */
  note(who: string, trouble: Trouble | undefined): void;
  health(): ChannelHealth;
}

export interface Trouble {
  /** What does not work, in English, without names of files. */
  readonly what: string;
  readonly error: unknown;
  /** The file that it is about, as it is shown; for the operational log alone. */
  readonly file?: string;
}

export interface HealthParts {
  readonly isEnabled?: ((application: string) => boolean | undefined) | undefined;
  readonly onFailure: (error: unknown) => void;
  readonly stopping: AbortSignal;
}

interface Noted {
  readonly reason: string;
  readonly since: Date;
}

const BEGIN: Noted['reason'] = 'it has not been looked into yet';

/** Reasons begin with the name of the folder. Files need not come for a missing application to be told. */
export function watchHealth(
  { name, application }: Pick<FolderSettings, 'name' | 'application'>,
  { isEnabled, onFailure, stopping }: HealthParts,
): HealthWatch {
  const troubles = new Map<string, Noted>([[FOLDER, { reason: BEGIN, since: new Date() }]]);
  const set = (who: string, reason: string | undefined) => {
    if (reason === undefined) troubles.delete(who);
    else troubles.set(who, { reason, since: troubles.get(who)?.since ?? new Date() });
  };
  const isTold = (reason: string) => [...troubles.values()].some((noted) => noted.reason === reason);
  return {
    note(who, trouble) {
      const reason = trouble && `${trouble.what} (${reasonOf(trouble.error)})`;
      const news = reason !== undefined && !isTold(reason) && !stopping.aborted;
      set(who, reason);
      if (!news) return;
      const file = trouble?.file === undefined ? '' : `: ${JSON.stringify(trouble.file)}`;
      onFailure(new Error(`watched folder ${name}: ${reason}${file}`, { cause: trouble?.error }));
    },
    health() {
      set('stop', stopping.aborted ? 'it is stopping' : undefined);
      if (application !== undefined && isEnabled)
        set('application', applicationFault(application, isEnabled(application), 'files'));
      const all = [...troubles.values()];
      return joinHealth(
        all.map(({ reason, since }) => ({ state: 'degraded', reason: `${name}: ${reason}`, since })),
      );
    },
  };
}

/** Who notes what is wrong with the folder as a whole. */
export const FOLDER = 'folder';

/** The text of a system error names paths, so only its code is told; the whole is in the operational log. */
function reasonOf(error: unknown): string {
  if (error instanceof ExchangeError) return `${error.code}: ${error.facts.meaning}`;
  const code: unknown = Object(error).code;
  if (code !== undefined) return String(code);
  return error instanceof Error ? error.message : 'unknown';
}
