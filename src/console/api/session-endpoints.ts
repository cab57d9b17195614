import { z } from 'zod';
import { parseInput } from '../../access/faults.ts';
import type { Standing } from '../../access/operator.ts';
import type { Operators } from '../../access/operators.ts';
import { ExchangeError } from '../../envelope/exchange-error.ts';
import type { Audit } from '../audit.ts';
import { ConsoleError } from '../console-error.ts';
import type { Call, Endpoint } from '../endpoint.ts';
import type { Session, Sessions } from '../sessions.ts';
import { createSignInThrottle } from '../sign-in-throttle.ts';
import type { FindSignedIn } from '../signed-in.ts';

const credentials = z.strictObject({ username: z.string().max(64), password: z.string().max(128) });
const activation = credentials.extend({ chosen: z.string().max(128) });
const change = z.strictObject({ current: z.string().max(128), password: z.string().max(128) });

export interface SessionParts {
  readonly operators: Operators;
  readonly sessions: Sessions;
  readonly signedIn: FindSignedIn;
  readonly audit: Audit;
}

/** What somebody proves: the set-up code, or an account's password. */
interface Proof {
  readonly attempt: 'set-up' | 'sign-in' | 'activation' | 'password';
  /** The user name as it was given. */
  readonly account?: string;
}

/** How operators come in and leave: set-up, first password, sign-in, sign-out, password. */
export function sessionEndpoints({
  operators,
  sessions,
  signedIn,
  audit,
}: SessionParts): readonly Endpoint[] {
  const throttle = createSignInThrottle();

  /** Runs a proof of identity; refusals (`undefined`) are uniform, counted, and audited. */
  async function prove<Proved>(
    call: Call,
    { attempt, account }: Proof,
    check: () => Promise<Proved | undefined>,
  ): Promise<Proved> {
    throttle.check(call.peer, account);
    const proved = await check();
    if (proved === undefined) {
      throttle.failed(call.peer, account);
      const detail = { attempt, ...(account !== undefined && (await nameKnown(account))) };
      await audit('OPERATOR_REFUSED', call, { reason: 'SIGN_IN_REFUSED', detail });
      throw new ConsoleError('SIGN_IN_REFUSED');
    }
    if (account !== undefined) throttle.succeeded(call.peer, account);
    return proved;
  }

  /** People type their password where the user name belongs: only names that exist go into the log. */
  async function nameKnown(username: string) {
    const known = (await operators.list()).some((operator) => operator.username === username);
    return known ? { operator: username } : {};
  }

  /** A new session, whose id nobody knew before. */
  function begin(call: Call, { operator, epoch }: Standing) {
    sessions.end(call.sessionId);
    const { id, ...session } = sessions.begin(operator.username, epoch);
    call.setSession(id);
    return told(session, { operator, epoch });
  }

  async function signIn(call: Call, account: Standing) {
    await audit('OPERATOR_SIGNED_IN', call, { detail: { operator: account.operator.username } });
    return begin(call, account);
  }

  return [
    {
      method: 'get',
      path: '/session',
      open: true,
      async run(call) {
        const known = await signedIn(call.sessionId);
        if (known) return told(known.session, known.account);
        return { state: (await operators.exist()) ? 'signed-out' : 'set-up' };
      },
    },
    {
      method: 'post',
      path: '/setup',
      open: true,
      async run(call) {
        const account = await prove(call, { attempt: 'set-up' }, () =>
          operators.setUp(call.body).catch(wrongCodeIsNobody),
        );
        const { username: operator, role } = account.operator;
        await audit('OPERATOR_ADDED', call, { detail: { operator, role } });
        return begin(call, account);
      },
    },
    {
      method: 'post',
      path: '/session',
      open: true,
      async run(call) {
        const { username, password } = parseInput(credentials, call.body);
        const proved = await prove(call, { attempt: 'sign-in', account: username }, async () => {
          const came = await operators.verify(username, password);
          return came.state === 'refused' ? undefined : came;
        });
        // Nobody is signed in by a first password: only the owner's own opens a session.
        return proved.state === 'signed-in' ? signIn(call, proved.standing) : { state: proved.state };
      },
    },
    {
      method: 'post',
      path: '/activation',
      open: true,
      async run(call) {
        const wanted = parseInput(activation, call.body);
        const account = await prove(call, { attempt: 'activation', account: wanted.username }, () =>
          operators.activate(wanted),
        );
        const detail = { operator: account.operator.username, members: ['password'] };
        await audit('OPERATOR_CHANGED', call, { detail });
        return signIn(call, account);
      },
    },
    {
      method: 'delete',
      path: '/session',
      entry: 'own',
      async run(call) {
        sessions.end(call.sessionId);
        call.setSession(undefined);
        return { state: 'signed-out' };
      },
    },
    {
      method: 'post',
      path: '/password',
      entry: 'own',
      async run(call) {
        if (call.actor?.kind !== 'operator') throw new ConsoleError('FORBIDDEN');
        const { name } = call.actor;
        const { current, password } = parseInput(change, call.body);
        const account = await prove(call, { attempt: 'password', account: name }, async () => {
          const came = await operators.verify(name, current);
          return came.state === 'signed-in' ? operators.changePassword(came.standing, password) : undefined;
        });
        await audit('OPERATOR_CHANGED', call, { detail: { operator: name, members: ['password'] } });
        return begin(call, account);
      },
    },
  ];
}

/** What the page goes by; the account decides what it shows, the guard what it may. */
function told({ csrf }: Session, { operator }: Standing) {
  const { username, name, role } = operator;
  return { state: 'signed-in', username, name, role, csrf };
}

function wrongCodeIsNobody(thrown: unknown): undefined {
  if (thrown instanceof ExchangeError && thrown.code === 'TOKEN_INVALID') return undefined;
  throw thrown;
}
