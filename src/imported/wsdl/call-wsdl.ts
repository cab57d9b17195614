import { failedResult } from '../../outbound/failed-result.ts';
import type { HttpCaller } from '../../outbound/http-caller.ts';
import type { ImportedOutcome } from '../imported-service.ts';
import { readSoapAnswer } from './read-soap-answer.ts';
import { sendSoap } from './send-soap.ts';
import { writePayload } from './write-payload.ts';
import type { WsdlService } from './wsdl-service.ts';

/**
 * Asks one endpoint for an operation. `input` is the JSON text of the members, checked before; their digits and texts
 * go on as they are. `headers` are the link's own; those of SOAP win. Throws BAD_PARAMETER, before anything is sent,
 * for what the content model does not admit or XML cannot carry.
 */
export async function callWsdl(
  service: WsdlService,
  operation: string,
  input: string,
  endpoint: string,
  headers: Readonly<Record<string, string>>,
  caller: HttpCaller,
): Promise<ImportedOutcome> {
  const called = service.operations.find(({ name }) => name === operation);
  if (!called) throw new Error(`the service has no operation ${operation}`);
  const payload = writePayload(input, called.request, service.types);
  try {
    const { wire } = service;
    const answer = await sendSoap({ wire, endpoint, action: called.action, payload, headers }, caller);
    return readSoapAnswer(answer, called.answer, service.types);
  } catch (thrown) {
    return failedResult(thrown);
  }
}
