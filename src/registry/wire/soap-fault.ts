import type { TextPlace } from '../../text/text-error.ts';

/** What is wrong with an envelope, before it is known to hold a message of UDDI. */
export class SoapFault extends Error {
  readonly faultCode: 'VersionMismatch' | 'MustUnderstand' | 'Client';
  /** 400 for bytes that are no envelope (WS-I BP R1113), 415 for another media type, else 500 (R1126). */
  readonly status: number;

  constructor(
    faultCode: SoapFault['faultCode'],
    message: string,
    { status = 500, place, cause }: { status?: number; place?: TextPlace; cause?: unknown } = {},
  ) {
    super(place === undefined ? message : `${message} (line ${place.line}, column ${place.column})`, {
      cause,
    });
    this.name = 'SoapFault';
    this.faultCode = faultCode;
    this.status = status;
  }
}
