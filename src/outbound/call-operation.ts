import type { CallResult } from '../envelope/call-result.ts';
import type { Operation } from '../envelope/operation.ts';
import type { CallOperation, ProviderDialect, ProviderWire } from '../envelope/provider.ts';
import type { Attempt } from './attempt.ts';
import { sendJson } from './rest-client.ts';
import { restRequest } from './rest-request.ts';
import { callSoap } from './soap-client.ts';

/** An edition of one of our standards, as its providers are asked. */
export interface SpokenEdition {
  readonly dialect: ProviderDialect;
  readonly operations: readonly Operation[];
  /** Target namespace of its WSDL. */
  readonly namespace: string;
}

/** Calls the edition's operations at one endpoint, by the wire form that is spoken there. */
export function createCallOperation(
  attempt: Attempt,
  endpoint: string,
  wire: ProviderWire,
  { operations, namespace }: SpokenEdition,
): CallOperation {
  return async (name, members) => {
    const operation = operations.find((one) => one.name === name);
    if (operation === undefined) throw new Error(`the standard has no operation ${name}`);
    const result = await call(operation, members);
    attempt.reads(result);
    return result;
  };

  function call(operation: Operation, members: Parameters<CallOperation>[1]): Promise<CallResult> {
    if (wire === 'rest') return sendJson(attempt.caller, restRequest(endpoint, operation, members));
    const version = wire === 'soap11' ? '1.1' : '1.2';
    const { name } = operation;
    return callSoap(attempt.caller, { url: endpoint, version, namespace, operation: name, members });
  }
}
