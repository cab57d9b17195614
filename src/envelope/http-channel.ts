import type { ExchangeError } from './exchange-error.ts';
import type { Exchange, Peer } from './raw-message.ts';
import type { Service } from './standard.ts';

/** A request whose body is read within the limits; text is still bytes. */
export interface HttpRequest {
  readonly id: string;
  readonly method: string;
  readonly path: string;
  /** Values of the `{name}` segments. */
  readonly parameters: Readonly<Record<string, string>>;
  readonly query: URLSearchParams;
  /** Lower-case names; none repeated. */
  readonly headers: Readonly<Record<string, string>>;
  /** Lower case, without parameters; empty when absent. */
  readonly mediaType: string;
  /** Parameters of the content type, lower-case names. */
  readonly mediaParameters: Readonly<Record<string, string>>;
  readonly body: Buffer;
  /** SM3 of the body as received, lower-case hex; the listener computes it for every channel. */
  readonly bodyDigest?: string;
  readonly peer: Peer;
  readonly receivedAt: Date;
}

export interface HttpReply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Buffer;
}

/** A service mounted at an address, with its public URL (from the configuration, never from a Host header). */
export interface MountedService extends Service {
  readonly path: string;
  readonly url: string;
}

/** A wire form over HTTP. Several share one address; the media type chooses. */
export interface HttpChannel {
  readonly name: string;
  readonly mediaTypes: readonly string[];
  /** Reads, asks the core once (also for unreadable messages), and writes the answer in the caller's form. */
  receive(request: HttpRequest, service: MountedService, exchange: Exchange): Promise<HttpReply>;
  /** Renders an error that the listener found before the body could be read (too large, too slow, overload). */
  refuse(
    request: HttpRequest,
    service: MountedService,
    exchange: Exchange,
    error: ExchangeError,
  ): Promise<HttpReply>;
  /** Documents served on GET, by the name in the query (`wsdl`, `xsd`, `openapi`, `doc`). */
  readonly documents: Readonly<
    Record<string, (service: MountedService, variant: string) => HttpReply | undefined>
  >;
}
