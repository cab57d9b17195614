import { connect } from 'node:net';
import { expect } from '@jest/globals';
import type { Driver } from '../support/driver.ts';

/** Sends a beginning, then a byte now and then, and reads until it is cut. */
async function trickle(url: string, head: string): Promise<string> {
  const { port, pathname, host } = new URL(url);
  const socket = connect(Number(port), '127.0.0.1');
  socket.on('error', () => undefined);
  // What came before a reset counts too.
  let came = '';
  socket.setEncoding('utf8').on('data', (text) => {
    came += text;
  });
  socket.write(`POST ${pathname} HTTP/1.1\r\nHost: ${host}\r\n${head}`);
  const drip = setInterval(() => socket.write('a'), 100);
  await new Promise((resolve) => socket.on('close', resolve));
  clearInterval(drip);
  return came;
}

export default [
  {
    title: 'headers are cut off, a body gets 408 and an audit entry',
    async run({ startOther }) {
      const { url, inside } = await startOther({ limits: { headerSeconds: 1, bodySeconds: 1 } });
      const length = 'Content-Type: application/json\r\nContent-Length: 100000\r\n\r\n';
      const [headers, body] = await Promise.all([trickle(url, 'X-A: '), trickle(url, length)]);
      expect(headers).toMatch(/^(HTTP\/1\.1 408 .*)?/s);
      expect(body).toMatch(/^HTTP\/1\.1 408 /);
      expect(body).toContain('REQUEST_TIMEOUT');
      expect(inside.count()).toEqual({ records: 0, seen: 0, attempts: 1 });
      return undefined;
    },
  },
] satisfies readonly Driver[];
