import type { TlsOptions } from 'node:tls';

/** PEM texts. */
export interface TlsSettings {
  readonly cert: string | Buffer;
  readonly key: string | Buffer;
  /** Authorities that issue client certificates. */
  readonly ca?: string | Buffer;
  /** Ask for a client certificate; set by default when there is a `ca`. */
  readonly requestCert?: boolean;
  /** Refuse connections without a certificate of `ca`. */
  readonly rejectUnauthorized?: boolean;
}

/** What a server of node:tls or node:https takes: TLS 1.2 at least, and so many milliseconds for the handshake. */
export function tlsOptions(
  { ca, requestCert, rejectUnauthorized, ...pair }: TlsSettings,
  handshakeMs: number,
): TlsOptions {
  return {
    ...pair,
    ca,
    minVersion: 'TLSv1.2',
    handshakeTimeout: handshakeMs,
    requestCert: requestCert ?? ca !== undefined,
    rejectUnauthorized: rejectUnauthorized ?? false,
  };
}
