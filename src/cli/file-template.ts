import { type Command, Option } from 'commander';
import { type TemplateColumn, templateSheet } from '../record-files/template-sheet.ts';
import { writeRecordFile } from '../record-files/write-record-file.ts';
import type { RuleFile } from '../rules/rule-file.ts';
import { CommandError } from './command-error.ts';
import type { CommandContext } from './context.ts';
import { EXIT } from './exit-code.ts';
import { memberHead, withMembers } from './file-members.ts';
import { formatOf, writeWhole } from './file-output.ts';
import { type Edition, ruleFileOf } from './file-rules.ts';
import { gatewayConfig } from './gateway-config.ts';
import { command, type GatewayOptions, withGateway } from './options.ts';
import { print } from './terminal.ts';

interface Options extends GatewayOptions {
  readonly standard: Edition;
  readonly kind: string;
  readonly member?: readonly string[];
  readonly output: string;
  readonly json?: boolean;
}

/** XML has no columns that an empty file could show. */
const FORMATS = ['csv', 'txt', 'xlsx'] as const;
const EXAMPLES = [
  'tonggui file template --standard s1 --kind 120101 --output equipment.xlsx',
  'tonggui file template --standard s5 --kind riskPoint --member operation=addObjects --output risks.csv',
];

/** `tonggui file template`: an empty file whose columns are the members of a rule file by their Chinese titles. */
export function fileTemplateCommand({ terminal }: CommandContext): Command {
  const target = command('template', 'Write an empty file with the columns of a kind of data', EXAMPLES);
  return withMembers(withGateway(target), 'a member of the message to put into the head')
    .addOption(
      new Option('--standard <edition>', 'edition of the standard')
        .choices(['s1', 's2', 's5'])
        .makeOptionMandatory(),
    )
    .requiredOption(
      '--kind <name>',
      'kind of data, such as riskPoint, or a business code or txcode that means one',
    )
    .requiredOption('--output <file>', 'file to write; its ending says the form: .csv, .txt or .xlsx')
    .action(async ({ standard, kind, member, output, json, ...gateway }: Options) => {
      const format = formatOf(output, FORMATS);
      const head = memberHead(member);
      const file = ruleFileOf(gatewayConfig(terminal, gateway).config, standard, kind);
      if (file === undefined)
        throw new CommandError(EXIT.usage, `${standard} has no rule file for the kind of data ${kind}`);
      const columns = columnsOf(file);
      const sheet = templateSheet(file.title, columns, head);
      await writeWhole(terminal, output, await writeRecordFile(format, sheet));
      print(terminal, json, { output, title: file.title, columns: columns.length }, [
        `${columns.length} columns in ${output}: ${file.title}`,
      ]);
    });
}

function columnsOf({ properties, required }: RuleFile): readonly TemplateColumn[] {
  return Object.entries(properties).map(([name, member]) => {
    const values = member.enum?.filter((value) => typeof value === 'string');
    return { name, title: member.title, required: required.includes(name), ...(values && { values }) };
  });
}
