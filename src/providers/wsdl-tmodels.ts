import type { MountedService } from '../envelope/http-channel.ts';
import type { KeyedReference, TModel } from '../registry/model.ts';
import { WELL_KNOWN } from '../registry/well-known.ts';
import { className } from '../text/class-name.ts';
import { ownKey } from './name-key.ts';
import { WIRE_TMODEL } from './taxonomy-keys.ts';

/** A binding of the WSDL and the port that offers it. */
export interface WsdlBinding {
  readonly wire: 'soap11' | 'soap12';
  readonly binding: string;
  readonly port: string;
  readonly tModelKey: string;
}

/** The names in a service's WSDL and the keys of their tModels; undefined where it has no operation by SOAP. */
export function wsdlOf(service: MountedService) {
  if (!service.operations.some(({ soap }) => soap)) return undefined;
  const name = className(service.wsdlName ?? service.standard);
  const url = `${service.url}?wsdl`;
  const keyOf = (part: string) => `uuid:${ownKey(`${service.path}?wsdl#${part}`)}`;
  const bindingOf = (wire: WsdlBinding['wire'], suffix: string): WsdlBinding => {
    const binding = `${name}${suffix}Binding`;
    return { wire, binding, port: `${name}${suffix}Port`, tModelKey: keyOf(binding) };
  };
  return {
    url,
    service: `${name}Service`,
    portType: { name: `${name}PortType`, tModelKey: keyOf(`${name}PortType`) },
    bindings: [bindingOf('soap11', 'Soap11'), bindingOf('soap12', 'Soap12')],
  };
}

const reference = (key: keyof typeof WELL_KNOWN, keyName: string, keyValue: string): KeyedReference => ({
  tModelKey: WELL_KNOWN[key],
  keyName,
  keyValue,
});

/** Note 2.0.2, 2.4.1 and 2.4.2: a tModel for the portType, and one for each binding. */
export function wsdlTModels(service: MountedService): readonly TModel[] {
  const wsdl = wsdlOf(service);
  if (!wsdl) return [];
  const overviewDoc = {
    description: [{ lang: 'zh', value: `${service.title}的WSDL` }],
    overviewURL: wsdl.url,
  };
  const namespace = reference('xmlNamespace', 'namespace', service.namespace);
  const portType: TModel = {
    tModelKey: wsdl.portType.tModelKey,
    name: { value: wsdl.portType.name },
    overviewDoc,
    categoryBag: [namespace, reference('wsdlTypes', 'WSDL type', 'portType')],
  };
  return [
    portType,
    ...wsdl.bindings.map((one) => bindingTModel(one, portType.tModelKey, namespace, overviewDoc)),
  ];
}

function bindingTModel(
  { wire, binding, tModelKey: key }: WsdlBinding,
  portType: string,
  namespace: KeyedReference,
  overviewDoc: NonNullable<TModel['overviewDoc']>,
): TModel {
  return {
    tModelKey: key,
    name: { value: binding },
    overviewDoc,
    categoryBag: [
      namespace,
      reference('wsdlTypes', 'WSDL type', 'binding'),
      reference('portTypeReference', 'portType reference', portType),
      reference('types', 'uddi-org:types', 'wsdlSpec'),
      reference('protocolCategories', wire === 'soap11' ? 'SOAP protocol' : 'SOAP 1.2', WIRE_TMODEL[wire]),
      reference('transportCategories', 'HTTP transport', WELL_KNOWN.http),
    ],
  };
}

/** Note 2.0.2, 2.4.3: what makes a businessService a WSDL service. */
export function wsdlCategories(service: MountedService): KeyedReference[] {
  const wsdl = wsdlOf(service);
  if (!wsdl) return [];
  return [
    reference('wsdlTypes', 'WSDL type', 'service'),
    reference('xmlNamespace', 'service namespace', service.namespace),
    reference('xmlLocalName', 'service local name', wsdl.service),
  ];
}
