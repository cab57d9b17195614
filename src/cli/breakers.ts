import type { Command } from 'commander';
import { z } from 'zod';
import { adminClient } from './admin-client.ts';
import type { CommandContext } from './context.ts';
import { command, type GatewayOptions, withGateway } from './options.ts';
import { print } from './terminal.ts';

interface Options extends GatewayOptions {
  readonly json?: boolean;
}

const breakerShape = z.looseObject({
  provider: z.string(),
  name: z.string(),
  operations: z.string(),
  state: z.string(),
  calls: z.number(),
  failures: z.number(),
  since: z.string(),
  retryAfter: z.number().optional(),
});
const breakersShape = z.object({ breakers: z.array(breakerShape) });

/** `tonggui breakers`: which providers were asked lately, and which are not asked for a while because they fail. */
export function breakersCommand({ terminal }: CommandContext): Command {
  return withGateway(
    command('breakers', 'List the circuit breakers of the providers that were asked lately', [
      'tonggui breakers',
    ]),
  ).action(async ({ json, ...gateway }: Options) => {
    const { breakers } = breakersShape.parse(await adminClient(terminal, gateway).get('/api/breakers'));
    const lines = breakers.map(breakerLine);
    print(terminal, json, breakers, lines.length === 0 ? ['no provider was asked lately'] : lines);
  });
}

function breakerLine({ calls, failures, retryAfter, ...one }: z.output<typeof breakerShape>): string {
  const next = retryAfter === undefined ? '' : `, asked again in ${retryAfter} s`;
  const what = `${one.provider}  ${one.operations}  ${one.state} since ${one.since}${next}`;
  return `${what}  ${failures} of ${calls} calls failed  ${one.name}`;
}
