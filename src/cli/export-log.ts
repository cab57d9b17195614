import { createWriteStream, existsSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Command } from 'commander';
import { exportLog } from '../audit/export-log.ts';
import { CommandError } from './command-error.ts';
import type { CommandContext } from './context.ts';
import { EXIT } from './exit-code.ts';
import { gatewayConfig } from './gateway-config.ts';
import { openToLook } from './open-to-look.ts';
import { command, type GatewayOptions, withGateway } from './options.ts';
import { print } from './terminal.ts';

interface Options extends GatewayOptions {
  readonly to: string;
  readonly json?: boolean;
}

/** `tonggui export-log`: the whole audit log as a file that `verify-log --file` proves anywhere. */
export function exportLogCommand({ terminal }: CommandContext): Command {
  return withGateway(
    command(
      'export-log',
      'Write the audit log to a file, for verify-log elsewhere; a gateway may be running',
      ['tonggui export-log --to audit.jsonl'],
    ),
  )
    .requiredOption('--to <file>', 'file to write, which must not exist; JSON lines')
    .action(async ({ to, json, ...gateway }: Options) => {
      const file = resolve(terminal.workingFolder, to);
      if (existsSync(file)) throw new CommandError(EXIT.usage, `${file} exists; name another file`);
      const store = await openToLook(gatewayConfig(terminal, gateway).config);
      try {
        await exportLog(store.trail, createWriteStream(file, { flags: 'wx', mode: 0o600 }));
      } finally {
        await store.close();
      }
      print(terminal, json, { file }, [`written: ${file}`]);
    });
}
