import type { MountedService } from '../envelope/http-channel.ts';
import type { BindingTemplate, UrlType } from '../registry/model.ts';
import { ownKey } from './name-key.ts';
import { WIRE_TMODEL } from './taxonomy-keys.ts';
import { type WsdlBinding, wsdlOf } from './wsdl-tmodels.ts';

/**
 * How a service is called, each at the one address that serves every wire form: a template for each port of the WSDL
 * (note 2.0.2, 2.4.4), and one for REST. `part` tells services apart that share an address.
 */
export function bindingsOf(service: MountedService, serviceKey: string, part: string): BindingTemplate[] {
  const wsdl = wsdlOf(service);
  const accessPoint = {
    URLType: new URL(service.url).protocol.slice(0, -1) as UrlType,
    value: service.url,
  };
  const keyOf = (name: string) => ownKey(`${service.path}#${part}#${name}`);
  const rest: BindingTemplate = {
    bindingKey: keyOf('rest'),
    serviceKey,
    accessPoint,
    tModelInstanceDetails: [
      {
        tModelKey: WIRE_TMODEL.rest,
        instanceDetails: { overviewDoc: { overviewURL: `${service.url}?openapi` } },
      },
    ],
  };
  const ports = (wsdl?.bindings ?? []).map(
    (binding): BindingTemplate => ({
      bindingKey: keyOf(binding.port),
      serviceKey,
      accessPoint,
      tModelInstanceDetails: instancesOf(binding, wsdl!.portType.tModelKey),
    }),
  );
  return [rest, ...ports];
}

function instancesOf({ wire, port, tModelKey }: WsdlBinding, portType: string) {
  return [
    { tModelKey, instanceDetails: { instanceParms: port } },
    { tModelKey: portType },
    { tModelKey: WIRE_TMODEL[wire] },
  ];
}
