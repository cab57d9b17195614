import { explainSign, type SignExplanation } from '../crypto/explain-sign.ts';
import { signedFields } from '../crypto/sign-request.ts';
import type { SignSettings } from '../envelope/application.ts';
import { ExchangeError } from '../envelope/exchange-error.ts';
import { REQUEST_SIGNED } from '../standards/special-equipment/members.ts';
import { readMembers } from '../text/json.ts';
import { TextError } from '../text/text-error.ts';

/** The sign clinic for a request as it was sent: which variant made its sign, if any. */
export function explainRequest(
  request: string,
  sign: string | undefined,
  settings: SignSettings,
): SignExplanation {
  const members = membersOf(request);
  const missing = REQUEST_SIGNED.find((name) => !members.has(name));
  if (missing) throw new ExchangeError('BAD_PARAMETER', { message: `请求缺少参数${missing}` });
  const given = sign ?? members.get('sign')?.text;
  if (given === undefined) throw new ExchangeError('SIGN_MISSING');
  const json = [...members]
    .filter(([, { kind }]) => kind === 'json')
    .map(([name, { text }]) => [name, text] as const);
  return explainSign(signedFields(members, REQUEST_SIGNED), given, settings, {
    sources: Object.fromEntries(json),
  });
}

function membersOf(request: string): ReturnType<typeof readMembers> {
  try {
    return readMembers(request);
  } catch (thrown) {
    if (!(thrown instanceof TextError)) throw thrown;
    const message = `the request is no strict JSON object: ${thrown.message}`;
    throw new ExchangeError('BAD_PARAMETER', { message, cause: thrown });
  }
}
