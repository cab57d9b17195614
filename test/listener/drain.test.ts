import { once } from 'node:events';
import { afterEach, describe, expect, it } from '@jest/globals';
import type { Exchange } from '../../src/envelope/raw-message.ts';
import { openSocket, post, sendRaw, startGateway, stopGateways } from './gateway.ts';

afterEach(stopGateways);

const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));

/** An exchange that answers when told to. */
function heldExchange(): {
  readonly exchange: Exchange;
  readonly finish: () => void;
  readonly done: () => number;
} {
  let finish = (): void => undefined;
  let done = 0;
  const held = new Promise<void>((resolve) => {
    finish = resolve;
  });
  const exchange: Exchange = async (raw) => {
    if (!raw.unreadable) await held;
    done += 1;
    return {
      members: [{ name: 'result', kind: 'text', text: 'ok' }],
      ...(raw.unreadable && { error: raw.unreadable }),
    };
  };
  return { exchange, finish, done: () => done };
}

describe('close', () => {
  it('lets a running exchange end, takes no new connection and ends this one', async () => {
    const { exchange, finish } = heldExchange();
    const gateway = await startGateway({ exchange });
    const running = sendRaw(gateway, [post('{}')]);
    await pause(50);
    const closed = gateway.server.close(5000);
    await expect(fetch(gateway.url)).rejects.toThrow();
    finish();
    const answer = await running;
    expect(answer).toMatch(/^HTTP\/1\.1 200 /);
    expect(answer).toMatch(/connection: close/i);
    await closed;
  });

  it('answers 503 with Retry-After to what still comes on an open connection', async () => {
    const { exchange, finish } = heldExchange();
    const gateway = await startGateway({ exchange });
    const busy = sendRaw(gateway, [post('{}')]);
    const late = await openSocket(gateway.address);
    late.write(post('{}').slice(0, 40));
    await pause(50);
    const closed = gateway.server.close(5000);
    late.write(post('{}').slice(40));
    const [chunk] = await once(late, 'data');
    expect(String(chunk)).toMatch(/^HTTP\/1\.1 503 /);
    expect(String(chunk)).toMatch(/retry-after: 5/i);
    finish();
    expect(await busy).toMatch(/ 200 OK/);
    await closed;
  });

  it('cuts what has not ended in time', async () => {
    const gateway = await startGateway({ exchange: heldExchange().exchange });
    const running = sendRaw(gateway, [post('{}')]);
    await pause(50);
    const begin = performance.now();
    await gateway.server.close(200);
    expect(performance.now() - begin).toBeLessThan(1000);
    expect(await running).toBe('');
  });

  it('does not wait for connections that rest or say nothing', async () => {
    const gateway = await startGateway();
    await fetch(`${gateway.url}?doc`);
    const silent = await openSocket(gateway.address);
    const begin = performance.now();
    await gateway.server.close(20_000);
    expect(performance.now() - begin).toBeLessThan(2000);
    silent.destroy();
  });

  it('waits for an exchange whose caller has gone', async () => {
    const { exchange, finish, done } = heldExchange();
    const gateway = await startGateway({ exchange });
    const caller = await openSocket(gateway.address);
    caller.write(post('{}'));
    await pause(50);
    caller.destroy();
    setTimeout(finish, 1200);
    await gateway.server.close(5000);
    expect(done()).toBe(1);
  });

  it('ends the same way when called twice, and says so meanwhile', async () => {
    const gateway = await startGateway();
    expect(gateway.server.closing).toBe(false);
    const first = gateway.server.close(100);
    expect(gateway.server.closing).toBe(true);
    await Promise.all([first, gateway.server.close(100)]);
  });

  it('leaves nothing behind that keeps the process, however it ends', async () => {
    const timers = () => process.getActiveResourcesInfo().filter((name) => name === 'Timeout').length;
    const before = timers();
    const { exchange, finish } = heldExchange();
    const gateway = await startGateway({ exchange });
    const running = sendRaw(gateway, [post('{}')]).catch(() => '');
    await pause(50);
    const closed = gateway.server.close(0);
    await running;
    finish();
    await closed;
    await gateway.server.close(0);
    // Jest has timers of its own, which come and go.
    for (let turn = 0; turn < 10 && timers() > before; turn += 1) await pause(10);
    expect(timers()).toBeLessThanOrEqual(before);
  });
});
