import { fileURLToPath } from 'node:url';
import type { Envelope, Instruction } from '../envelope/envelope.ts';
import type { Operation } from '../envelope/operation.ts';
import type { EditionRules, Standard } from '../envelope/standard.ts';
import { createChapters } from './chapters.ts';
import { createChecks } from './check-input.ts';
import { decodeCall, decodeToken } from './decode.ts';
import { encode } from './encode.ts';
import { operationOf, tokenOperation } from './facade-operations.ts';
import { DescriptionError, type ImportedOperation, type ImportedService } from './imported-service.ts';

/** How an imported service shows itself to its callers. */
export interface FacadeFacts {
  /** The standard's name, `[a-z][a-z0-9-]*`. */
  readonly name: string;
  /** Where it is mounted; grants name it `{service}.{interFlag}`, and its WSDL is named after it. */
  readonly service: string;
  readonly interFlag: string;
  readonly title: string;
  readonly version: string;
  readonly namespace: string;
}

/** The one edition of all imported services: an application that speaks it may call any that it is granted. */
export const OPEN_EDITION = 'open';
export const OPEN_EDITION_RULES: EditionRules = { profiles: ['TOKEN'], order: 'table' };

const TOKEN_NAMES = ['token', 'accessToken', 'issueAccessToken'];

/**
 * An imported service as a standard of its own: its operations by REST and SOAP, its callers proved by secret or
 * token. Throws DescriptionError where two operations could not be told apart at their addresses.
 */
export function createImportedStandard(imported: ImportedService, facts: FacadeFacts): Standard {
  checkNames(imported.operations);
  const token = tokenOperation(tokenName(imported.operations));
  const business = `${facts.service}.${facts.interFlag}`;
  const create = createChecks();
  const calls = new Map(
    imported.operations.map((operation) => [
      operation.name,
      { operation, business, check: create({ ...operation.input, additionalProperties: false }) },
    ]),
  );
  return {
    standard: facts.name,
    title: facts.title,
    version: facts.version,
    namespace: facts.namespace,
    // Whatever version stands there, stubs keep their names.
    wsdlName: `${facts.service}-${facts.interFlag}`,
    editions: { [OPEN_EDITION]: OPEN_EDITION_RULES },
    rules: fileURLToPath(new URL('./rules/', import.meta.url)),
    operations: [...imported.operations.map(operationOf), token],
    chapters: createChapters(imported, business, token),
    authorization: ['basic', 'bearer'],
    decode: (raw) =>
      raw.operation === token.name ? decodeToken(raw, token) : decodeCall(raw, calls.get(raw.operation)),
    interpret: (envelope) => interpret(envelope, token),
    encode: (outcome) => encode(outcome),
  };
}

function interpret({ operation, payload }: Envelope, token: Operation): Instruction {
  return operation === token.name ? { kind: 'token' } : { kind: 'call', operation, input: payload };
}

function tokenName(operations: readonly ImportedOperation[]): string {
  const free = TOKEN_NAMES.find((name) => operations.every((operation) => operation.name !== name));
  if (free === undefined)
    throw new DescriptionError(`operations take all names for issuing tokens: ${TOKEN_NAMES.join(', ')}`);
  return free;
}

/** Names become addresses, elements (with those of answer and fault) and files of stubs. */
function checkNames(operations: readonly ImportedOperation[]): void {
  if (operations.length === 0)
    throw new DescriptionError('the description has no operation that can be called');
  const taken = new Map<string, string>();
  for (const { name } of operations)
    for (const derived of [name, `${name}Response`, `${name}Fault`]) {
      const key = derived.replaceAll('.', '_').toLowerCase();
      const other = taken.get(key);
      if (other !== undefined)
        throw new DescriptionError(
          `the operations ${other} and ${name} would both be called ${derived}: rename one of them`,
        );
      taken.set(key, name);
    }
}
