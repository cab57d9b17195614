import { z } from 'zod';
import { parseInput } from '../../access/faults.ts';
import type { Operators } from '../../access/operators.ts';
import { ExchangeError } from '../../envelope/exchange-error.ts';
import type { Audit } from '../audit.ts';
import { ConsoleError } from '../console-error.ts';
import type { Call, Endpoint } from '../endpoint.ts';
import type { Sessions } from '../sessions.ts';
import { createThrottle, type Throttle } from '../throttle.ts';

const credentials = z.strictObject({ username: z.string().max(64), password: z.string().max(128) });
const change = z.strictObject({ current: z.string().max(128), password: z.string().max(128) });

/** Refused attempts an hour from one place. */
const ATTEMPTS = 10;

/** How operators come in and leave: set-up, sign-in, sign-out, password. */
export function sessionEndpoints(
  operators: Operators,
  sessions: Sessions,
  audit: Audit,
): readonly Endpoint[] {
  const throttle = createThrottle(ATTEMPTS);

  /** Runs a proof of identity; refusals are uniform, counted, and audited. */
  async function prove(call: Call, what: string, check: () => Promise<boolean>): Promise<void> {
    throttle.check(call.peer);
    if (await check()) return;
    await refuse(call, what, throttle, audit);
  }

  function begin(call: Call, username: string) {
    sessions.end(call.sessionId);
    const { id, csrf } = sessions.begin(username);
    call.setSession(id);
    return { state: 'signed-in', username, csrf };
  }

  return [
    {
      method: 'get',
      path: '/session',
      open: true,
      async run(call) {
        const session = sessions.find(call.sessionId);
        if (session) return { state: 'signed-in', ...session };
        return { state: (await operators.exist()) ? 'signed-out' : 'set-up' };
      },
    },
    {
      method: 'post',
      path: '/setup',
      open: true,
      async run(call) {
        let username = '';
        await prove(call, 'set-up', async () => {
          username = await operators.setUp(call.body).catch(wrongCodeIsNobody);
          return username !== '';
        });
        await audit('OPERATOR_ADDED', call, { detail: { operator: username } });
        return begin(call, username);
      },
    },
    {
      method: 'post',
      path: '/session',
      open: true,
      async run(call) {
        const { username, password } = parseInput(credentials, call.body);
        await prove(call, 'sign-in', () => operators.verify(username, password));
        await audit('OPERATOR_SIGNED_IN', call, { detail: { operator: username } });
        return begin(call, username);
      },
    },
    {
      method: 'delete',
      path: '/session',
      async run(call) {
        sessions.end(call.sessionId);
        call.setSession(undefined);
        return { state: 'signed-out' };
      },
    },
    {
      method: 'post',
      path: '/password',
      async run(call) {
        if (call.actor?.kind !== 'operator') throw new ConsoleError('FORBIDDEN');
        const { name } = call.actor;
        const { current, password } = parseInput(change, call.body);
        await prove(call, 'password', () => operators.verify(name, current));
        await operators.changePassword(name, password);
        sessions.endAll(name);
        await audit('OPERATOR_SIGNED_IN', call, { detail: { operator: name, passwordChanged: true } });
        return begin(call, name);
      },
    },
  ];
}

async function refuse(call: Call, what: string, throttle: Throttle, audit: Audit): Promise<never> {
  throttle.failed(call.peer);
  await audit('OPERATOR_REFUSED', call, { reason: 'SIGN_IN_REFUSED', detail: { attempt: what } });
  throw new ConsoleError('SIGN_IN_REFUSED');
}

function wrongCodeIsNobody(thrown: unknown): string {
  if (thrown instanceof ExchangeError && thrown.code === 'TOKEN_INVALID') return '';
  throw thrown;
}
