import type { SignSettings } from '../envelope/application.ts';
import type { Member } from '../envelope/raw-message.ts';
import { compactMember } from '../text/json.ts';
import { sign } from './sign-profiles.ts';
import type { SignField } from './sign-text.ts';

/** The members with the sign over those named in `signed` (the standard's table order), added as the last. */
export function signRequest(
  members: ReadonlyMap<string, Member>,
  signed: readonly string[],
  settings: SignSettings,
): ReadonlyMap<string, Member> {
  const text = sign(signedFields(members, signed), settings);
  return new Map([...members, ['sign', { kind: 'text', text }]]);
}

/** The exact texts that a sign covers: JSON without insignificant white space, anything else as it stands. */
export function signedFields(members: ReadonlyMap<string, Member>, signed: readonly string[]): SignField[] {
  return signed.map((name) => {
    const member = members.get(name);
    return [name, member?.kind === 'json' ? compactMember(member) : (member?.text ?? '')];
  });
}
