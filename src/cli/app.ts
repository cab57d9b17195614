import { Command } from 'commander';
import { z } from 'zod';
import { adminClient } from './admin-client.ts';
import { addCommand } from './app-add.ts';
import { applicationLines, applicationShape, issuedLines, issuedShape } from './application-lines.ts';
import type { CommandContext } from './context.ts';
import { command, type GatewayOptions, wholeNumber, withGateway } from './options.ts';
import { readSecret } from './read-input.ts';
import { print } from './terminal.ts';

interface Options extends GatewayOptions {
  readonly json?: boolean;
}

interface RotateOptions extends Options {
  readonly secretFrom?: string;
  readonly keepHours: number;
}

const listShape = z.object({ applications: z.array(applicationShape) });
const oneShape = z.object({ application: applicationShape });

/** `tonggui app …`: applications of the running gateway; every change holds at once. */
export function appCommand(context: CommandContext): Command {
  return new Command('app')
    .description('Applications of the running gateway')
    .addCommand(addCommand(context))
    .addCommand(listCommand(context))
    .addCommand(showCommand(context))
    .addCommand(rotateCommand(context))
    .addCommand(switchCommand(context, 'disable'))
    .addCommand(switchCommand(context, 'enable'));
}

function listCommand({ terminal }: CommandContext): Command {
  return withGateway(command('list', 'List the applications', ['tonggui app list'])).action(
    async ({ json, ...gateway }: Options) => {
      const answer = await adminClient(terminal, gateway).get('/api/applications');
      const { applications } = listShape.parse(answer);
      const lines = applications.map(
        ({ id, name, standard, sign, enabled }) =>
          `${id}  ${standard}  ${sign.profile}  ${enabled ? 'enabled' : 'disabled'}  ${name}`,
      );
      print(terminal, json, applications, lines.length === 0 ? ['there is no application'] : lines);
    },
  );
}

function showCommand({ terminal }: CommandContext): Command {
  return withGateway(command('show', 'Show the settings of an application', ['tonggui app show APP1']))
    .argument('<appid>', 'application')
    .action(async (appid: string, { json, ...gateway }: Options) => {
      const answer = await adminClient(terminal, gateway).get(
        `/api/applications/${encodeURIComponent(appid)}`,
      );
      const { application } = oneShape.parse(answer);
      print(terminal, json, application, applicationLines(application));
    });
}

function rotateCommand({ terminal }: CommandContext): Command {
  return withGateway(
    command('rotate', 'Give an application a new key; the old one still verifies for a while', [
      'tonggui app rotate APP1 --keep-hours 48',
    ]),
  )
    .argument('<appid>', 'application')
    .option('--secret-from <file>', 'file with the new secret, - reads standard input (default: a fresh one)')
    .option('--keep-hours <hours>', 'hours that the old key still verifies', wholeNumber(0, 2160), 168)
    .action(async (appid: string, { secretFrom, keepHours, json, ...gateway }: RotateOptions) => {
      const key = secretFrom === undefined ? undefined : await readSecret(terminal, secretFrom, 'the secret');
      const client = adminClient(terminal, gateway);
      const path = `/api/applications/${encodeURIComponent(appid)}/rotate`;
      const { issued } = issuedShape.parse(await client.post(path, { key, overlapHours: keepHours }));
      print(terminal, json, { id: appid, keepHours, issued }, [
        `rotated: ${appid}; the old key still verifies for ${keepHours} hours`,
        ...issuedLines(issued),
      ]);
    });
}

function switchCommand({ terminal }: CommandContext, verb: 'enable' | 'disable'): Command {
  const description =
    verb === 'enable' ? 'Let an application call again' : 'Refuse every call of an application';
  return withGateway(command(verb, description, [`tonggui app ${verb} APP1`]))
    .argument('<appid>', 'application')
    .action(async (appid: string, { json, ...gateway }: Options) => {
      const path = `/api/applications/${encodeURIComponent(appid)}/${verb}`;
      await adminClient(terminal, gateway).post(path, {});
      print(terminal, json, { id: appid, enabled: verb === 'enable' }, [`${verb}d: ${appid}`]);
    });
}
