import type { Member } from './raw-message.ts';

/** Why no answer could be read. */
export type CallFailure =
  | 'unreachable'
  | 'timeout'
  | 'broken'
  | 'too-large'
  | 'redirected'
  | 'not-understood';

/** What came of a call, whichever way it went; nothing is thrown for what the other side did. */
export type CallResult =
  | {
      readonly kind: 'answer';
      readonly status: number;
      /** Exact texts, as a channel would receive them. */
      readonly members: ReadonlyMap<string, Member>;
    }
  | {
      readonly kind: 'fault';
      readonly status: number;
      /** Local name of the fault's code, such as `Sender`, and its subcode's if there is one. */
      readonly code: string;
      readonly subcode?: string;
      readonly reason: string;
      /** What the standard answered, if the Fault's detail holds it. */
      readonly members: ReadonlyMap<string, Member>;
    }
  | {
      readonly kind: 'failed';
      readonly failure: CallFailure;
      /** English, for an operator; holds nothing of the answer. */
      readonly message: string;
      /** Whether the message may have been acted upon: only the same message may then be sent again. */
      readonly delivered: 'no' | 'unknown';
      readonly status?: number;
    };
