import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, describe, expect, it } from '@jest/globals';
import { answer, frame, openPartner, startChannel, stopChannels, until } from './sample.ts';

afterEach(stopChannels);

const slowly = (milliseconds: number) => async (raw: Parameters<typeof answer>[0]) => {
  // What is cut is not waited for, by the process neither.
  await pause(milliseconds, undefined, { ref: false });
  return answer(raw);
};

describe('a stop', () => {
  it('lets what is under way be answered, in order, and takes nothing new', async () => {
    const channel = await startChannel({ pipelined: 3 }, slowly(100));
    const partner = openPartner(channel);
    for (let n = 0; n < 10; n += 1) partner.send({ n });
    await until(() => channel.messages.length === 3);
    const begin = performance.now();
    await channel.channel.stop(5000);
    expect(performance.now() - begin).toBeLessThan(1500);
    await partner.over;
    expect(partner.answers).toMatchObject([{ n: 0 }, { n: 1 }, { n: 2 }]);
    expect(channel.messages).toHaveLength(3);
    const late = openPartner(channel);
    await late.over;
    expect(late.answers).toEqual([]);
  });

  it('ends idle connections and half frames at once, without an attempt', async () => {
    const channel = await startChannel();
    const [idle, half] = [openPartner(channel), openPartner(channel)];
    idle.send({ n: 1 });
    await idle.receive(1);
    half.socket.write(frame('length', { n: 2 }).subarray(0, 7));
    await pause(30);
    const begin = performance.now();
    await channel.channel.stop(5000);
    expect(performance.now() - begin).toBeLessThan(1500);
    await Promise.all([idle.over, half.over]);
    expect(channel.messages).toHaveLength(1);
  });

  it('cuts what is not answered in time', async () => {
    const channel = await startChannel({}, slowly(1000));
    const partner = openPartner(channel);
    partner.send({ n: 1 });
    await until(() => channel.messages.length === 1);
    const begin = performance.now();
    await channel.channel.stop(100);
    expect(performance.now() - begin).toBeLessThan(800);
    await partner.over;
    expect(partner.answers).toEqual([]);
  });

  it('waits for a message whose sender has gone: what it writes must be on disk before the store closes', async () => {
    let ended = false;
    const channel = await startChannel({}, async (raw) => {
      await pause(200);
      ended = true;
      return answer(raw);
    });
    const partner = openPartner(channel);
    partner.send({ n: 1 });
    await until(() => channel.messages.length === 1);
    partner.socket.resetAndDestroy();
    await channel.channel.stop(5000);
    expect(ended).toBe(true);
  });

  it('may be asked for twice', async () => {
    const { channel } = await startChannel();
    await Promise.all([channel.stop(100), channel.stop(100)]);
    await channel.stop(0);
  });
});
