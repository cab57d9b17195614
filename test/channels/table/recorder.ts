import { setTimeout as pause } from 'node:timers/promises';
import { ExchangeError } from '../../../src/envelope/exchange-error.ts';
import type { Exchange, RawMessage, RawReply } from '../../../src/envelope/raw-message.ts';

/** What an exchange was asked, as tests look at it. */
export interface Asked {
  readonly raw: RawMessage;
  readonly operation: string;
  readonly serial: string;
  readonly resource: string;
  readonly records: readonly Record<string, any>[];
}

/** An exchange that keeps what it was asked and answers as a standard would, each serial number once. */
export interface Recorder {
  readonly exchange: Exchange;
  readonly asked: readonly Asked[];
  /** Accepted serial numbers, in the order in which they took effect. */
  readonly accepted: readonly string[];
  /** The most exchanges that ran at one time. */
  readonly most: () => number;
}

export const OK: RawReply = { members: member('status', '0', 'err', '') };

export function refusal(error: ExchangeError): RawReply {
  return { members: member('status', '4008', 'err', error.message), error };
}

export function createRecorder(
  answer: (asked: Asked) => RawReply | Promise<RawReply> = () => OK,
  milliseconds = 0,
): Recorder {
  const asked: Asked[] = [];
  const accepted: string[] = [];
  const seen = new Map<string, string>();
  let [running, most] = [0, 0];
  const exchange: Exchange = async (raw) => {
    running += 1;
    most = Math.max(most, running);
    const one = read(raw);
    asked.push(one);
    if (milliseconds > 0) await pause(milliseconds);
    const reply = raw.unreadable ? refusal(raw.unreadable) : await answer(one);
    running -= 1;
    // What cannot be read is refused before anyone asks whether it came before.
    if (raw.unreadable) return reply;
    const data = raw.members.get('data')!.text;
    if (reply.error || seen.has(raw.address))
      return (seen.get(raw.address) ?? data) === data ? reply : failure('RANDOM_REUSED');
    seen.set(raw.address, data);
    accepted.push(one.serial);
    return reply;
  };
  return { exchange, asked, accepted, most: () => most };
}

function read(raw: RawMessage): Asked {
  const text = (name: string) => raw.members.get(name)?.text ?? '';
  return {
    raw,
    operation: raw.operation,
    serial: text('serialnumber'),
    resource: text('resourceIdentifier'),
    records: JSON.parse(text('data')),
  };
}

function member(...pairs: readonly string[]): RawReply['members'] {
  return pairs
    .map((name, index) => ({ name, kind: 'text' as const, text: pairs[index + 1] ?? '' }))
    .filter((_, index) => index % 2 === 0);
}

export const failure = (code: ConstructorParameters<typeof ExchangeError>[0], message?: string): RawReply =>
  refusal(new ExchangeError(code, message === undefined ? {} : { message }));
