import { describeServices } from '../../src/app.ts';
import { renderWsdl } from '../../src/channels/soap/render-wsdl.ts';
import { configSchema } from '../../src/config/schema.ts';

/** The WSDL files of wsdl/ as the operations give them, at the default address. */
export function generatedWsdl(): ReadonlyMap<string, string> {
  const services = describeServices(configSchema.parse({}));
  return new Map(
    services.flatMap((service) => [
      [`${service.standard}.wsdl`, renderWsdl(service, '')] as const,
      [`${service.standard}.soap11.wsdl`, renderWsdl(service, 'soap11')] as const,
    ]),
  );
}
