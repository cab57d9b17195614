import { Command } from 'commander';
import { z } from 'zod';
import { adminClient } from './admin-client.ts';
import type { CommandContext } from './context.ts';
import { EXIT } from './exit-code.ts';
import { command, type GatewayOptions, withGateway } from './options.ts';
import { print } from './terminal.ts';

interface Options extends GatewayOptions {
  readonly json?: boolean;
}

const rulesShape = z.object({
  rules: z.array(
    z.looseObject({
      standard: z.string(),
      name: z.string(),
      title: z.string(),
      state: z.enum(['enabled', 'disabled', 'unreachable']),
      reason: z.string().optional(),
    }),
  ),
});

/** `tonggui rules status`: which kinds of data are in use, and why others are not. */
export function rulesCommand({ terminal, finish }: CommandContext): Command {
  const status = withGateway(
    command('status', 'Say which rule files are in use and why others are not', ['tonggui rules status']),
  ).action(async ({ json, ...gateway }: Options) => {
    const { rules } = rulesShape.parse(await adminClient(terminal, gateway).get('/api/rules'));
    const lines = rules.map(
      ({ standard, name, title, state, reason }) =>
        `${standard} ${name} ${title}: ${state}${reason === undefined ? '' : `: ${reason}`}`,
    );
    print(terminal, json, rules, lines);
    finish(rules.some(({ state }) => state !== 'enabled') ? EXIT.refused : EXIT.ok);
  });
  return new Command('rules').description('The rules that records are checked by').addCommand(status);
}
