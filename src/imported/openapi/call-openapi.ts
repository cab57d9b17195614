import { failedResult } from '../../outbound/failed-result.ts';
import type { HttpCaller } from '../../outbound/http-caller.ts';
import type { ImportedOutcome } from '../imported-service.ts';
import { buildRequest } from './build-request.ts';
import type { OpenApiService } from './openapi-service.ts';
import { readAnswer } from './read-answer.ts';

/**
 * Asks one endpoint for an operation. `input` is the JSON text of the members, checked before; their digits go on as
 * they are. `headers` are the link's own and win over any member. Throws BAD_PARAMETER, before anything is sent, for
 * a value that cannot stand in an address or a header.
 */
export async function callOpenApi(
  service: OpenApiService,
  operation: string,
  input: string,
  endpoint: string,
  headers: Readonly<Record<string, string>>,
  caller: HttpCaller,
): Promise<ImportedOutcome> {
  const called = service.operations.find(({ name }) => name === operation);
  if (!called) throw new Error(`the service has no operation ${operation}`);
  const request = buildRequest(called.request, input, endpoint, headers);
  try {
    return readAnswer(await caller.send(request), called.answer);
  } catch (thrown) {
    return failedResult(thrown);
  }
}
