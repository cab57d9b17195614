import { LeftOut } from './left-out.ts';
import { BINDINGS, WSDL } from './namespaces.ts';
import type { Part } from './part.ts';
import { partsForm } from './type-builder.ts';
import type { TypeReader } from './type-reader.ts';
import type { Described, WsdlIndex } from './wsdl-index.ts';
import type { Content, MessageForm } from './wsdl-service.ts';

/** A message of an operation, as its binding has it. */
export interface BoundMessage {
  readonly operation: string;
  readonly style: 'document' | 'rpc';
  readonly soap: string;
  /** The wsdl:input or wsdl:output of the port type, and the one of the binding. */
  readonly described: Part;
  readonly bound: Part | undefined;
  /** The wrapper of an RPC message. */
  readonly wrapper: string;
  readonly binding: Described;
}

/** What the body of a message holds. Throws LeftOut for forms that are not called. */
export function readMessage(message: BoundMessage, index: WsdlIndex, types: TypeReader): MessageForm {
  const body = message.bound?.child(message.soap, 'body');
  if (message.bound && !body && message.bound.element.children.length > 0)
    throw new LeftOut('its message travels with attachments (MIME)');
  const described = index.get('message', 'message', message.described).part;
  const parts = bodyParts(described, message, body);
  return message.style === 'rpc'
    ? rpcForm(parts, message, body, types)
    : documentForm(parts, body?.attribute('use') === 'encoded', index, types);
}

/** Parts that travel as headers are none of the body's. */
function bodyParts(described: Part, { bound, soap }: BoundMessage, body: Part | undefined): readonly Part[] {
  const parts = described.children(WSDL, 'part');
  const listed = body?.attribute('parts')?.split(/\s+/);
  if (listed) return parts.filter((part) => listed.includes(part.named('name')));
  const headers = bound?.children(soap, 'header') ?? [];
  const own = headers.filter((header) => header.reference('message')?.local === described.attribute('name'));
  const elsewhere = new Set(own.map((header) => header.attribute('part')));
  return parts.filter((part) => !elsewhere.has(part.named('name')));
}

function documentForm(
  parts: readonly Part[],
  encoded: boolean,
  index: WsdlIndex,
  types: TypeReader,
): MessageForm {
  const [part, ...more] = parts;
  if (encoded) throw new LeftOut('it is encoded (use="encoded") in document style');
  if (!part) return { kind: 'nothing' };
  if (more.length > 0) throw new LeftOut('its body has several parts, which document style does not allow');
  const name = part.reference('element');
  if (!name) throw new LeftOut('the part of its body has a type instead of an element');
  const element = index.schemas.get('element', name, part);
  return { kind: 'element', style: 'document', ...name, content: types.contentOf(element, name.local) };
}

function rpcForm(
  parts: readonly Part[],
  { wrapper, binding, described, soap }: BoundMessage,
  body: Part | undefined,
  types: TypeReader,
): MessageForm {
  const encoded = body?.attribute('use') === 'encoded';
  const members = parts.map((part) => {
    const type = part.reference('type');
    if (!type) throw new LeftOut('a part of its RPC body has an element instead of a type');
    const description = part.documentation(WSDL, 'documentation');
    const content: Content = types.contentOfType(type, part);
    return { local: part.named('name'), content, ...(description !== undefined && { description }) };
  });
  if (encoded && (soap !== BINDINGS.soap11 || members.some(({ content }) => content.kind !== 'simple')))
    throw new LeftOut(
      'it has structures that are encoded by SOAP section 5 (use="encoded"): ask for a document/literal WSDL',
    );
  return {
    kind: 'element',
    style: encoded ? 'encoded' : 'rpc',
    namespace: body?.attribute('namespace') ?? binding.namespace,
    local: wrapper,
    content: types.add(wrapper, (name) => partsForm(name, members, described)),
  };
}
