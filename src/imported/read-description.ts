import type { Provider } from '../envelope/provider.ts';
import type { HttpCaller } from '../outbound/http-caller.ts';
import { DescriptionError, type ImportedOutcome, type ImportedService } from './imported-service.ts';
import { callOpenApi } from './openapi/call-openapi.ts';
import { readOpenApi } from './openapi/read-openapi.ts';

/** An imported service and how it is asked. */
export interface DescribedService {
  readonly service: ImportedService;
  /** Asks one endpoint; `input` is the JSON text of the members, checked before. */
  call(provider: Provider, call: DescribedCall, caller: HttpCaller): Promise<ImportedOutcome>;
}

export interface DescribedCall {
  readonly operation: string;
  readonly input: string;
  readonly endpoint: string;
}

/** Reads the description that a provider was imported by; throws DescriptionError with the place. */
export function readDescription({ kind, documents }: Pick<Provider, 'kind' | 'documents'>): DescribedService {
  if (documents === undefined) throw new DescriptionError('there is no description');
  const given = { root: documents.root, ...(documents.others && { others: documents.others }) };
  if (kind !== 'openapi') throw new DescriptionError(`a description of the kind ${kind} cannot be read`);
  const service = readOpenApi(given);
  return {
    service,
    call: ({ headers = {} }, { operation, input, endpoint }, caller) =>
      callOpenApi(service, operation, input, endpoint, headers, caller),
  };
}
