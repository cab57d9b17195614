import { Readable } from 'node:stream';
import { Agent, request } from 'undici';
import type { CallFailure } from '../envelope/call-result.ts';

export interface CallLimits {
  readonly connectSeconds: number;
  /** From the first byte sent to the last byte received. */
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
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
  /** Told the bytes handed to the connection so far. */
  readonly onSent?: ((bytes: number) => void) | undefined;
}

export interface HttpAnswer {
  readonly status: number;
  /** Lower case, without parameters. */
  readonly mediaType: string;
  readonly body: Buffer;
}

/** Posts to other systems within limits: no redirects, no compressed answers, no endless ones. */
export interface HttpCaller {
  /** Throws CallError. */
  post(call: HttpCall): Promise<HttpAnswer>;
  close(): Promise<void>;
}

/** A call without an answer. */
export class CallError extends Error {
  readonly failure: CallFailure;
  readonly delivered: 'no' | 'unknown';

  constructor(failure: CallFailure, message: string, delivered: 'no' | 'unknown', cause?: unknown) {
    super(message, { cause });
    this.name = 'CallError';
    this.failure = failure;
    this.delivered = delivered;
  }
}

const CHUNK = 64 * 1024;

/** A pool of connections with the same limits; close it to let them go. */
export function createHttpCaller(limits: CallLimits, tls: CallTls = {}): HttpCaller {
  const agent = new Agent({
    connect: {
      timeout: limits.connectSeconds * 1000,
      ...(tls.ca === undefined ? {} : { ca: tls.ca }),
      ...(tls.certificate === undefined ? {} : { cert: tls.certificate, key: tls.key }),
    },
    headersTimeout: limits.totalSeconds * 1000,
    bodyTimeout: limits.totalSeconds * 1000,
    maxResponseSize: limits.answerBytes,
  });
  return {
    post: (call) => post(agent, limits, call),
    close: () => agent.destroy(),
  };
}

async function post(agent: Agent, limits: CallLimits, call: HttpCall): Promise<HttpAnswer> {
  try {
    const { statusCode, headers, body } = await request(call.url, {
      dispatcher: agent,
      method: 'POST',
      headers: { ...call.headers, 'accept-encoding': 'identity', 'content-length': String(call.body.length) },
      body: call.onSent === undefined ? call.body : inChunks(call.body, call.onSent),
      signal: AbortSignal.timeout(limits.totalSeconds * 1000),
    });
    const answer = Buffer.from(await body.arrayBuffer());
    refuseStrange(statusCode, headers['content-encoding']);
    return { status: statusCode, mediaType: mediaTypeOf(headers['content-type']), body: answer };
  } catch (error) {
    throw error instanceof CallError ? error : errorOf(error, limits);
  }
}

function inChunks(body: Buffer, onSent: (bytes: number) => void): Readable {
  function* chunks() {
    for (let at = 0; at < body.length; at += CHUNK) {
      yield body.subarray(at, at + CHUNK);
      onSent(Math.min(at + CHUNK, body.length));
    }
  }
  return Readable.from(chunks(), { objectMode: false, highWaterMark: CHUNK });
}

function refuseStrange(status: number, encoding: string | string[] | undefined): void {
  if (status >= 300 && status < 400)
    throw new CallError('redirected', `the address answers with a redirect (HTTP ${status})`, 'unknown');
  if (encoding !== undefined && encoding !== 'identity')
    throw new CallError('not-understood', 'the answer is compressed, which was not asked for', 'unknown');
}

function mediaTypeOf(header: string | string[] | undefined): string {
  const [first = ''] = [header ?? ''].flat();
  return first.split(';')[0]!.trim().toLowerCase();
}

/** Undici's and Node's codes, by what they mean for the caller. */
const NEVER_SENT = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
  'UND_ERR_INVALID_ARG',
  'ERR_INVALID_URL',
]);

function errorOf(error: unknown, { totalSeconds, answerBytes }: CallLimits): CallError {
  const code = codeOf(error);
  if (NEVER_SENT.has(code) || isTlsCode(code))
    return new CallError('unreachable', `no connection (${code})`, 'no', error);
  if (code === 'UND_ERR_RES_EXCEEDED_MAX_SIZE')
    return new CallError('too-large', `the answer is larger than ${answerBytes} bytes`, 'unknown', error);
  if (code === 'TimeoutError' || code.endsWith('_TIMEOUT'))
    return new CallError('timeout', `no whole answer within ${totalSeconds} s`, 'unknown', error);
  return new CallError('broken', `the connection broke (${code})`, 'unknown', error);
}

/** Certificate and handshake errors: nothing of the message was sent. */
function isTlsCode(code: string): boolean {
  return /CERT|^ERR_TLS|^ERR_SSL|^UNABLE_TO|SELF_SIGNED|ALTNAME/.test(code);
}

function codeOf(error: unknown): string {
  if (typeof error !== 'object' || error === null) return 'unknown';
  if ('code' in error && typeof error.code === 'string') return error.code;
  return 'name' in error ? String(error.name) : 'unknown';
}
