import type { SignedIn } from './signed-in.ts';

/** Who acts: the command line by its key, or an operator in a session; nobody at the open endpoints. */
export type Actor =
  | { readonly kind: 'key'; readonly name: 'command line' }
  | ({ readonly kind: 'operator'; readonly name: string } & SignedIn);

/** A call of the admin API, its caller proved where the endpoint asks for one. */
export interface Call {
  readonly actor: Actor | undefined;
  /** The id in the cookie, whatever became of its session. */
  readonly sessionId: string | undefined;
  readonly peer: string;
  readonly parameters: Readonly<Record<string, string>>;
  readonly query: Readonly<Record<string, unknown>>;
  readonly body: unknown;
  /** Sends the session's cookie with the answer; undefined takes it away. */
  setSession(id: string | undefined): void;
}

/** One call that the admin API offers. */
export interface Endpoint {
  readonly method: 'get' | 'post' | 'patch' | 'delete';
  /** Below `/api`. */
  readonly path: string;
  /** Anyone may call it: it is how operators come in. */
  readonly open?: true;
  /**
   * Whether operators who only enter records (录入员) may call it too: `own` is about themselves alone, `application`
   * about the application whose `:id` is in the path, one of theirs. Administrators alone unless told.
   */
  readonly entry?: 'own' | 'application';
  /** The body is a file: `call.body` is a Buffer of its bytes, whatever type they are said to be. Else it is JSON. */
  readonly body?: 'file';
  /** The answer, written as JSON. */
  run(call: Call): Promise<unknown>;
}
