import { Command } from 'commander';
import type { CommandContext } from './context.ts';
import { fileReadCommand } from './file-read.ts';
import { fileTemplateCommand } from './file-template.ts';
import { fileWriteCommand } from './file-write.ts';

/** `tonggui file`: files of records (S2 5.4), made, looked into and checked without a gateway. */
export function fileCommand(context: CommandContext): Command {
  return new Command('file')
    .description('Files of records: csv, txt, xml, xlsx')
    .addCommand(fileWriteCommand(context))
    .addCommand(fileReadCommand(context))
    .addCommand(fileTemplateCommand(context));
}
