import { connect, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import type { TcpSettings } from '../../../src/channels/tcp/settings.ts';
import { openCertificateFolder } from '../../support/certificates.ts';
import { openPartner, pause, startChannel, stopChannels, type TestChannel } from './sample.ts';

let certificates: ReturnType<typeof openCertificateFolder>;
let tls: NonNullable<TcpSettings['tls']>;
const probes: Socket[] = [];

beforeAll(() => {
  certificates = openCertificateFolder();
  const { certificateFile, keyFile } = certificates.selfSigned('server', '/CN=localhost');
  tls = { certificate: certificateFile, key: keyFile, requireClientCertificate: false };
});
afterEach(async () => {
  for (const probe of probes.splice(0)) probe.destroy();
  await stopChannels();
});
afterAll(() => certificates.remove());

const CONNECTIONS = 5;
const HALF_HELLO = Buffer.from('1603010200010001fc0303aabb', 'hex');

/** A peer that keeps its side open for as long as the channel lets it. */
function openRaw({ port }: TestChannel): Socket {
  return connect({ port, host: '127.0.0.1', allowHalfOpen: true });
}

function openTls({ port }: TestChannel): Socket {
  return connectTls({ port, host: '127.0.0.1', rejectUnauthorized: false });
}

/** Four times as many as may be open, in waves, so that each finds a place if those before it left theirs. */
async function probe(channel: TestChannel, open: (channel: TestChannel) => Socket): Promise<void> {
  for (let wave = 0; wave < 4; wave += 1) {
    const sockets = Array.from({ length: CONNECTIONS }, () => open(channel));
    // Being cut is what these tests provoke.
    for (const socket of sockets) socket.on('error', () => undefined);
    probes.push(...sockets);
    await pause(50);
  }
}

async function expectPlace(channel: TestChannel): Promise<void> {
  const partner = openPartner(channel, openTls(channel));
  probes.push(partner.socket);
  partner.send({ n: 7 });
  expect(await partner.receive(1)).toMatchObject([{ n: 7 }]);
}

describe('TLS handshakes that never end', () => {
  const leavers: Readonly<Record<string, (channel: TestChannel) => Socket>> = {
    'end without a byte': (channel) => openRaw(channel).end(),
    'close without a byte': (channel) => {
      const socket = openRaw(channel);
      return socket.once('connect', () => socket.destroy());
    },
    'reset without a byte': (channel) => {
      const socket = openRaw(channel);
      return socket.once('connect', () => socket.resetAndDestroy());
    },
    'end in the middle of the ClientHello': (channel) => openRaw(channel).end(HALF_HELLO),
    'do not speak TLS': (channel) => {
      const socket = openRaw(channel);
      socket.write('GET / HTTP/1.1\r\n\r\n');
      return socket;
    },
    'close as soon as they are secure': (channel) => {
      const socket = openTls(channel);
      return socket.once('secureConnect', () => socket.destroy());
    },
  };

  it.each(Object.entries(leavers))('leave their places at once when peers %s', async (_, open) => {
    const channel = await startChannel({ tls, connections: CONNECTIONS });
    await probe(channel, open);
    await expectPlace(channel);
    expect(channel.messages).toHaveLength(1);
    expect(channel.failures).toEqual([]);
  });

  it.each([
    ['say nothing', Buffer.alloc(0)],
    ['stop in the middle of the ClientHello', HALF_HELLO],
  ])('leave their places after messageSeconds when peers %s', async (_, bytes) => {
    const channel = await startChannel({ tls, connections: CONNECTIONS, messageSeconds: 1 });
    await probe(channel, (target) => {
      const socket = openRaw(target);
      socket.write(bytes);
      return socket;
    });
    await pause(1200);
    await expectPlace(channel);
    expect(channel.failures).toEqual([]);
  });

  it('leave their places after messageSeconds when the ClientHello trickles', async () => {
    const channel = await startChannel({ tls, connections: 1, messageSeconds: 1 });
    const socket = openRaw(channel).on('error', () => undefined);
    probes.push(socket);
    socket.write(HALF_HELLO);
    const drip = setInterval(() => socket.write(Buffer.alloc(1, 0xaa)), 100);
    await pause(1500);
    clearInterval(drip);
    await expectPlace(channel);
  });
});

describe('a TLS peer that has shaken hands', () => {
  it('may end its side and still reads its answers', async () => {
    const channel = await startChannel({ tls, connections: CONNECTIONS });
    const socket = openTls(channel);
    const partner = openPartner(channel, socket);
    partner.send({ n: 1 });
    socket.end();
    expect(await partner.receive(1)).toMatchObject([{ n: 1 }]);
  });
});
