import type { Command } from 'commander';
import { z } from 'zod';
import { adminClient } from './admin-client.ts';
import { CommandError } from './command-error.ts';
import type { CommandContext } from './context.ts';
import { EXIT } from './exit-code.ts';
import { interfaceLines, interfaceShape } from './interface-lines.ts';
import { command, type GatewayOptions, withGateway } from './options.ts';
import { readInput } from './read-input.ts';
import { print } from './terminal.ts';

interface Options extends GatewayOptions {
  readonly file: string;
  readonly json?: boolean;
}

const KEY = '6ba7b810-9dad-11d1-80b4-00c04fd430c8';
const EXAMPLES = [
  `tonggui interface change ${KEY} --file patch.json`,
  `echo '{"domain": "cross", "level": null}' | tonggui interface change ${KEY} --file -`,
];

const oneShape = z.object({ interface: interfaceShape });
const patchShape = z.record(z.string(), z.unknown());

/** `tonggui interface change`: settings of an interface replaced by a merge patch (RFC 7396). */
export function changeInterfaceCommand({ terminal }: CommandContext): Command {
  return withGateway(
    command('change', 'Change settings of an interface by a merge patch (RFC 7396)', EXAMPLES),
  )
    .argument('<serviceKey>', 'key of its service in the registry')
    .requiredOption(
      '--file <file>',
      'JSON object with the settings to change, null takes one away; - reads standard input',
    )
    .action(async (key: string, { file, json, ...gateway }: Options) => {
      const patch = readPatch(await readInput(terminal, file, 'the patch'));
      const path = `/api/interfaces/${encodeURIComponent(key)}`;
      const answer = await adminClient(terminal, gateway).patch(path, patch);
      const { interface: one } = oneShape.parse(answer);
      print(terminal, json, one, ['changed', ...interfaceLines(one)]);
    });
}

/** What the settings are is the gateway's to judge. */
function readPatch(text: string): unknown {
  try {
    return patchShape.parse(JSON.parse(text));
  } catch {
    throw new CommandError(EXIT.usage, 'the patch must be a JSON object');
  }
}
