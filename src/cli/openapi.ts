import type { Command } from 'commander';
import { openApi } from '../channels/rest/open-api.ts';
import { chooseService } from './choose-service.ts';
import type { CommandContext } from './context.ts';
import { gatewayConfig } from './gateway-config.ts';
import { command, type GatewayOptions, withGateway } from './options.ts';
import { print } from './terminal.ts';

interface Options extends GatewayOptions {
  readonly json?: boolean;
  readonly service?: string;
}

/** `tonggui openapi`: the OpenAPI document as the gateway serves it, without starting anything. */
export function openapiCommand({ terminal, loadGateway }: CommandContext): Command {
  return withGateway(
    command('openapi', 'Print the OpenAPI 3.1 document of a service, as the gateway serves it', [
      'tonggui openapi > tonggui.openapi.json',
    ]),
  )
    .option(
      '--service <address>',
      'address of the service, such as /tonggui/exchange (default: the first one)',
    )
    .action(async ({ service, json, ...gateway }: Options) => {
      const { config } = gatewayConfig(terminal, gateway);
      const { describeServices } = await loadGateway();
      const document = openApi(chooseService(describeServices(config), service));
      print(terminal, json, document, [JSON.stringify(document, undefined, 2)]);
    });
}
