import type { StructureSchema } from '../envelope/operation.ts';
import type { Provider } from '../envelope/provider.ts';
import type { HttpCaller } from '../outbound/http-caller.ts';
import { checkAnswer } from './check-answer.ts';
import {
  type DescriptionDocuments,
  DescriptionError,
  type ImportedOutcome,
  type ImportedService,
} from './imported-service.ts';
import { callOpenApi } from './openapi/call-openapi.ts';
import { readOpenApi } from './openapi/read-openapi.ts';
import { callWsdl } from './wsdl/call-wsdl.ts';
import { readWsdl } from './wsdl/read-wsdl.ts';

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

/** Which description it is; a WSDL's port is the one of `wire`, where that is told. */
export type Described = Pick<Provider, 'kind' | 'documents'> & Partial<Pick<Provider, 'wire'>>;

/** Reads the description that a provider was imported by; throws DescriptionError with the place. */
export function readDescription({ kind, documents, wire }: Described): DescribedService {
  if (documents === undefined) throw new DescriptionError('there is no description');
  const given = { root: documents.root, ...(documents.others && { others: documents.others }) };
  if (kind === 'standard') throw new DescriptionError('a standard of ours has no description to import');
  return kind === 'wsdl' ? describeWsdl(given, wire) : describeOpenApi(given);
}

function describeOpenApi(documents: DescriptionDocuments): DescribedService {
  const service = readOpenApi(documents);
  const outputs = new Map(service.operations.map(({ name, output }) => [name, output]));
  return {
    service,
    call: async ({ headers = {} }, { operation, input, endpoint }, caller) => {
      const outcome = await callOpenApi(service, operation, input, endpoint, headers, caller);
      return checked(outcome, outputs.get(operation)!);
    },
  };
}

/** What was answered may have been done, whatever the answer looks like. */
function checked(outcome: ImportedOutcome, output: StructureSchema): ImportedOutcome {
  if (outcome.kind !== 'answer') return outcome;
  const reason = checkAnswer(outcome.content, output);
  if (reason === undefined) return outcome;
  const message = `HTTP ${outcome.status} with ${reason}`;
  return { kind: 'failed', failure: 'not-understood', message, delivered: 'unknown' };
}

function describeWsdl(documents: DescriptionDocuments, wire: Provider['wire'] | undefined): DescribedService {
  const service = readWsdl(documents, wire === undefined || wire === 'rest' ? {} : { wire });
  return {
    service,
    call: ({ headers = {} }, { operation, input, endpoint }, caller) =>
      callWsdl(service, operation, input, endpoint, headers, caller),
  };
}
