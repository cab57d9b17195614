import { connect } from 'node:net';
import { createInterface } from 'node:readline';
import type { Conversation, StandaloneSpeaker } from '../channels.ts';
import { SERVICE } from '../service.ts';
import { lineChannel } from './line-channel.ts';

/** A partner who speaks lines, for the suite that every channel passes. */
export const lines: StandaloneSpeaker = {
  name: 'lines',
  channel: lineChannel,
  wrong: [
    {},
    { standard: 'contract', operation: 'say', port: '8090' },
    { standard: 'contract', operation: 'say', more: 1 },
  ],
  prepare: async () => ({
    settings: { port: 0, standard: SERVICE.standard, operation: 'say' },
    services: [SERVICE],
    open: async (address) => {
      const { ask, close } = openLines(address);
      return {
        say: async (text) => (await ask({ text })).get('answer') ?? '',
        garble: async () => {
          await ask('%zz');
        },
        close,
      };
    },
    close: async () => {},
  }),
};

/** Sends members as a line, reads the members of the answer. */
export function openLines(address: string): {
  ask(message: string | Readonly<Record<string, string>>): Promise<ReadonlyMap<string, string>>;
  close: Conversation['close'];
} {
  const socket = connect(Number(new URL(address).port), '127.0.0.1').on('error', () => {});
  const answers = createInterface({ input: socket })[Symbol.asyncIterator]();
  return {
    ask: async (message) => {
      const pairs = typeof message === 'string' ? [] : Object.entries(message);
      const line = pairs.map(([name, text]) => `${name}=${encodeURIComponent(text)}`).join('&');
      socket.write(`${line === '' ? message : line}\n`);
      const { done, value } = await answers.next();
      if (done) throw new Error('the connection ended');
      return new Map(
        (value as string)
          .split('&')
          .map((pair) => pair.split('=').map(decodeURIComponent) as [string, string]),
      );
    },
    close: async () => {
      socket.destroy();
    },
  };
}
