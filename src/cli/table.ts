import { resolve } from 'node:path';
import { Command, Option } from 'commander';
import { redact } from '../assembly/redact.ts';
import { applyTables } from '../channels/table/apply-tables.ts';
import { createTables, DIALECTS, type DialectName } from '../channels/table/create-tables.ts';
import { createStandards } from '../standards/standards.ts';
import { CommandError } from './command-error.ts';
import type { CommandContext } from './context.ts';
import { EXIT } from './exit-code.ts';
import { isSilent } from './explain-database.ts';
import { gatewayConfig } from './gateway-config.ts';
import { command, type GatewayOptions, withGateway } from './options.ts';
import { tableForms } from './table-forms.ts';
import { print } from './terminal.ts';

interface Options extends GatewayOptions {
  readonly standard: string;
  readonly dialect: DialectName;
  readonly apply?: string;
  readonly json?: boolean;
}

/** `tonggui table init`: the tables of a front-end database (S5 4.6), printed or made. */
export function tableCommand({ terminal }: CommandContext): Command {
  const init = withGateway(
    command('init', 'Print or make the tables of a front-end database that providers fill', [
      'tonggui table init --dialect postgres > front.sql',
      'tonggui table init --dialect sqlite --apply front.db',
    ]),
  )
    .option('--standard <edition>', 'edition of the standard whose kinds of data there are tables for', 's5')
    .addOption(new Option('--dialect <name>', 'kind of database').choices(DIALECTS).makeOptionMandatory())
    .option(
      '--apply <place>',
      'make them there: a file for sqlite, else an address without password (PGPASSWORD or MYSQL_PWD has it)',
    )
    .action(async ({ standard, dialect, apply, json, ...gateway }: Options) => {
      const { config } = gatewayConfig(terminal, gateway);
      const builtin = createStandards(config.limits).map(({ rules }) => rules);
      const override = config.rules.folder;
      const forms = tableForms({ builtin, ...(override && { override }) }, standard);
      if (forms.length === 0)
        throw new CommandError(EXIT.usage, `no edition of a standard is called ${standard}; try s5`);
      const tables = ['tgBatch', ...forms.map(({ table }) => table)];
      if (apply === undefined) {
        const statements = createTables(dialect, forms);
        print(terminal, json, { dialect, statements }, [`${statements.join(';\n\n')};`]);
        return;
      }
      const place =
        dialect === 'sqlite'
          ? fileOf(apply, terminal.workingFolder)
          : addressOf(dialect, apply, terminal.environment['MYSQL_PWD']);
      await applyTables(dialect, place, forms).catch(refuse);
      print(terminal, json, { dialect, tables }, [`the tables are there: ${tables.join(', ')}`]);
    });
  return new Command('table').description('Front-end databases that providers fill').addCommand(init);
}

/** What an address of a server begins with, and the variable that has its password. */
const SERVERS = {
  postgres: { scheme: /^postgres(?:ql)?:$/, variable: 'PGPASSWORD' },
  mysql: { scheme: /^(?:mysql|mariadb):$/, variable: 'MYSQL_PWD' },
} as const;

function fileOf(place: string, workingFolder: string): string {
  if (/^[a-z]+:\/\//i.test(place)) throw new CommandError(EXIT.usage, '--apply must be a file for sqlite');
  return resolve(workingFolder, place);
}

/** PostgreSQL's driver reads PGPASSWORD by itself, MySQL's no variable at all. Everybody can see an argument. */
function addressOf(dialect: keyof typeof SERVERS, address: string, password: string | undefined): string {
  const { scheme, variable } = SERVERS[dialect];
  const url = URL.canParse(address) ? new URL(address) : undefined;
  if (!url || !scheme.test(url.protocol))
    throw new CommandError(EXIT.usage, `--apply must be an address that begins with ${dialect}://`);
  if (url.password !== '' || url.searchParams.has('password'))
    throw new CommandError(
      EXIT.usage,
      `--apply must be an address without password: set the environment variable ${variable}`,
    );
  if (dialect !== 'mysql' || password === undefined) return address;
  url.password = encodeURIComponent(password);
  return url.href;
}

function refuse(error: unknown): never {
  const message = String(redact(String(Reflect.get(Object(error), 'message') ?? error)));
  throw new CommandError(
    isSilent(error) ? EXIT.unreachable : EXIT.refused,
    `the tables could not be made: ${message}`,
  );
}
