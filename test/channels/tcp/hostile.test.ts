import { readFileSync } from 'node:fs';
import { connect } from 'node:net';
import { afterEach, describe, expect, it } from '@jest/globals';
import {
  answer,
  FRAMINGS,
  frame,
  openPartner,
  pause,
  startChannel,
  stopChannels,
  type TestChannel,
  until,
} from './sample.ts';

afterEach(stopChannels);

const codesOf = ({ messages }: TestChannel) => messages.map(({ unreadable }) => unreadable?.reason ?? 'read');

/** The channel still serves others. */
async function expectAlive(channel: TestChannel): Promise<void> {
  const partner = openPartner(channel);
  partner.send({ n: 7 });
  expect(await partner.receive(1)).toMatchObject([{ n: 7 }]);
  partner.socket.destroy();
}

interface BadFrame {
  readonly title: string;
  readonly hex: string;
  /** Of the error that the core is told. */
  readonly reason: string;
}

const badFrames = JSON.parse(readFileSync('fixtures/hostile/N01/frames.json', 'utf8')) as readonly BadFrame[];

describe('frames that cannot be trusted', () => {
  it.each(badFrames.map(({ title, hex, reason }) => [title, Buffer.from(hex, 'hex'), reason] as const))(
    'are answered once and end the connection: %s',
    async (_, bytes, code) => {
      const channel = await startChannel({ frameBytes: 1024 * 1024 });
      const partner = openPartner(channel);
      partner.socket.write(Buffer.concat([bytes, frame('length', { n: 'behind it' })]));
      await partner.over;
      expect(partner.answers).toMatchObject([{ status: code }]);
      expect(codesOf(channel)).toEqual([code]);
      await expectAlive(channel);
    },
  );

  it('are refused by their announced length without taking memory for it', async () => {
    const channel = await startChannel({ frameBytes: 1024 * 1024 * 1024 });
    const before = process.memoryUsage();
    const partners = Array.from({ length: 50 }, () => openPartner(channel));
    for (const { socket } of partners) socket.write(Buffer.from('3fffffff7b', 'hex'));
    await pause(100);
    const after = process.memoryUsage();
    expect(after.arrayBuffers - before.arrayBuffers).toBeLessThan(8 * 1024 * 1024);
    expect(channel.messages).toEqual([]);
    for (const { socket } of partners) socket.destroy();
    await until(() => channel.messages.length === 50);
  });

  it('still get their answer when the sender sends all before it reads', async () => {
    const channel = await startChannel({ framing: 'newline', frameBytes: 4096 });
    const partner = openPartner(channel);
    partner.socket.pause();
    partner.socket.write('a'.repeat(8 * 1024 * 1024));
    await pause(50);
    partner.socket.resume();
    await partner.over;
    expect(partner.answers).toMatchObject([{ status: 'TOO_LARGE' }]);
  });

  it('are answered behind the messages that came before them', async () => {
    const channel = await startChannel({}, async (raw) => {
      if (!raw.unreadable) await pause(30);
      return answer(raw);
    });
    const partner = openPartner(channel);
    partner.socket.write(
      Buffer.concat([frame('length', { n: 1 }), frame('length', { n: 2 }), Buffer.alloc(4)]),
    );
    await partner.over;
    expect(partner.answers).toMatchObject([{ n: 1 }, { n: 2 }, { status: 'EMPTY' }]);
  });
});

describe.each(FRAMINGS)('peers that go away, with %s framing', (framing) => {
  it.each(['end', 'resetAndDestroy'] as const)(
    'in the middle of a frame leave one refused attempt (%s)',
    async (leave) => {
      const channel = await startChannel({ framing });
      const partner = openPartner(channel);
      const half = frame(framing, { n: '半' }).subarray(0, -3);
      partner.send({ n: 1 });
      await partner.receive(1);
      partner.socket.write(half);
      await pause(30);
      partner.socket[leave]();
      await until(() => channel.messages.length === 2);
      await partner.over;
      await pause(20);
      expect(codesOf(channel)).toEqual(['read', 'INCOMPLETE']);
      const [, { members, body }] = channel.messages as [unknown, (typeof channel.messages)[0]];
      expect(members.size).toBe(0);
      expect(body.bytes).toBe(half.length - (framing === 'length' ? 4 : 0));
      if (leave === 'end') expect(partner.answers[1]).toMatchObject({ err: '报文未传输完整' });
    },
  );

  it('while their message is under way do not stop it', async () => {
    let ended = 0;
    const channel = await startChannel({ framing }, async (raw) => {
      await pause(50);
      ended += 1;
      return answer(raw);
    });
    const partner = openPartner(channel);
    partner.send({ n: 1 });
    await until(() => channel.messages.length === 1);
    partner.socket.resetAndDestroy();
    await channel.channel.stop(1000);
    expect(ended).toBe(1);
    expect(channel.failures).toEqual([]);
  });

  it('or say nothing leave nothing', async () => {
    const channel = await startChannel({ framing });
    const partner = openPartner(channel);
    partner.socket.end();
    await partner.over;
    expect(channel.messages).toEqual([]);
  });
});

