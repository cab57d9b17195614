import { ExchangeError } from '../../envelope/exchange-error.ts';
import { UDDI_ERRORS, UddiError, type UddiErrorCode } from '../uddi-error.ts';

/** What a message came to that is not answered with data. */
export interface Disposition {
  readonly code: UddiErrorCode;
  readonly text: string;
  /** Ours, not the caller's. */
  readonly internal: boolean;
  /** The HTTP status where HTTP itself is at fault: address, method, media type. */
  readonly status?: number;
  /** Seconds after which trying again makes sense. */
  readonly retryAfter?: number;
}

const RETRY_AFTER = 5;

/** The statuses that REST answers have; what is not here is the message's own fault, 400. */
const STATUSES: Partial<Record<UddiErrorCode, number>> = {
  E_success: 200,
  E_authTokenRequired: 401,
  E_authTokenExpired: 401,
  E_unknownUser: 401,
  E_userMismatch: 403,
  E_operatorMismatch: 403,
  E_accountLimitExceeded: 403,
  E_requestDenied: 403,
  E_invalidKeyPassed: 404,
  E_keyRetired: 404,
  E_assertionNotFound: 404,
  E_messageTooLarge: 413,
  E_busy: 503,
};

export const SUCCESS: Disposition = { code: 'E_success', text: '', internal: false };

/** Tells any thrown thing in UDDI's codes; only what the registry itself says goes on as text. */
export function dispositionOf(thrown: unknown): Disposition {
  // The registry itself failed where something else stands behind its fatal error, such as a disk that is full.
  if (thrown instanceof UddiError) {
    const internal = thrown.code === 'E_fatalError' && thrown.cause !== undefined;
    const again = thrown.code === 'E_busy' && { retryAfter: RETRY_AFTER };
    return { code: thrown.code, text: thrown.message, internal, ...again };
  }
  if (thrown instanceof ExchangeError && thrown.facts.status !== 500) return knownOf(thrown);
  return {
    code: 'E_fatalError',
    text: 'the registry failed; its operator finds why in the log',
    internal: true,
  };
}

/** The HTTP status of a REST answer. */
export function statusOf({ code, internal, status }: Disposition): number {
  if (status !== undefined) return status;
  return internal && code === 'E_fatalError' ? 500 : (STATUSES[code] ?? 400);
}

/** The content of the dispositionReport element. */
export function reportOf({ code, text }: Disposition): object {
  return { result: [{ errno: UDDI_ERRORS[code], errInfo: { errCode: code, value: text } }] };
}

/** The gateway's own errors, as the listener and the publishers' accounts throw them. */
function knownOf(error: ExchangeError): Disposition {
  switch (error.code) {
    case 'SECRET_MISMATCH':
      return own('E_unknownUser', 'user and credential do not belong together, or the account is not in use');
    case 'TOKEN_INVALID':
      return error.reason === 'TOKEN_EXPIRED'
        ? own('E_authTokenExpired', 'the authToken has expired')
        : own('E_authTokenRequired', 'not an authToken in force');
    case 'TOO_LARGE':
      return own('E_messageTooLarge', 'the message is larger than the limit');
    case 'RATE_LIMITED':
    case 'OVERLOADED':
    case 'STORAGE_UNAVAILABLE':
      return { ...own('E_busy', 'try again later'), retryAfter: error.retryAfter ?? RETRY_AFTER };
    default:
      if (error.facts.kind === 'authentication')
        return own('E_authTokenRequired', 'not an authToken in force');
      return { ...own('E_fatalError', error.facts.meaning), status: error.facts.status };
  }
}

function own(code: UddiErrorCode, text: string): Disposition {
  return { code, text, internal: false };
}
