import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, expect, it } from '@jest/globals';
import { CallError } from '../../src/outbound/call-error.ts';
import { createHttpCaller } from '../../src/outbound/http-caller.ts';

const MIB = 1024 * 1024;
/** Below the limit of one answer, all of them far above that of all. */
const LONG = Buffer.alloc(MIB - 1, 'x');
const CALLS = 20;

let close: () => Promise<void>;
afterEach(() => close());

/** Sends long answers but for their last byte, which waits for `finish`. */
async function startHalting() {
  const held: ServerResponse[] = [];
  const server = createServer((request, response) => {
    if (request.url === '/short') return void response.end('short');
    response.writeHead(200, { 'content-length': LONG.length });
    response.on('error', () => undefined).write(LONG.subarray(1));
    held.push(response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const caller = createHttpCaller({ connectSeconds: 10, totalSeconds: 60, answerBytes: MIB });
  close = async () => {
    await caller.close();
    server.closeAllConnections();
    server.close();
  };
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const call = (path: string) =>
    caller.send({ url: origin + path, headers: {} }).then(
      ({ body }) => String(body.length),
      (error: unknown) => (error instanceof CallError ? error.failure : String(error)),
    );
  const finish = () => {
    for (const response of held.splice(0)) response.end('x');
  };
  return { call, finish, waiting: () => held.length };
}

it('long answers are received up to a bound of them all; short ones always, and long ones again afterwards', async () => {
  const { call, finish, waiting } = await startHalting();
  let refused = 0;
  const calls = Array.from({ length: CALLS }, () =>
    call('/long').then((outcome) => {
      if (outcome === 'too-large') refused += 1;
      return outcome;
    }),
  );
  while (refused < CALLS - 10) await pause(5);
  expect(await call('/short')).toBe('5');
  finish();
  const outcomes = await Promise.all(calls);
  const whole = outcomes.filter((outcome) => outcome === String(LONG.length));
  expect(whole.length).toBeGreaterThan(0);
  expect(whole.length).toBeLessThanOrEqual(10);
  expect(new Set(outcomes)).toEqual(new Set([String(LONG.length), 'too-large']));
  const again = call('/long');
  while (waiting() === 0) await pause(5);
  finish();
  expect(await again).toBe(String(LONG.length));
});
