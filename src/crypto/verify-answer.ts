import type { SignSettings } from '../envelope/application.ts';
import type { Member } from '../envelope/raw-message.ts';
import { verifySign } from './sign-profiles.ts';
import { signedFields } from './sign-request.ts';

/** Whether an answer is the genuine answer to a request, and if not, why. */
export type AnswerVerdict = 'genuine' | 'sign-missing' | 'sign-mismatch' | 'not-echoed';

/**
 * Checks that the answer's sign covers the members named in `signed`, and that those which the request also had
 * (`random`, in S1 `appid` and `busicode`) came back unchanged: an old answer cannot pass for a new one.
 */
export function verifyAnswer(
  request: ReadonlyMap<string, Member>,
  answer: ReadonlyMap<string, Member>,
  signed: readonly string[],
  settings: SignSettings,
): AnswerVerdict {
  const sign = answer.get('sign');
  if (sign === undefined || sign.kind !== 'text' || sign.text === '') return 'sign-missing';
  const verdict = verifySign(signedFields(answer, signed), sign.text, settings, new Date());
  if (verdict !== 'match') return 'sign-mismatch';
  const changed = signed.some(
    (name) => request.has(name) && request.get(name)?.text !== answer.get(name)?.text,
  );
  return changed ? 'not-echoed' : 'genuine';
}
