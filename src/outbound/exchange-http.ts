import { Readable } from 'node:stream';
import type { Agent, Dispatcher } from 'undici';
import type { CallFailure } from '../envelope/call-result.ts';
import { AddressError } from './address-guard.ts';
import { CallError } from './call-error.ts';
import type { HttpAnswer, HttpCall } from './http-caller.ts';

type TimedCall = HttpCall & { readonly totalSeconds: number };
type Headers = Readonly<Record<string, string | string[] | undefined>>;

const CHUNK = 64 * 1024;

/** What answers may take up. Bytes. */
export interface AnswerSpace {
  /** Of one answer. */
  readonly each: number;
  /** Of all long answers that are being received, together. */
  readonly together: number;
  /** Of these, what is taken now. */
  taken: number;
}

/** Bytes of an answer that are always received, so that a few long ones shut no ordinary one out. */
const ORDINARY = 256 * 1024;

/**
 * One request and its whole answer within `totalSeconds` and the space, or a CallError; whatever ends it early
 * destroys the socket. `delivered` is known exactly: a request whose first byte was not written was not delivered.
 */
export async function exchangeHttp(agent: Agent, call: TimedCall, space: AnswerSpace): Promise<HttpAnswer> {
  const handler = new AnswerHandler(space);
  const timer = setTimeout(
    () => handler.fail('timeout', `no whole answer within ${rounded(call.totalSeconds)} s`),
    call.totalSeconds * 1000,
  );
  try {
    agent.dispatch(requestOf(call), handler);
  } catch (error) {
    handler.onResponseError(undefined, error);
  }
  return handler.answer.finally(() => {
    clearTimeout(timer);
    handler.release();
  });
}

function requestOf({ url, method = 'POST', headers, body, onSent }: TimedCall): Dispatcher.DispatchOptions {
  const { origin, pathname, search } = new URL(url);
  const length = body === undefined ? {} : { 'content-length': String(body.length) };
  return {
    origin,
    path: pathname + search,
    method,
    headers: { ...headers, 'accept-encoding': 'identity', ...length },
    body: body === undefined ? null : onSent === undefined ? body : inChunks(body, onSent),
  };
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

/** Collects an answer and stops it as soon as it is none that was asked for. */
class AnswerHandler implements Dispatcher.DispatchHandler {
  readonly answer: Promise<HttpAnswer>;
  readonly #space: AnswerSpace;
  readonly #chunks: Buffer[] = [];
  #resolve!: (answer: HttpAnswer) => void;
  #reject!: (error: CallError) => void;
  #controller: Dispatcher.DispatchController | undefined;
  #failed: CallError | undefined;
  #bytes = 0;
  #taken = 0;
  #status = 0;
  #mediaType = '';

  constructor(space: AnswerSpace) {
    this.#space = space;
    this.answer = new Promise((resolve, reject) => {
      this.#resolve = resolve;
      this.#reject = reject;
    });
  }

  /** Ends the call; later events find it ended. */
  fail(failure: CallFailure, message: string, cause?: unknown): void {
    if (this.#failed !== undefined) return;
    const delivered = this.#controller === undefined ? 'no' : 'unknown';
    this.#failed = new CallError(failure, message, delivered, { status: this.#status || undefined, cause });
    this.#controller?.abort(this.#failed);
    this.#reject(this.#failed);
  }

  /** The connection stands and the request is about to be written. */
  onRequestStart(controller: Dispatcher.DispatchController): void {
    if (this.#failed !== undefined) controller.abort(this.#failed);
    else this.#controller = controller;
  }

  onResponseStart(_: unknown, status: number, headers: Headers): void {
    if (status < 200) return;
    this.#status = status;
    this.#mediaType = mediaTypeOf(headers['content-type']);
    const encoding = headers['content-encoding'] ?? 'identity';
    if (status >= 300 && status < 400)
      this.fail('redirected', `the address answers with a redirect (HTTP ${status})`);
    else if (encoding !== 'identity')
      this.fail('not-understood', 'the answer is compressed, which was not asked for');
    else if (Number(headers['content-length']) > this.#space.each) this.#failLarge();
  }

  onResponseData(_: unknown, chunk: Buffer): void {
    if (this.#failed !== undefined) return;
    this.#bytes += chunk.length;
    if (this.#bytes > this.#space.each) this.#failLarge();
    else if (!this.#take()) this.#failLarge('long answers under way are', this.#space.together);
    else this.#chunks.push(chunk);
  }

  /** Whether there is space for what has come so far. */
  #take(): boolean {
    const wanted = Math.max(0, this.#bytes - ORDINARY) - this.#taken;
    if (this.#space.taken + wanted > this.#space.together) return false;
    this.#space.taken += wanted;
    this.#taken += wanted;
    return true;
  }

  /** Gives its space back, once. */
  release(): void {
    this.#space.taken -= this.#taken;
    this.#taken = 0;
  }

  onResponseEnd(): void {
    if (this.#failed !== undefined) return;
    this.#resolve({
      status: this.#status,
      mediaType: this.#mediaType,
      body: Buffer.concat(this.#chunks, this.#bytes),
    });
  }

  onResponseError(_: unknown, error: unknown): void {
    const code = codeOf(error);
    if (error instanceof AddressError) this.fail('unreachable', error.message, error);
    else if (this.#controller === undefined) this.fail('unreachable', `no connection (${code})`, error);
    else this.fail('broken', `the connection broke (${code})`, error);
  }

  #failLarge(what = 'the answer is', limit = this.#space.each): void {
    this.#chunks.length = 0;
    this.fail('too-large', `${what} larger than ${limit} bytes`);
  }
}

function mediaTypeOf(header: string | string[] | undefined): string {
  const [first = ''] = [header ?? ''].flat();
  return first.split(';')[0]!.trim().toLowerCase();
}

function rounded(seconds: number): number {
  return Math.round(seconds * 10) / 10;
}

function codeOf(error: unknown): string {
  if (typeof error !== 'object' || error === null) return 'unknown';
  if ('code' in error && typeof error.code === 'string') return error.code;
  return 'name' in error ? String(error.name) : 'unknown';
}
