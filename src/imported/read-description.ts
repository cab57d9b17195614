import type { Provider } from '../envelope/provider.ts';
import type { HttpCaller } from '../outbound/http-caller.ts';
import { DescriptionError, type ImportedOutcome, type ImportedService } from './imported-service.ts';
import { callOpenApi } from './openapi/call-openapi.ts';
import { readOpenApi } from './openapi/read-openapi.ts';

/** An imported service and how it is asked. */
export interface DescribedService {
  readonly service: ImportedService;
  /** Asks one endpoint; `input` is the JSON text of the members, checked before. */
  call(operation: string, input: string, endpoint: string, caller: HttpCaller): Promise<ImportedOutcome>;
}

/** Reads the description that a provider was imported by; throws DescriptionError with the place. */
export function readDescription({ kind, documents, headers = {} }: Provider): DescribedService {
  if (documents === undefined) throw new DescriptionError('there is no description');
  const given = { root: documents.root, ...(documents.others && { others: documents.others }) };
  const service = readOpenApi(given);
  if (kind !== 'openapi') throw new DescriptionError(`a description of the kind ${kind} cannot be read`);
  return {
    service,
    call: (operation, input, endpoint, caller) =>
      callOpenApi(service, operation, input, endpoint, headers, caller),
  };
}
