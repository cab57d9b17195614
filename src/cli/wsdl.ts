import type { Command } from 'commander';
import { renderWsdl } from '../channels/soap/render-wsdl.ts';
import { chooseService } from './choose-service.ts';
import type { CommandContext } from './context.ts';
import { gatewayConfig } from './gateway-config.ts';
import { command, type GatewayOptions, withGateway } from './options.ts';
import { print } from './terminal.ts';

interface Options extends GatewayOptions {
  readonly json?: boolean;
  readonly soap11?: boolean;
  readonly service?: string;
}

/** `tonggui wsdl`: the WSDL as the gateway serves it, without starting anything. */
export function wsdlCommand({ terminal, loadGateway }: CommandContext): Command {
  return withGateway(
    command('wsdl', 'Print the WSDL 1.1 of a service, as the gateway serves it', [
      'tonggui wsdl > tonggui.wsdl',
      'tonggui wsdl --soap11 > tonggui-soap11.wsdl',
    ]),
  )
    .option('--soap11', 'without the SOAP 1.2 binding, which Axis 1.4 cannot read')
    .option(
      '--service <address>',
      'address of the service, such as /tonggui/exchange (default: the first one)',
    )
    .action(async ({ soap11, service, json, ...gateway }: Options) => {
      const { config } = gatewayConfig(terminal, gateway);
      const { describeServices } = await loadGateway();
      const chosen = chooseService(describeServices(config), service);
      const wsdl = renderWsdl(chosen, soap11 ? 'soap11' : '');
      print(terminal, json, { service: chosen.path, wsdl }, [wsdl.trimEnd()]);
    });
}
