import type { z } from 'zod';
import type { MountedService } from './http-channel.ts';
import type { Exchange } from './raw-message.ts';
import type { Service } from './standard.ts';

/** What a channel that runs by itself gets from the composition root. */
export interface ChannelParts {
  readonly services: readonly MountedService[];
  readonly exchange: Exchange;
  /** Told of defects and outages, for the operational log. */
  readonly onFailure: (error: unknown) => void;
  /** Members that make the primary key of a kind of data of an application, in order; undefined where it is not known. */
  readonly primaryKey?: (application: string, resource: string) => readonly string[] | undefined;
  /** Whether an application may call; undefined when there is none of this name. */
  readonly isEnabled?: (application: string) => boolean | undefined;
}

/** What a channel must know of a service before it starts. */
export type SpokenService = Pick<Service, 'standard' | 'operations' | 'inTables'>;

/** Whether messages that come by a channel are taken. */
export type ChannelHealth =
  | { readonly state: 'ok' }
  | {
      readonly state: 'degraded';
      /** For operators, in English; without secrets, paths and addresses. */
      readonly reason: string;
      readonly since: Date;
    };

/** A channel at work. */
export interface RunningChannel {
  /** Where it listens or what it watches, for people. */
  readonly address: string;
  /** Answers at once, from what the channel knows; never throws. */
  health(): ChannelHealth;
  /** Takes nothing new, lets what is under way end for at most `drainMs`, then cuts the rest. */
  stop(drainMs: number): Promise<void>;
}

/**
 * A channel that listens or watches by itself (a socket, a table, a folder) and asks the core once for every message.
 * It runs when the configuration has a part `channels.{name}`, which its own schema checks.
 */
export interface StandaloneChannel<Settings = unknown> {
  readonly name: string;
  readonly settings: z.ZodType<Settings>;
  /**
   * What of the settings does not fit the services that are mounted, each by the path of the setting below the
   * channel's part (`.standard: expected …`); without it a start alone can tell.
   */
  misfits?(settings: Settings, services: readonly SpokenService[]): readonly string[];
  start(settings: Settings, parts: ChannelParts): Promise<RunningChannel>;
}
