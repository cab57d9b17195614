import type { ErrorCode } from '../../envelope/error-code.ts';
import type { ExchangeError } from '../../envelope/exchange-error.ts';
import { SOAP_11, type SoapVersion } from './soap-version.ts';

/** The fault codes of SOAP 1.2; 1.1 calls Sender Client and Receiver Server. */
export type FaultCode = 'Sender' | 'Receiver' | 'VersionMismatch' | 'MustUnderstand' | 'DataEncodingUnknown';

/** Codes with a fault code of their own; any other is the sender's fault below status 500, else ours. */
const FAULT_CODES: Partial<Record<ErrorCode, FaultCode>> = {
  VERSION_MISMATCH: 'VersionMismatch',
  MUST_UNDERSTAND: 'MustUnderstand',
  DATA_ENCODING_UNKNOWN: 'DataEncodingUnknown',
};

/** Statuses that belong to HTTP and reach the client whatever SOAP's binding says. */
const HTTP_STATUSES: readonly number[] = [404, 405, 408, 413, 415, 429, 503];

const RPC_SUBCODES: Partial<Record<ErrorCode, string>> = {
  UNKNOWN_OPERATION: 'ProcedureNotPresent',
  BAD_PARAMETER: 'BadArguments',
};

const RETRY_AFTER_SECONDS = 5;

/** Whether an error is told by a Fault; the standard's own "no" is a normal answer. */
export function isFault(error: ExchangeError): boolean {
  return error.facts.kind !== 'refusal';
}

export function faultCodeOf({ code, facts }: ExchangeError): FaultCode {
  return FAULT_CODES[code] ?? (facts.status >= 500 ? 'Receiver' : 'Sender');
}

/** The RPC subcode of SOAP 1.2 part 2, 4.4. */
export function rpcSubcodeOf(error: ExchangeError): string | undefined {
  return RPC_SUBCODES[error.code];
}

/**
 * SOAP 1.2: 400 for Sender, 500 for the rest (part 2, 7.5.2.2). SOAP 1.1: always 500 (BP R1126), but for bytes
 * that are no envelope at all, which are a bad HTTP request (BP R1113).
 */
export function faultStatusOf(error: ExchangeError, version: SoapVersion, enveloped: boolean): number {
  const { status } = error.facts;
  if (HTTP_STATUSES.includes(status)) return status;
  if (version === SOAP_11 && enveloped) return 500;
  return faultCodeOf(error) === 'Sender' ? 400 : 500;
}

/** HTTP headers that a status asks for. */
export function faultHeadersOf(error: ExchangeError, status: number): Record<string, string> {
  if (status === 405) return { allow: 'GET, POST' };
  if (status !== 429 && status !== 503) return {};
  return { 'retry-after': String(Math.max(1, Math.ceil(error.retryAfter ?? RETRY_AFTER_SECONDS))) };
}
