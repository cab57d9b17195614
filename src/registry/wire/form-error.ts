import { UddiError } from '../uddi-error.ts';

/** E_fatalError: a message is not what its form says. The place is a path of our own names, or line and column. */
export function formError(problem: string, place: string): UddiError {
  return new UddiError('E_fatalError', `${problem} (${place})`);
}
