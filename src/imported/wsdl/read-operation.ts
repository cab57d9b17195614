import type { ChosenPorts } from './choose-ports.ts';
import { LeftOut } from './left-out.ts';
import { BINDINGS, WSDL } from './namespaces.ts';
import type { Part } from './part.ts';
import { type BoundMessage, readMessage } from './read-message.ts';
import type { TypeReader } from './type-reader.ts';
import type { WsdlIndex } from './wsdl-index.ts';
import type { MessageForm } from './wsdl-service.ts';

const EXTENSIONS = 'http://www.w3.org/ns/wsdl-extensions';

/** An operation before its types are all read. */
export interface OperationDraft {
  readonly own: string;
  readonly documentation: string | undefined;
  readonly action: string;
  readonly safe: boolean;
  readonly request: MessageForm;
  readonly answer: MessageForm;
  /** SOAP headers that the binding names. */
  readonly headers: readonly string[];
}

/** Reads one operation of the binding. Throws LeftOut for one that cannot be called. */
export function readOperation(
  bound: Part,
  described: Part,
  { wire, binding }: ChosenPorts,
  index: WsdlIndex,
  types: TypeReader,
): OperationDraft {
  const own = bound.named('name');
  const soap = BINDINGS[wire];
  const details = bound.child(soap, 'operation');
  const style = styleOf(details ?? binding.part.child(soap, 'binding'), binding.part.child(soap, 'binding'));
  const input = described.child(WSDL, 'input');
  const output = described.child(WSDL, 'output');
  if (!input) throw new LeftOut('the provider calls, and is not called (no input)');
  const common = { operation: own, style, soap, binding };
  const message = (more: Pick<BoundMessage, 'described' | 'bound' | 'wrapper'>) =>
    readMessage({ ...common, ...more }, index, types);
  const boundInput = bound.child(WSDL, 'input');
  const boundOutput = bound.child(WSDL, 'output');
  return {
    own,
    documentation:
      described.documentation(WSDL, 'documentation') ?? bound.documentation(WSDL, 'documentation'),
    action: actionOf(details),
    safe: described.element.attributes.some(
      ({ namespace, local, value }) =>
        namespace === EXTENSIONS && local === 'safe' && value.trim() === 'true',
    ),
    request: message({ described: input, bound: boundInput, wrapper: own }),
    answer: output
      ? message({ described: output, bound: boundOutput, wrapper: `${own}Response` })
      : { kind: 'nothing' },
    headers: (boundInput?.children(soap, 'header') ?? []).map((header) => header.attribute('part') ?? '?'),
  };
}

/** Document is the default (WSDL 1.1 3.3). */
function styleOf(operation: Part | undefined, binding: Part | undefined): 'document' | 'rpc' {
  const style = operation?.attribute('style') ?? binding?.attribute('style');
  return style === 'rpc' ? 'rpc' : 'document';
}

/** Goes into a header as it is; only what would end its quotes cannot. */
function actionOf(details: Part | undefined): string {
  const action = details?.attribute('soapAction') ?? '';
  if (/["\\\p{Cc}]/u.test(action)) details?.fail('the soapAction cannot stand in a header');
  return action;
}
