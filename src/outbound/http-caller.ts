import { rootCertificates } from 'node:tls';
import { Agent } from 'undici';
import type { AddressGuard } from './address-guard.ts';
import { CallError } from './call-error.ts';
import { type AnswerSpace, exchangeHttp } from './exchange-http.ts';

export interface CallLimits {
  readonly connectSeconds: number;
  /** From the call to the last byte received; a call may have less. */
  readonly totalSeconds: number;
  readonly answerBytes: number;
}

/** Certificates as PEM texts: whom to trust beside the system's authorities, and who we are. */
export interface CallTls {
  readonly ca?: string;
  readonly certificate?: string;
  readonly key?: string;
}

export interface HttpCall {
  /** POST when absent. */
  readonly method?: 'GET' | 'HEAD' | 'POST' | 'PUT' | 'PATCH' | 'DELETE' | undefined;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: Buffer | undefined;
  /** Less than the limits' `totalSeconds`. */
  readonly totalSeconds?: number | undefined;
  /** Told the bytes handed to the connection so far. */
  readonly onSent?: ((bytes: number) => void) | undefined;
}

export interface HttpAnswer {
  readonly status: number;
  /** Lower case, without parameters. */
  readonly mediaType: string;
  readonly body: Buffer;
}

/** Calls other systems within limits: no redirects, no compressed answers, no endless ones. Connections are kept. */
export interface HttpCaller {
  /** Throws CallError. */
  send(call: HttpCall): Promise<HttpAnswer>;
  close(): Promise<void>;
}

/** Connections that one address may have at a time; what comes on top waits within its own time. */
const CONNECTIONS = 128;
/** As many answers of the greatest length are received at a time, whoever sends them; more would fill the memory. */
const LONG_ANSWERS = 8;
/**
 * Milliseconds that an idle connection is kept for the next call where the other side does not say how long it keeps it
 * (`Keep-Alive: timeout`): less than servers do by themselves (Tomcat 20 s, nginx 75 s, IIS 120 s).
 */
const IDLE = 15_000;

/** A pool of connections with the same limits; close it to let them go. With a guard, addresses pass it at every connect. */
export function createHttpCaller(limits: CallLimits, tls: CallTls = {}, guard?: AddressGuard): HttpCaller {
  const { answerBytes } = limits;
  const space: AnswerSpace = { each: answerBytes, together: answerBytes * LONG_ANSWERS, taken: 0 };
  const agent = new Agent({
    connections: CONNECTIONS,
    keepAliveTimeout: IDLE,
    connect: {
      timeout: limits.connectSeconds * 1000,
      ...(tls.ca === undefined ? {} : { ca: [...rootCertificates, tls.ca] }),
      ...(tls.certificate === undefined ? {} : { cert: tls.certificate, key: tls.key }),
      ...(guard === undefined ? {} : { lookup: guard.lookup }),
    },
    // The whole call has its own time, which is never longer.
    headersTimeout: 0,
    bodyTimeout: 0,
  });
  return {
    send: async (call) => {
      checkAddress(call.url, guard);
      const seconds = Math.min(limits.totalSeconds, call.totalSeconds ?? limits.totalSeconds);
      return exchangeHttp(agent, { ...call, totalSeconds: seconds }, space);
    },
    close: () => agent.destroy(),
  };
}

/** A literal address never reaches the resolver, so it is looked at before every call. */
function checkAddress(url: string, guard: AddressGuard | undefined): void {
  try {
    if (guard === undefined) new URL(url);
    else guard.check(url);
  } catch (cause) {
    const message = cause instanceof Error ? cause.message : 'the address cannot be read';
    throw new CallError('unreachable', message, 'no', { cause });
  }
}
