import { UddiError } from './uddi-error.ts';

/** A key that nobody has; `member` is how the message names it. */
export function unknownKey(member: string, key: string): UddiError {
  return new UddiError('E_invalidKeyPassed', `${member} ${key.slice(0, 80) || '(empty)'} is not registered`);
}
