import type { Request } from 'express';
import type { AdminKey } from '../access/admin-key.ts';
import { actsFor, type Operator } from '../access/operator.ts';
import type { Audit } from './audit.ts';
import { ConsoleError } from './console-error.ts';
import type { Actor, Endpoint } from './endpoint.ts';
import { readSessionCookie } from './session-cookie.ts';
import { sameToken } from './sessions.ts';
import type { FindSignedIn } from './signed-in.ts';
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

/**
 * The command line's key (from this machine only), or an operator's session with its token on every change; whoever only
 * enters records comes to what an endpoint opens for them, and nowhere else.
 */
export function createGuard({ adminKey, secure }: Keys, signedIn: FindSignedIn, audit: Audit): Guard {
  const throttle = createThrottle(ATTEMPTS);

  async function refuse(
    by: Parameters<Audit>[1],
    code: 'UNAUTHENTICATED' | 'FORBIDDEN',
    facts: { readonly reason: string; readonly detail?: object },
  ): Promise<never> {
    throttle.check(by.peer);
    throttle.failed(by.peer);
    await audit('OPERATOR_REFUSED', by, facts);
    throw new ConsoleError(code);
  }

  return async (request, endpoint) => {
    const peer = peerOf(request);
    if (changes(request) && !isSameOrigin(request)) {
      await refuse({ peer }, 'FORBIDDEN', { reason: 'OTHER_ORIGIN' });
    }
    if (endpoint.open) return undefined;
    const bearer = /^Bearer +(\S+)$/i.exec(request.headers.authorization ?? '')?.[1];
    if (bearer !== undefined) {
      if (isThisMachine(request) && adminKey.matches(bearer)) return { kind: 'key', name: 'command line' };
      return refuse({ peer }, 'UNAUTHENTICATED', { reason: 'ADMIN_KEY' });
    }
    const known = await signedIn(readSessionCookie(request.headers.cookie, secure));
    if (!known) throw new ConsoleError('UNAUTHENTICATED');
    if (changes(request) && !sameToken(String(request.headers['x-csrf-token'] ?? ''), known.session.csrf)) {
      await refuse({ peer }, 'FORBIDDEN', { reason: 'CSRF' });
    }
    const actor: Actor = { kind: 'operator', name: known.session.username, ...known };
    if (!allows(endpoint, known.account.operator, request)) {
      const detail = { endpoint: `${endpoint.method} ${endpoint.path}` };
      await refuse({ actor, peer }, 'FORBIDDEN', { reason: 'ROLE', detail });
    }
    return actor;
  };
}

/** Closed to everyone but administrators, unless the endpoint says otherwise. */
function allows({ entry }: Endpoint, operator: Operator, { params }: Request): boolean {
  if (operator.role === 'administrator') return true;
  return entry === 'own' || (entry === 'application' && actsFor(operator, String(params['id'])));
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