describe('slow peers', () => {
  it.each(FRAMINGS)('get an error when a frame trickles, and are cut (%s)', async (framing) => {
    const channel = await startChannel({ framing, messageSeconds: 1 });
    const partner = openPartner(channel);
    const begin = performance.now();
    const drip = setInterval(
      () => partner.socket.write(framing === 'length' ? Buffer.alloc(1, 0) : 'a'),
      400,
    );
    await partner.over;
    clearInterval(drip);
    expect(performance.now() - begin).toBeLessThan(2500);
    expect(['REQUEST_TIMEOUT', 'EMPTY']).toContain(partner.answers[0]?.['status']);
    expect(channel.messages).toHaveLength(1);
  });

  it('have all their time for a frame that waited its turn', async () => {
    const channel = await startChannel({ messageSeconds: 1, pipelined: 1 }, async (raw) => {
      await pause(1300);
      return answer(raw);
    });
    const partner = openPartner(channel);
    const second = frame('length', { n: 2 });
    partner.socket.write(Buffer.concat([frame('length', { n: 1 }), second.subarray(0, 6)]));
    await partner.receive(1);
    partner.socket.write(second.subarray(6));
    expect(await partner.receive(2)).toMatchObject([{ n: 1 }, { n: 2 }]);
  });

  it('lose a connection that rests too long, but not while an answer is under way', async () => {
    const channel = await startChannel({ idleSeconds: 1 }, async (raw) => {
      await pause(1200);
      return answer(raw);
    });
    const partner = openPartner(channel);
    const idle = openPartner(channel);
    const begin = performance.now();
    partner.send({ n: 1 });
    await idle.over;
    expect(performance.now() - begin).toBeGreaterThan(900);
    expect(await partner.receive(1)).toMatchObject([{ n: 1 }]);
    await partner.over;
    expect(performance.now() - begin).toBeGreaterThan(2000);
    expect(codesOf(channel)).toEqual(['read']);
  });

  it('do not keep a connection by empty lines', async () => {
    const channel = await startChannel({ framing: 'newline', idleSeconds: 1 });
    const partner = openPartner(channel);
    const beat = setInterval(() => partner.socket.write('\n'), 200);
    await partner.over;
    clearInterval(beat);
    expect(channel.messages).toEqual([]);
  });

  it('that never read make the channel stop reading, and are cut in time', async () => {
    const big = JSON.stringify('锅炉'.repeat(200_000));
    const channel = await startChannel({ messageSeconds: 1, pipelined: 4 }, async (raw) =>
      raw.members.has('pad') ? { members: [{ name: 'data', kind: 'json', text: big }] } : answer(raw),
    );
    const partner = openPartner(channel);
    partner.socket.pause();
    const closed = new Promise<void>((resolve) => partner.socket.once('close', () => resolve()));
    for (let n = 0; n < 1000; n += 1) partner.send({ n, pad: 'a'.repeat(10_000) });
    await pause(600);
    const asked = channel.messages.length;
    expect(asked).toBeLessThan(20);
    await pause(900);
    expect(channel.messages.length).toBe(asked);
    partner.socket.resume();
    await closed;
    expect(partner.answers.length).toBeLessThan(asked);
    await expectAlive(channel);
  });
});

describe('many connections', () => {
  it('are bounded in all', async () => {
    const channel = await startChannel({ connections: 3 });
    const partners = Array.from({ length: 3 }, () => openPartner(channel));
    for (const partner of partners) partner.send({ n: 1 });
    for (const partner of partners) await partner.receive(1);
    const fourth = openPartner(channel);
    fourth.send({ n: 4 });
    await fourth.over;
    expect(fourth.answers).toEqual([]);
    partners[0]!.socket.destroy();
    await pause(20);
    await expectAlive(channel);
  });

  it('are bounded by address', async () => {
    const channel = await startChannel({ connectionsPerAddress: 2 });
    const partners = Array.from({ length: 2 }, () => openPartner(channel));
    for (const partner of partners) partner.send({ n: 1 });
    for (const partner of partners) await partner.receive(1);
    const third = openPartner(channel);
    await third.over;
    const elsewhere = openPartner(
      channel,
      connect({ port: channel.port, host: '127.0.0.1', localAddress: '127.0.0.2' }),
    );
    elsewhere.send({ n: 9 });
    expect(await elsewhere.receive(1)).toMatchObject([{ n: 9 }]);
    expect(channel.messages[2]?.peer.address).toBe('127.0.0.2');
  });

  it('together hold no more than the budget', async () => {
    const frameBytes = 64 * 1024 * 1024;
    const channel = await startChannel({ frameBytes, connections: 10 });
    const partners = Array.from({ length: 6 }, () => openPartner(channel));
    const half = Buffer.alloc(40 * 1024 * 1024, 'a');
    for (const { socket } of partners) {
      socket.write(Buffer.from('04000000', 'hex'));
      socket.write(half);
    }
    await until(() => channel.messages.length > 0);
    expect(codesOf(channel)).toContain('MEMORY');
    for (const { socket } of partners) socket.destroy();
    await until(() => channel.messages.length === 6);
    await expectAlive(channel);
  });
});
