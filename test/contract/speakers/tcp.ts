import { connect } from 'node:net';
import { createInterface } from 'node:readline';
import { tcpChannel } from '../../../src/channels/tcp/tcp-channel.ts';
import type { StandaloneSpeaker } from '../channels.ts';
import { SERVICE } from '../service.ts';

/** JSON, a message a line. */
export const tcp: StandaloneSpeaker = {
  name: 'tcp',
  channel: tcpChannel,
  wrong: [{ port: -1 }, { framing: 'xml' }, { unheardOf: true }, { host: '0.0.0.0' }, 'tcp'],
  prepare: async () => ({
    settings: { port: 0, standard: SERVICE.standard, operation: 'say', framing: 'newline' },
    services: [SERVICE],
    open: async (address) => {
      const socket = connect(Number(new URL(address).port), '127.0.0.1').on('error', () => {});
      const lines = createInterface({ input: socket })[Symbol.asyncIterator]();
      const ask = async (line: string) => {
        socket.write(`${line}\n`);
        const { done, value } = await lines.next();
        if (done) throw new Error('the connection ended');
        return JSON.parse(value).answer as string;
      };
      return {
        say: (text) => ask(JSON.stringify({ text })),
        garble: async () => {
          await ask('{"text":');
        },
        close: async () => {
          socket.destroy();
        },
      };
    },
    close: async () => {},
  }),
};
