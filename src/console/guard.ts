import type { Request } from 'express';
import type { AdminKey } from '../access/admin-key.ts';
import type { Audit } from './audit.ts';
import { ConsoleError } from './console-error.ts';
import type { Actor, Endpoint } from './endpoint.ts';
import { readSessionCookie } from './session-cookie.ts';
import { type Sessions, sameToken } from './sessions.ts';
import { createThrottle } from './throttle.ts';

/** Finds out who calls an endpoint; throws UNAUTHENTICATED or FORBIDDEN. */
export type Guard = (request: Request, endpoint: Endpoint) => Promise<Actor | undefined>;

const LOOPBACK = /^(?:::1|(?:::ffff:)?127\.\d+\.\d+\.\d+)$/i;

/** Refused calls an hour from one place that are audited each; more only get 429, so that nobody fills the log. */
const ATTEMPTS = 60;

interface Keys {
  readonly adminKey: AdminKey;
  /** The listener serves TLS. */
  readonly secure: boolean;
}

/** The command line's key (from this machine only), or an operator's session with its token on every change. */
export function createGuard({ adminKey, secure }: Keys, sessions: Sessions, audit: Audit): Guard {
  const throttle = createThrottle(ATTEMPTS);

  async function refuse(peer: string, code: 'UNAUTHENTICATED' | 'FORBIDDEN', reason: string): Promise<never> {
    throttle.check(peer);
    throttle.failed(peer);
    await audit('OPERATOR_REFUSED', { peer }, { reason });
    throw new ConsoleError(code);
  }

  return async (request, { open }) => {
    const peer = peerOf(request);
    if (changes(request) && !isSameOrigin(request)) await refuse(peer, 'FORBIDDEN', 'OTHER_ORIGIN');
    if (open) return undefined;
    const bearer = /^Bearer +(\S+)$/i.exec(request.headers.authorization ?? '')?.[1];
    if (bearer !== undefined) {
      if (isThisMachine(request) && adminKey.matches(bearer)) return { kind: 'key', name: 'command line' };
      return refuse(peer, 'UNAUTHENTICATED', 'ADMIN_KEY');
    }
    const sessionId = readSessionCookie(request.headers.cookie, secure);
    const session = sessions.find(sessionId);
    if (!session || sessionId === undefined) throw new ConsoleError('UNAUTHENTICATED');
    if (changes(request) && !sameToken(String(request.headers['x-csrf-token'] ?? ''), session.csrf)) {
      await refuse(peer, 'FORBIDDEN', 'CSRF');
    }
    return { kind: 'operator', name: session.username, session, sessionId };
  };
}

/** The address at the other end of the connection; no header can say otherwise. */
export function peerOf(request: Request): string {
  return (request.socket.remoteAddress ?? '').replace(/^::ffff:(?=\d+\.)/i, '');
}

/** A connection that starts on this machine comes from loopback, or from the very address that it goes to. */
function isThisMachine({ socket: { remoteAddress, localAddress } }: Request): boolean {
  if (remoteAddress === undefined) return false;
  return LOOPBACK.test(remoteAddress) || remoteAddress === localAddress;
}

function changes(request: Request): boolean {
  return request.method !== 'GET' && request.method !== 'HEAD';
}

/** Browsers tell where a request comes from; other clients say nothing of it. */
function isSameOrigin({ headers }: Request): boolean {
  const site = headers['sec-fetch-site'];
  if (site !== undefined && site !== 'same-origin' && site !== 'none') return false;
  if (headers.origin === undefined) return true;
  return URL.canParse(headers.origin) && new URL(headers.origin).host === headers.host;
}
