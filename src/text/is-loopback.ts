import { isIP } from 'node:net';

/** Whether nothing outside this machine can reach a listener on this address. */
export function isLoopback(host: string): boolean {
  if (host === 'localhost' || host === '::1') return true;
  return isIP(host) === 4 && host.startsWith('127.');
}
