import { Command } from 'commander';
import { z } from 'zod';
import { adminClient } from './admin-client.ts';
import type { CommandContext } from './context.ts';
import { command, type GatewayOptions, withGateway } from './options.ts';
import { print } from './terminal.ts';

interface Options extends GatewayOptions {
  readonly late?: boolean;
  readonly json?: boolean;
}

const updateShape = z.looseObject({
  application: z.string(),
  standard: z.string(),
  ruleSet: z.string(),
  title: z.string(),
  last: z.string().optional(),
  due: z.string(),
  late: z.boolean(),
});
const updatesShape = z.object({ updates: z.array(updateShape) });

/** `tonggui updates list`: who must upload what again, and who is late. */
export function updatesCommand({ terminal }: CommandContext): Command {
  const list = withGateway(
    command('list', 'Say which data is due again, and who is late with it', [
      'tonggui updates list',
      'tonggui updates list --late',
    ]),
  )
    .option('--late', 'only what is late')
    .action(async ({ late, json, ...gateway }: Options) => {
      const { updates } = updatesShape.parse(await adminClient(terminal, gateway).get('/api/updates'));
      const shown = late ? updates.filter((update) => update.late) : updates;
      const nothing = late ? 'nothing is late' : 'no application has to upload regularly';
      print(terminal, json, shown, shown.length === 0 ? [nothing] : shown.map(lineOf));
    });
  return new Command('updates').description('Data that has to be uploaded regularly').addCommand(list);
}

function lineOf({
  application,
  standard,
  ruleSet,
  title,
  last,
  due,
  late,
}: z.infer<typeof updateShape>): string {
  const state = late ? `late since ${due}` : `due ${due}`;
  const what = ruleSet === '' ? title : `${ruleSet} ${title}`;
  return `${application} ${standard} ${what}: ${state}, last upload ${last ?? 'never'}`;
}
