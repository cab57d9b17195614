import { DescriptionError } from '../imported-service.ts';
import { BINDINGS, WSDL } from './namespaces.ts';
import type { Part } from './part.ts';
import type { Described, WsdlIndex } from './wsdl-index.ts';
import type { SoapWire } from './wsdl-service.ts';

export interface PortChoice {
  /** The one that is there, SOAP 1.1 before 1.2, when absent. */
  readonly wire?: SoapWire;
  /** The first that fits when absent; others of the same port type are further endpoints. */
  readonly port?: string;
}

export interface ChosenPorts {
  readonly wire: SoapWire;
  readonly service: Part;
  readonly binding: Described;
  readonly portType: Described;
  readonly endpoints: readonly string[];
  readonly notes: readonly string[];
}

interface Port {
  readonly name: string;
  readonly service: Part;
  readonly wire: SoapWire;
  readonly address: string;
  readonly binding: Described;
  readonly portType: Described;
}

const WIRES = ['soap11', 'soap12'] as const;
const TRANSPORTS = [
  'http://schemas.xmlsoap.org/soap/http',
  'http://schemas.xmlsoap.org/soap/http/',
  'http://www.w3.org/2003/05/soap/bindings/HTTP/',
];

/** Which of the ports of a WSDL are called. Throws DescriptionError when none can be. */
export function choosePorts(index: WsdlIndex, choice: PortChoice): ChosenPorts {
  const ports = index.services.flatMap(({ part }) =>
    part.children(WSDL, 'port').flatMap((port) => readPort(port, part, index)),
  );
  const named = ports.filter(({ name }) => choice.port === undefined || name === choice.port);
  const wire = choice.wire ?? WIRES.find((one) => named.some((port) => port.wire === one));
  const [first] = named.filter((port) => port.wire === wire);
  if (wire === undefined || !first) throw new DescriptionError(noneFits(ports, choice));
  const alike = ports.filter(
    (port) => port.wire === wire && port.binding === first.binding && port.service === first.service,
  );
  const endpoints = [...new Set(alike.map(({ address }) => address))].filter(isEndpoint);
  const others = ports.filter(({ portType }) => portType !== first.portType);
  return {
    wire,
    service: first.service,
    binding: first.binding,
    portType: first.portType,
    endpoints,
    notes: [
      ...(endpoints.length === 0 ? ['the WSDL names no http address: give the endpoint yourself'] : []),
      ...others.map(({ name }) => `the port ${name} offers other operations: import it on its own`),
    ],
  };
}

function readPort(port: Part, service: Part, index: WsdlIndex): readonly Port[] {
  for (const wire of WIRES) {
    const address = port.child(BINDINGS[wire], 'address');
    if (!address) continue;
    const binding = index.get('binding', 'binding', port);
    const transport = binding.part.child(BINDINGS[wire], 'binding')?.attribute('transport');
    if (transport === undefined || !TRANSPORTS.includes(transport)) return [];
    const portType = index.get('portType', 'type', binding.part);
    const location = address.attribute('location') ?? '';
    return [{ name: port.named('name'), service, wire, address: location, binding, portType }];
  }
  return [];
}

function noneFits(ports: readonly Port[], { wire, port }: PortChoice): string {
  if (ports.length === 0) return 'the WSDL has no port with a SOAP binding over HTTP';
  const offered = ports.map((one) => `${one.name} (${one.wire})`).join(', ');
  return `no port ${port ?? ''} by ${wire ?? 'SOAP'}: the WSDL offers ${offered.slice(0, 1000)}`;
}

function isEndpoint(address: string): boolean {
  try {
    const { protocol, hash, username } = new URL(address);
    return (protocol === 'http:' || protocol === 'https:') && hash === '' && username === '';
  } catch {
    return false;
  }
}
