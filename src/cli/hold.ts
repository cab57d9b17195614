import { Command } from 'commander';
import { z } from 'zod';
import { adminClient } from './admin-client.ts';
import type { CommandContext } from './context.ts';
import { command, type GatewayOptions, withGateway } from './options.ts';
import { print } from './terminal.ts';

interface Options extends GatewayOptions {
  readonly json?: boolean;
}

interface ReleaseOptions extends Options {
  readonly appid: string;
  readonly peer: string;
  readonly busicode: string;
}

const holdsShape = z.object({
  holds: z.array(
    z.object({
      caller: z.string(),
      peer: z.string(),
      business: z.string(),
      failures: z.number(),
      until: z.string(),
    }),
  ),
});

/** `tonggui hold list|release`: transmissions that are held after repeated failures. */
export function holdCommand(context: CommandContext): Command {
  return new Command('hold')
    .description('Look at transmissions that are held after three failures, and release them')
    .addCommand(listCommand(context))
    .addCommand(releaseCommand(context));
}

function listCommand({ terminal }: CommandContext): Command {
  return withGateway(command('list', 'List the holds in force', ['tonggui hold list'])).action(
    async ({ json, ...gateway }: Options) => {
      const { holds } = holdsShape.parse(await adminClient(terminal, gateway).get('/api/holds'));
      const lines = holds.map(
        ({ caller, peer, business, failures, until }) =>
          `${caller} from ${peer} for ${business}: ${failures} failures, held until ${until}`,
      );
      print(terminal, json, holds, lines.length === 0 ? ['nothing is held'] : lines);
    },
  );
}

function releaseCommand({ terminal }: CommandContext): Command {
  return withGateway(
    command('release', 'Release a hold before its time', [
      'tonggui hold release --appid APP1 --peer 10.1.2.3 --busicode 120101',
    ]),
  )
    .requiredOption('--appid <id>', 'application')
    .requiredOption('--peer <peer>', 'where it called from, as `hold list` tells it')
    .requiredOption('--busicode <code>', 'business code')
    .action(async ({ appid, peer, busicode, json, ...gateway }: ReleaseOptions) => {
      const hold = { caller: appid, peer, business: busicode };
      await adminClient(terminal, gateway).post('/api/holds/release', hold);
      print(terminal, json, { released: hold }, [`released: ${appid} from ${peer} for ${busicode}`]);
    });
}
