import { ExchangeError } from '../../envelope/exchange-error.ts';
import type { TextError } from '../../text/text-error.ts';
import { describeXmlFault, xmlFaultReason } from '../../text/xml-fault-text.ts';

/** The error for a message that is not the XML it must be, with its line and column in Chinese and a reason for the audit. */
export function xmlError(thrown: TextError): ExchangeError {
  return new ExchangeError('MALFORMED', {
    message: describeXmlFault(thrown),
    reason: xmlFaultReason(thrown),
    cause: thrown,
  });
}
