import { type DescriptionDocuments, DescriptionError } from '../imported-service.ts';
import { OperationNames } from '../openapi/operation-names.ts';
import { type ChosenPorts, choosePorts, type PortChoice } from './choose-ports.ts';
import { Documents } from './documents.ts';
import { LeftOut, UndefinedName } from './left-out.ts';
import { WSDL } from './namespaces.ts';
import type { Part } from './part.ts';
import { type OperationDraft, readOperation } from './read-operation.ts';
import { StructureSchemas } from './structure-schema.ts';
import { TypeReader } from './type-reader.ts';
import { WsdlIndex } from './wsdl-index.ts';
import type { WsdlOperation, WsdlService, WsdlTypes } from './wsdl-service.ts';

const MOST_OPERATIONS = 1000;
const LONGEST_TITLE = 60;

/**
 * Reads a WSDL 1.1: the operations of one port, document/literal or RPC/literal. What cannot be called is left out and
 * told in the notes. Nothing is fetched, no file is opened. Throws DescriptionError with the place.
 */
export function readWsdl(description: DescriptionDocuments, choice: PortChoice = {}): WsdlService {
  const index = new WsdlIndex(new Documents(description));
  const ports = choosePorts(index, choice);
  const notes = [...ports.notes];
  const types = new TypeReader(index.schemas, (text) => notes.push(text));
  const drafts = readOperations(ports, index, types, notes);
  const { forms } = types;
  if (drafts.length === 0)
    throw new DescriptionError(['no operation can be called', ...notes].join('; ').slice(0, 2000));
  notePolicies(index.root, notes);
  return {
    kind: 'wsdl',
    title: titleOf(ports, index),
    wire: ports.wire,
    endpoints: ports.endpoints,
    operations: finish(drafts, forms, notes),
    types: forms,
    ...(notes.length > 0 && { notes: [...new Set(notes)] }),
  };
}

function readOperations(ports: ChosenPorts, index: WsdlIndex, types: TypeReader, notes: string[]) {
  const bound = ports.binding.part.children(WSDL, 'operation');
  if (bound.length > MOST_OPERATIONS) throw new DescriptionError(`more than ${MOST_OPERATIONS} operations`);
  const described = ports.portType.part.children(WSDL, 'operation');
  return bound.flatMap((operation): readonly OperationDraft[] => {
    const name = operation.named('name');
    try {
      const draft = readOperation(operation, matching(operation, bound, described), ports, index, types);
      types.checkWhole(draft.request, draft.answer);
      return [draft];
    } catch (thrown) {
      if (!(thrown instanceof LeftOut || thrown instanceof UndefinedName)) throw thrown;
      notes.push(`operation ${name} is left out: ${thrown.message}`);
      return [];
    }
  });
}

/** Overloaded operations are told apart by the names of their inputs, else by their order. */
function matching(operation: Part, bound: readonly Part[], described: readonly Part[]): Part {
  const name = operation.named('name');
  const alike = described.filter((one) => one.named('name') === name);
  const input = operation.child(WSDL, 'input')?.attribute('name');
  const byInput = alike.filter((one) => (one.child(WSDL, 'input')?.attribute('name') ?? name) === input);
  if (byInput.length === 1) return byInput[0]!;
  const place = bound.filter((one) => one.named('name') === name).indexOf(operation);
  const found = alike[place] ?? alike[0];
  if (!found) throw new LeftOut('its port type does not have it');
  return found;
}

function finish(
  drafts: readonly OperationDraft[],
  types: WsdlTypes,
  notes: string[],
): readonly WsdlOperation[] {
  const names = new OperationNames();
  const schemas = new StructureSchemas(types);
  return drafts.map(({ own, documentation, headers, ...draft }) => {
    const name = names.nameOf(own, 'operation', '');
    if (name !== own) notes.push(`operation ${own} is called ${name} here`);
    if (headers.length > 0)
      notes.push(`operation ${name}: the SOAP headers ${headers.join(', ')} are not sent`);
    const isTitle = documentation !== undefined && documentation.length <= LONGEST_TITLE;
    return {
      name,
      title: isTitle ? documentation : own,
      ...(documentation !== undefined && !isTitle && { description: documentation }),
      input: schemas.of(draft.request),
      output: schemas.of(draft.answer),
      ...draft,
    };
  });
}

function titleOf({ service }: ChosenPorts, { root }: WsdlIndex): string {
  const documentation =
    service.documentation(WSDL, 'documentation') ?? root.documentation(WSDL, 'documentation');
  return documentation !== undefined && documentation.length <= LONGEST_TITLE
    ? documentation
    : service.named('name');
}

/** Whoever demands signed or secured messages says so by a policy. */
function notePolicies({ element }: Part, notes: string[]): void {
  const policies = element.children.some(
    ({ local, namespace }) => local === 'Policy' && namespace.includes('policy'),
  );
  if (policies)
    notes.push('the WSDL has policies (WS-Policy), such as for WS-Security: they are not followed');
}
