import { Command } from 'commander';
import { z } from 'zod';
import { adminClient } from './admin-client.ts';
import type { CommandContext } from './context.ts';
import { command, type GatewayOptions, withGateway } from './options.ts';
import { print } from './terminal.ts';

interface Options extends GatewayOptions {
  readonly json?: boolean;
}

const publisherShape = z.object({
  name: z.string(),
  enabled: z.boolean(),
  createdAt: z.string(),
  changedAt: z.string(),
});
const listShape = z.object({ publishers: z.array(publisherShape) });
const issuedShape = z.object({ publisher: publisherShape, credential: z.string() });

/** `tonggui publisher …`: who may publish in the registry of the running gateway; every change holds at once. */
export function publisherCommand(context: CommandContext): Command {
  return new Command('publisher')
    .description('Publishers of the registry of the running gateway')
    .addCommand(addCommand(context))
    .addCommand(listCommand(context))
    .addCommand(renewCommand(context))
    .addCommand(switchCommand(context, 'disable'))
    .addCommand(switchCommand(context, 'enable'));
}

function addCommand({ terminal }: CommandContext): Command {
  return withGateway(
    command('add', 'Add a publisher; its credential is drawn and shown once', [
      'tonggui publisher add anhui',
    ]),
  )
    .argument('<name>', 'name, the userID of get_authToken')
    .action(async (name: string, { json, ...gateway }: Options) => {
      const answer = await adminClient(terminal, gateway).post('/api/publishers', { name });
      const { credential } = issuedShape.parse(answer);
      print(terminal, json, { name, credential }, [`added: ${name}`, credentialLine(credential)]);
    });
}

function listCommand({ terminal }: CommandContext): Command {
  return withGateway(command('list', 'List the publishers', ['tonggui publisher list'])).action(
    async ({ json, ...gateway }: Options) => {
      const { publishers } = listShape.parse(await adminClient(terminal, gateway).get('/api/publishers'));
      const lines = publishers.map(
        ({ name, enabled, createdAt }) => `${name}  ${enabled ? 'enabled' : 'disabled'}  since ${createdAt}`,
      );
      print(terminal, json, publishers, lines.length === 0 ? ['there is no publisher'] : lines);
    },
  );
}

function renewCommand({ terminal }: CommandContext): Command {
  return withGateway(
    command('renew', 'Give a publisher a new credential; the old one and its tokens end', [
      'tonggui publisher renew anhui',
    ]),
  )
    .argument('<name>', 'publisher')
    .action(async (name: string, { json, ...gateway }: Options) => {
      const answer = await adminClient(terminal, gateway).post(pathOf(name, 'renew'), {});
      const { credential } = issuedShape.parse(answer);
      print(terminal, json, { name, credential }, [`renewed: ${name}`, credentialLine(credential)]);
    });
}

function switchCommand({ terminal }: CommandContext, verb: 'disable' | 'enable'): Command {
  const description =
    verb === 'enable' ? 'Let a publisher publish again' : 'Refuse a publisher and end its tokens';
  return withGateway(command(verb, description, [`tonggui publisher ${verb} anhui`]))
    .argument('<name>', 'publisher')
    .action(async (name: string, { json, ...gateway }: Options) => {
      await adminClient(terminal, gateway).post(pathOf(name, verb), {});
      print(terminal, json, { name, enabled: verb === 'enable' }, [`${verb}d: ${name}`]);
    });
}

function pathOf(name: string, verb: string): string {
  return `/api/publishers/${encodeURIComponent(name)}/${verb}`;
}

function credentialLine(credential: string): string {
  return `credential, shown only now: ${credential}`;
}
