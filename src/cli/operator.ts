import { Command, Option } from 'commander';
import { z } from 'zod';
import { OPERATOR_ROLES, type OperatorRole } from '../access/operator.ts';
import { adminClient } from './admin-client.ts';
import { CommandError } from './command-error.ts';
import type { CommandContext } from './context.ts';
import { EXIT } from './exit-code.ts';
import { issuedShape, operatorLine, operatorShape, passwordLine } from './operator-lines.ts';
import { command, type GatewayOptions, gather, withGateway } from './options.ts';
import { print } from './terminal.ts';

interface Options extends GatewayOptions {
  readonly json?: boolean;
}

interface ChangeOptions extends Options {
  readonly name?: string;
  readonly application?: readonly string[];
}

interface AddOptions extends ChangeOptions {
  readonly role: OperatorRole;
}

const listShape = z.object({ operators: z.array(operatorShape) });
const oneShape = z.object({ operator: operatorShape });

/** `tonggui operator …`: who may sign in to the console of the running gateway; every change holds at once. */
export function operatorCommand(context: CommandContext): Command {
  return new Command('operator')
    .description('Accounts of the console of the running gateway')
    .addCommand(addCommand(context))
    .addCommand(listCommand(context))
    .addCommand(changeCommand(context))
    .addCommand(resetCommand(context))
    .addCommand(switchCommand(context, 'disable'))
    .addCommand(switchCommand(context, 'enable'));
}

function addCommand({ terminal }: CommandContext): Command {
  return withGateway(
    command('add', 'Add an account; its one-time first password is drawn and shown once', [
      'tonggui operator add wangfang --name 王芳 --application APP1',
      'tonggui operator add ligong --name 李工 --role administrator',
    ]),
  )
    .argument('<username>', 'user name')
    .requiredOption('--name <name>', 'name of the person')
    .addOption(
      new Option('--role <role>', 'what the account is for: entering records (录入员), or everything')
        .choices(OPERATOR_ROLES)
        .default('entry'),
    )
    .option('--application <appid>', APPLICATION, gather)
    .action(async (username: string, { name, role, application, json, ...gateway }: AddOptions) => {
      if (role === 'entry' && application === undefined)
        throw new CommandError(EXIT.usage, 'the role entry needs --application <appid>, or * for every one');
      const body = { username, name, role, applications: application };
      const answer = await adminClient(terminal, gateway).post('/api/operators', body);
      const issued = issuedShape.parse(answer);
      print(terminal, json, issued, [`added: ${username}`, passwordLine(issued)]);
    });
}

const APPLICATION = 'application whose records may be exchanged, * is every one; repeatable';

function listCommand({ terminal }: CommandContext): Command {
  return withGateway(command('list', 'List the accounts', ['tonggui operator list'])).action(
    async ({ json, ...gateway }: Options) => {
      const { operators } = listShape.parse(await adminClient(terminal, gateway).get('/api/operators'));
      const lines = operators.map(operatorLine);
      print(terminal, json, operators, lines.length === 0 ? ['there is no account'] : lines);
    },
  );
}

function changeCommand({ terminal }: CommandContext): Command {
  return withGateway(
    command('change', 'Change the name or the applications of an account', [
      'tonggui operator change wangfang --application APP1 --application APP2',
    ]),
  )
    .argument('<username>', 'account')
    .option('--name <name>', 'name of the person')
    .option('--application <appid>', `${APPLICATION}; instead of those it has`, gather)
    .action(async (username: string, { name, application, json, ...gateway }: ChangeOptions) => {
      if (name === undefined && application === undefined)
        throw new CommandError(EXIT.usage, 'nothing to change: give --name or --application');
      const answer = await adminClient(terminal, gateway).patch(pathOf(username), {
        name,
        applications: application,
      });
      const { operator } = oneShape.parse(answer);
      print(terminal, json, operator, [`changed: ${operatorLine(operator)}`]);
    });
}

function resetCommand({ terminal }: CommandContext): Command {
  return withGateway(
    command('reset', 'Give an account a new first password; the old one and its sessions end', [
      'tonggui operator reset wangfang',
    ]),
  )
    .argument('<username>', 'account')
    .action(async (username: string, { json, ...gateway }: Options) => {
      const answer = await adminClient(terminal, gateway).post(pathOf(username, '/reset'), {});
      const issued = issuedShape.parse(answer);
      print(terminal, json, issued, [`reset: ${username}`, passwordLine(issued)]);
    });
}

function switchCommand({ terminal }: CommandContext, verb: 'disable' | 'enable'): Command {
  const description =
    verb === 'enable' ? 'Let an account sign in again' : 'Refuse an account and end its sessions';
  return withGateway(command(verb, description, [`tonggui operator ${verb} wangfang`]))
    .argument('<username>', 'account')
    .action(async (username: string, { json, ...gateway }: Options) => {
      const { operator } = oneShape.parse(
        await adminClient(terminal, gateway).post(pathOf(username, `/${verb}`), {}),
      );
      print(terminal, json, operator, [`${verb}d: ${username}`]);
    });
}

function pathOf(username: string, verb = ''): string {
  return `/api/operators/${encodeURIComponent(username)}${verb}`;
}
