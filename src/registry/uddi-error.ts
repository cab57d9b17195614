/** The error codes of UDDI 2.0 (Programmer's API, appendix A) with their numbers. */
export const UDDI_ERRORS = {
  E_success: 0,
  E_nameTooLong: 10020,
  E_tooManyOptions: 10030,
  E_unrecognizedVersion: 10040,
  E_unsupported: 10050,
  E_languageError: 10060,
  E_authTokenExpired: 10110,
  E_authTokenRequired: 10120,
  E_operatorMismatch: 10130,
  E_userMismatch: 10140,
  E_unknownUser: 10150,
  E_accountLimitExceeded: 10160,
  E_invalidKeyPassed: 10210,
  E_invalidURLPassed: 10220,
  E_keyRetired: 10310,
  E_busy: 10400,
  E_fatalError: 10500,
  E_categorizationNotAllowed: 20100,
  E_invalidValue: 20200,
  E_valueNotAllowed: 20210,
  E_unvalidatable: 20220,
  E_invalidProjection: 20230,
  E_requestTimeout: 20240,
  E_assertionNotFound: 30000,
  E_invalidCompletionStatus: 30100,
  E_messageTooLarge: 30110,
  E_requestDenied: 30210,
} as const satisfies Record<`E_${string}`, number>;

export type UddiErrorCode = keyof typeof UDDI_ERRORS;

/** A message that the registry refuses; the text names the place and what was expected, in English as UDDI clients are. */
export class UddiError extends Error {
  readonly code: UddiErrorCode;

  constructor(code: UddiErrorCode, message: string, cause?: unknown) {
    super(message, { cause });
    this.name = 'UddiError';
    this.code = code;
  }

  get errno(): number {
    return UDDI_ERRORS[this.code];
  }
}
