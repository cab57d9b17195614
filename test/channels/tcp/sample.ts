import { connect, type Socket } from 'node:net';
import { z } from 'zod';
import { type TcpSettings, tcpSettings } from '../../../src/channels/tcp/settings.ts';
import { tcpChannel } from '../../../src/channels/tcp/tcp-channel.ts';
import type { RunningChannel } from '../../../src/envelope/channel.ts';
import type { MountedService } from '../../../src/envelope/http-channel.ts';
import type { Exchange, RawMessage } from '../../../src/envelope/raw-message.ts';

/** A small service with a body to post, a list to post, and a question that no frame can ask. */
export const SERVICE: MountedService = {
  standard: 'sample',
  title: '样例',
  version: '1',
  namespace: 'urn:tonggui:sample:1.0',
  path: '/sample/exchange',
  url: 'http://127.0.0.1/sample/exchange',
  operations: (
    [
      ['send', 'POST', undefined],
      ['list', 'POST', 'data'],
      ['ask', 'GET', undefined],
    ] as const
  ).map(([name, method, list]) => ({
    name,
    title: name,
    clause: '',
    http: { method, path: `/${name}`, ...(list && { list }) },
    soap: false,
    input: z.object({}),
    output: z.object({}),
  })),
  chapters: [],
};

export const FRAMINGS = ['length', 'newline'] as const;
export type FramingName = (typeof FRAMINGS)[number];

export interface TestChannel {
  readonly channel: RunningChannel;
  readonly port: number;
  readonly framing: FramingName;
  /** What the core was asked, in order. */
  readonly messages: RawMessage[];
  readonly failures: unknown[];
}

/** Answers like a standard would: `{status, err}`, and the member `n` of the message. */
export const answer: Exchange = async ({ members, unreadable }) => ({
  members: [
    { name: 'status', kind: 'text', text: unreadable?.reason ?? '0' },
    { name: 'err', kind: 'text', text: unreadable?.message ?? '' },
    { name: 'n', ...(members.get('n') ?? { kind: 'json', text: 'null' }) },
  ],
  ...(unreadable && { error: unreadable }),
});

const running: RunningChannel[] = [];

export async function startChannel(
  changes: Partial<TcpSettings> = {},
  exchange: Exchange = answer,
): Promise<TestChannel> {
  const messages: RawMessage[] = [];
  const failures: unknown[] = [];
  const settings = tcpSettings.parse({ port: 0, standard: 'sample', operation: 'send', ...changes });
  const channel = await tcpChannel.start(settings, {
    services: [SERVICE],
    exchange: (raw) => {
      messages.push(raw);
      return exchange(raw);
    },
    onFailure: (error) => failures.push(error),
  });
  running.push(channel);
  return {
    channel,
    port: Number(new URL(channel.address).port),
    framing: settings.framing,
    messages,
    failures,
  };
}

/** Stops every channel of a test. */
export async function stopChannels(): Promise<void> {
  await Promise.all(running.splice(0).map((channel) => channel.stop(0)));
}

/** A message as the framing has it; anything but a text is written as JSON. */
export function frame(framing: FramingName, message: unknown): Buffer {
  const body = Buffer.from(typeof message === 'string' ? message : JSON.stringify(message));
  if (framing === 'newline') return Buffer.concat([body, Buffer.from('\n')]);
  const prefix = Buffer.alloc(4);
  prefix.writeUInt32BE(body.length);
  return Buffer.concat([prefix, body]);
}

/** A partner's end of a connection, written anew so that the channel's own framing is not its judge. */
export interface Partner {
  readonly socket: Socket;
  /** Answers so far, parsed. */
  readonly answers: Record<string, unknown>[];
  send(message: unknown): void;
  /** Resolves once so many answers have come. */
  receive(count: number): Promise<readonly Record<string, unknown>[]>;
  /** Resolves when the channel ended or cut the connection; leaves nothing half read. */
  readonly over: Promise<void>;
}

export function openPartner(
  { port, framing }: Pick<TestChannel, 'port' | 'framing'>,
  socket: Socket = connect(port, '127.0.0.1'),
): Partner {
  const answers: Record<string, unknown>[] = [];
  let bytes: Buffer = Buffer.alloc(0);
  let look = () => {};
  // Being cut is what these tests provoke.
  socket.on('error', () => undefined);
  socket.on('data', (chunk: Buffer) => {
    bytes = Buffer.concat([bytes, chunk]);
    for (let next = cut(framing, bytes); next; next = cut(framing, bytes)) {
      answers.push(JSON.parse(next.body.toString()));
      bytes = next.rest;
    }
    look();
  });
  const over = new Promise<void>((resolve) => socket.once('end', resolve).once('close', () => resolve()));
  return {
    socket,
    answers,
    over,
    send: (message) => socket.write(frame(framing, message)),
    receive: (count) =>
      new Promise((resolve, reject) => {
        look = () => {
          if (answers.length >= count) resolve(answers);
        };
        look();
        over.then(() => reject(new Error(`the connection ended after ${answers.length} answers`)));
      }),
  };
}

function cut(framing: FramingName, bytes: Buffer): { body: Buffer; rest: Buffer } | undefined {
  if (framing === 'newline') {
    const end = bytes.indexOf('\n');
    return end === -1 ? undefined : { body: bytes.subarray(0, end), rest: bytes.subarray(end + 1) };
  }
  const end = bytes.length < 4 ? Number.POSITIVE_INFINITY : 4 + bytes.readUInt32BE();
  return bytes.length < end ? undefined : { body: bytes.subarray(4, end), rest: bytes.subarray(end) };
}

export const pause = (milliseconds: number) =>
  new Promise<void>((resolve) => setTimeout(resolve, milliseconds));

/** Waits until something holds, for tests that watch the other side of a socket. */
export async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await pause(5);
}
