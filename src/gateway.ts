import type { Config } from './config/schema.ts';
import type { SignProfile } from './envelope/application.ts';
import type { StandaloneChannel } from './envelope/channel.ts';
import type { HttpChannel, MountedService } from './envelope/http-channel.ts';
import type { Standard } from './envelope/standard.ts';

/** The application that `serve --demo` creates anew at each start, with credentials drawn at random. */
export interface DemoApplication {
  readonly appid: string;
  readonly secret: string;
  /** The edition that it speaks: `s1` or `s2`. */
  readonly standard: string;
  readonly profile: SignProfile;
}

/** A started gateway. */
export interface Gateway {
  /** Full address to post messages to. */
  readonly exchangeUrl: string;
  /** Base address of the console and the admin API, without a trailing slash. */
  readonly adminUrl: string;
  readonly wsdlUrl: string;
  /** Addresses of the channels that run by themselves. */
  readonly channels: readonly string[];
  /** One-time code for the first operator; absent once an operator exists. */
  readonly setupCode: string | undefined;
  readonly demo?: DemoApplication;
  /** Takes no more connections, lets running exchanges end, closes the store. */
  stop(): Promise<void>;
}

/** Standards and channels beside the built-in ones, by the same contracts. */
export interface Extensions {
  readonly standards?: readonly Standard[];
  readonly httpChannels?: readonly HttpChannel[];
  readonly standaloneChannels?: readonly StandaloneChannel[];
}

export interface StartOptions {
  readonly demo: boolean;
  readonly extensions?: Extensions;
}

/** Starts everything; resolves once both listeners answer. */
export type StartGateway = (config: Config, options: StartOptions) => Promise<Gateway>;

/** The services that a configuration mounts, without starting anything. */
export type DescribeServices = (config: Config) => readonly MountedService[];
