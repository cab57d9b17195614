import { Command } from 'commander';
import { z } from 'zod';
import { adminClient } from './admin-client.ts';
import type { CommandContext } from './context.ts';
import { EXIT } from './exit-code.ts';
import { addInterfaceCommand } from './interface-add.ts';
import { changeInterfaceCommand } from './interface-change.ts';
import { interfaceLine, interfaceLines, interfaceShape, reportLines } from './interface-lines.ts';
import { command, type GatewayOptions, withGateway } from './options.ts';
import { print } from './terminal.ts';

interface Options extends GatewayOptions {
  readonly json?: boolean;
}

const KEY = '6ba7b810-9dad-11d1-80b4-00c04fd430c8';
/** A probe waits for a provider across domains, perhaps at each of its endpoints. */
const PROBE_SECONDS = 300;

const oneShape = z.object({ interface: interfaceShape });
const listShape = z.object({ interfaces: z.array(interfaceShape) });
const conflictShape = z.looseObject({
  edition: z.string(),
  codes: z.array(z.string()),
  regions: z.array(z.string()),
  sources: z.array(z.looseObject({ id: z.string(), name: z.string(), version: z.string() })),
  answers: z.string().optional(),
});

const pathOf = (key: string, step = '') => `/api/interfaces/${encodeURIComponent(key)}${step}`;

/** `tonggui interface …`: the interfaces of providers that the running gateway asks for its callers. */
export function interfaceCommand(context: CommandContext): Command {
  return new Command('interface')
    .description('Interfaces of providers: draft, tested, enabled, stopped, retired')
    .addCommand(addInterfaceCommand(context))
    .addCommand(listCommand(context))
    .addCommand(showCommand(context))
    .addCommand(changeInterfaceCommand(context))
    .addCommand(testCommand(context))
    .addCommand(stepCommand(context, 'enable', 'Let callers reach an interface that passed its test'))
    .addCommand(stopCommand(context))
    .addCommand(stepCommand(context, 'retire', 'Take a stopped interface out of service for good'))
    .addCommand(conflictsCommand(context));
}

function listCommand({ terminal }: CommandContext): Command {
  return withGateway(command('list', 'List the interfaces', ['tonggui interface list'])).action(
    async ({ json, ...gateway }: Options) => {
      const answer = await adminClient(terminal, gateway).get('/api/interfaces');
      const { interfaces } = listShape.parse(answer);
      const lines = interfaces.map(interfaceLine);
      print(terminal, json, interfaces, lines.length === 0 ? ['there is no interface'] : lines);
    },
  );
}

function showCommand({ terminal }: CommandContext): Command {
  return withGateway(
    command('show', 'Show settings, registration and last test', [`tonggui interface show ${KEY}`]),
  )
    .argument('<serviceKey>', 'key of its service in the registry')
    .action(async (key: string, { json, ...gateway }: Options) => {
      const answer = await adminClient(terminal, gateway).get(pathOf(key));
      const { interface: one } = oneShape.parse(answer);
      print(terminal, json, one, interfaceLines(one));
    });
}

function testCommand({ terminal, finish }: CommandContext): Command {
  return withGateway(
    command('test', 'Test an interface: rules, addresses and a probe call', [
      `tonggui interface test ${KEY}`,
    ]),
  )
    .argument('<serviceKey>', 'key of its service in the registry')
    .action(async (key: string, { json, ...gateway }: Options) => {
      const answer = await adminClient(terminal, gateway).post(pathOf(key, '/test'), {}, PROBE_SECONDS);
      const { interface: one } = oneShape.parse(answer);
      print(terminal, json, one, [`${one.state}: ${key}`, ...(one.report ? reportLines(one.report) : [])]);
      if (!one.report?.passed) finish(EXIT.refused);
    });
}

function stepCommand({ terminal }: CommandContext, verb: 'enable' | 'retire', description: string): Command {
  return withGateway(command(verb, description, [`tonggui interface ${verb} ${KEY}`]))
    .argument('<serviceKey>', 'key of its service in the registry')
    .action(async (key: string, { json, ...gateway }: Options) => {
      const answer = await adminClient(terminal, gateway).post(pathOf(key, `/${verb}`), {});
      const { interface: one } = oneShape.parse(answer);
      print(terminal, json, one, [`${one.state}: ${key}`]);
    });
}

function stopCommand({ terminal }: CommandContext): Command {
  return withGateway(
    command('stop', 'Stop an interface; its callers are told why', [
      `tonggui interface stop ${KEY} --notice 年度维护，11月30日恢复`,
    ]),
  )
    .argument('<serviceKey>', 'key of its service in the registry')
    .requiredOption('--notice <text>', 'what callers are told, in Chinese')
    .action(async (key: string, { notice, json, ...gateway }: Options & { readonly notice: string }) => {
      const answer = await adminClient(terminal, gateway).post(pathOf(key, '/stop'), { notice });
      const { interface: one } = oneShape.parse(answer);
      print(terminal, json, one, [`stopped: ${key}`]);
    });
}

function conflictsCommand({ terminal }: CommandContext): Command {
  return withGateway(
    command('conflicts', 'List pairs of sources for the same records (一数一源)', [
      'tonggui interface conflicts',
    ]),
  ).action(async ({ json, ...gateway }: Options) => {
    const answer = await adminClient(terminal, gateway).get('/api/interfaces/conflicts');
    const { conflicts } = z.object({ conflicts: z.array(conflictShape) }).parse(answer);
    const lines = conflicts.map(conflictLine);
    print(terminal, json, conflicts, lines.length === 0 ? ['every record has one source'] : lines);
  });
}

function conflictLine({ edition, codes, regions, sources, answers }: z.output<typeof conflictShape>): string {
  const where = regions.map((prefix) => prefix.padEnd(6, '0')).join(' ') || 'all regions';
  const who = sources.map(({ id, name, version }) => `${name} ${version} (${id})`).join(' and ');
  return `${edition} ${codes.join(' ')}, ${where}: ${who}; ${answers ? `${answers} answers` : 'none answers yet'}`;
}
