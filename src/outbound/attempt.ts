import { sm3Hex } from '../crypto/digest.ts';
import type { CallResult } from '../envelope/call-result.ts';
import type { ProviderLeg } from '../envelope/provider.ts';
import { CallError } from './call-error.ts';
import type { HttpAnswer, HttpCall, HttpCaller } from './http-caller.ts';

type CallNote = Omit<ProviderLeg, 'provider' | 'endpoint' | 'wire'>;

/** The calls that are made to one endpoint for one message, within one time. */
export interface Attempt {
  /** Sends within what is left of the time, and takes down how each call went. */
  readonly caller: HttpCaller;
  /** Tells what the last call's answer turned out to be. */
  reads(result: CallResult): void;
  /** HTTP status of the last call, if it had one. */
  readonly status: number | undefined;
  readonly isFault: boolean;
  /** The last answer was a Fault that blames the request. */
  readonly blamed: boolean;
  /** One leg per call; `outcome` is what the last one came to. */
  legs(facts: Pick<ProviderLeg, 'provider' | 'endpoint' | 'wire'>, outcome: string): readonly ProviderLeg[];
}

/** Fault codes that blame the request (SOAP 1.1 4.4.1, SOAP 1.2 part 1 5.4.6). */
const BLAMING: ReadonlySet<string> = new Set(['Client', 'Sender']);

export function startAttempt(pool: HttpCaller, seconds: number): Attempt {
  const deadline = performance.now() + seconds * 1000;
  const notes: CallNote[] = [];
  let last: CallResult | undefined;

  async function send(call: HttpCall): Promise<HttpAnswer> {
    const begun = performance.now();
    const took = () => Math.round(performance.now() - begun);
    try {
      const left = (deadline - begun) / 1000;
      if (left <= 0) throw new CallError('timeout', 'no time was left', 'no');
      const answer = await pool.send({ ...call, totalSeconds: Math.min(left, call.totalSeconds ?? left) });
      notes.push({ milliseconds: took(), ...answeredNote(answer) });
      return answer;
    } catch (error) {
      if (error instanceof CallError) notes.push({ milliseconds: took(), ...failedNote(error) });
      throw error;
    }
  }

  return {
    // What others opened is not theirs to close.
    caller: { send, close: async () => undefined },
    reads(result) {
      last = result;
      const note = notes.pop();
      if (note !== undefined) notes.push({ ...note, outcome: outcomeOf(result) });
    },
    get status() {
      return notes.at(-1)?.status;
    },
    get isFault() {
      return last?.kind === 'fault';
    },
    get blamed() {
      return last?.kind === 'fault' && BLAMING.has(last.code);
    },
    legs: (facts, outcome) =>
      notes.map((note, index) => ({ ...facts, ...note, ...(index === notes.length - 1 && { outcome }) })),
  };
}

function answeredNote({ status, body }: HttpAnswer): Omit<CallNote, 'milliseconds'> {
  return { outcome: 'answered', status, bytes: body.length, digest: sm3Hex(body) };
}

function failedNote({ failure, status }: CallError): Omit<CallNote, 'milliseconds'> {
  return { outcome: failure, ...(status === undefined ? {} : { status }) };
}

function outcomeOf(result: CallResult): string {
  if (result.kind === 'failed') return result.failure;
  return result.kind === 'fault' ? 'fault' : 'answered';
}
