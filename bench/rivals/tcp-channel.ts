import { tcpSettings } from '../../src/channels/tcp/settings.ts';
import { tcpChannel } from '../../src/channels/tcp/tcp-channel.ts';
import { answer, SERVICE } from '../../test/channels/tcp/sample.ts';

/** The TCP channel alone: frames, strict JSON, a digest; the exchange behind it only says yes. */
const channel = await tcpChannel.start(
  tcpSettings.parse({ port: 0, standard: SERVICE.standard, operation: 'send' }),
  { services: [SERVICE], exchange: answer, onFailure: console.error },
);
console.log(JSON.stringify({ port: Number(new URL(channel.address).port) }));
process.on('SIGTERM', () => process.exit(0));
