import { ERROR_CODES, type ErrorCode, type ErrorFacts } from '../../envelope/error-code.ts';
import type { Service } from '../../envelope/standard.ts';

/** Faults that only SOAP knows. */
const SOAP_ONLY: readonly ErrorCode[] = ['VERSION_MISMATCH', 'MUST_UNDERSTAND', 'DATA_ENCODING_UNKNOWN'];

export interface ToldError extends ErrorFacts {
  readonly code: ErrorCode;
}

/** What a service says in place of the usual texts. */
type Messages = Service['messages'];

/** Every error that a caller may be told, in the order of the list and in the service's own words. */
export function toldErrors(soap: boolean, messages: Messages = {}): readonly ToldError[] {
  return (Object.keys(ERROR_CODES) as ErrorCode[])
    .filter((code) => soap || !SOAP_ONLY.includes(code))
    .map((code) => ({ code, ...ERROR_CODES[code], message: messages[code] ?? ERROR_CODES[code].message }));
}

/** The errors whose HTTP status shows whatever the caller's settings, by status; `every`: those of all errors do. */
export function statusErrors(messages?: Messages, every = false): ReadonlyMap<number, readonly ToldError[]> {
  const shows = ({ kind }: ToldError) => every || kind === 'transport' || kind === 'failure';
  const told = toldErrors(false, messages).filter(shows);
  const statuses = [...new Set(told.map(({ status }) => status))].sort((one, other) => one - other);
  return new Map(statuses.map((status) => [status, told.filter((error) => error.status === status)]));
}
