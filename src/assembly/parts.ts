import type { RunningChannels } from '../channels/start-channels.ts';
import type { Config } from '../config/schema.ts';
import type { Metrics } from '../console/metrics.ts';
import type { Extensions } from '../gateway.ts';
import type { Core } from './core.ts';
import type { OperationalLog } from './operational-log.ts';

/** What everything that listens is made of. */
export interface Parts {
  readonly config: Config;
  readonly core: Core;
  readonly extensions: Extensions;
  readonly metrics: Metrics;
  readonly state: State;
  readonly log: OperationalLog;
}

/** What changes while the gateway runs. */
export interface State {
  core: Core | undefined;
  channels: RunningChannels;
  inFlight: number;
  stopping: boolean;
}

/** Tells the operational log of what could not be done. */
export function failureLog({ log }: Parts, message = 'a message could not be answered') {
  return (error: unknown) => log.log('error', message, { error: describe(error) });
}

/** A thrown thing with its stack, for the log. */
export function describe(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

/** Seconds that an idle connection is kept for the next request. */
const IDLE_SECONDS = 60;

/** What holds for every HTTP listener. */
export function httpLimits({ limits }: Config) {
  return {
    headerMs: limits.headerSeconds * 1000,
    bodyMs: limits.bodySeconds * 1000,
    idleMs: IDLE_SECONDS * 1000,
    connections: limits.connections,
    connectionsPerAddress: limits.connectionsPerAddress,
  };
}
