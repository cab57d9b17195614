import type { Standing } from '../access/operator.ts';
import type { Operators } from '../access/operators.ts';
import type { Session, Sessions } from './sessions.ts';

/** A session and the account that it stands for, as that is now. */
export interface SignedIn {
  readonly sessionId: string;
  readonly session: Session;
  readonly account: Standing;
}

/** Finds who a session stands for. */
export type FindSignedIn = (sessionId: string | undefined) => Promise<SignedIn | undefined>;

/**
 * Asks for the account each time, so that one which is disabled, reset or restricted, here or by another process, acts
 * no further; sessions that it ended so go.
 */
export function createFindSignedIn(sessions: Sessions, operators: Pick<Operators, 'find'>): FindSignedIn {
  return async (sessionId) => {
    const session = sessions.find(sessionId);
    if (!session || sessionId === undefined) return undefined;
    const account = await operators.find(session.username);
    if (account?.epoch === session.epoch) return { sessionId, session, account };
    sessions.end(sessionId);
    return undefined;
  };
}
