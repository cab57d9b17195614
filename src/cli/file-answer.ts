import type { RawReply } from '../envelope/raw-message.ts';
import { answerSheet } from '../record-files/answer-sheet.ts';
import { FILE_FORMATS, type FileFormat } from '../record-files/record-file.ts';
import { memberSources, memberText, readItemTexts, replaceMembers, writeMembers } from '../text/json.ts';
import { CommandError } from './command-error.ts';
import { EXIT } from './exit-code.ts';
import { formatOf, provenFile, recordsIn, writeWhole } from './file-output.ts';
import type { Send, Sent } from './send-batches.ts';
import { remark, type Terminal } from './terminal.ts';

/** Where the records of an answer go. */
export interface AnswerFile {
  readonly output: string;
  readonly format: FileFormat | 'json';
  /** The member of the answer that they are. */
  readonly member: string;
}

/** The form that the output's name asks for. */
export function answerFormat(output: string): AnswerFile['format'] {
  return formatOf(output, [...FILE_FORMATS, 'json']);
}

/** Sends, and writes the records that were found as a file, with cells that no spreadsheet runs; the rest is printed. */
export function keepAnswer(terminal: Terminal, send: Send, target: AnswerFile): Send {
  return async (records, onSent) => {
    const sent = await send(records, onSent);
    if (sent.exitCode !== EXIT.ok) return sent;
    const found = memberText(sent.line, target.member);
    if (found === undefined)
      throw new CommandError(
        EXIT.refused,
        `the answer holds no ${target.member}: ${target.output} is not written`,
      );
    await writeWhole(terminal, target.output, await contentOf(found, target));
    remark(terminal, recordsIn(target.output, readItemTexts(found).length));
    return withoutRecords(sent, target.member);
  };
}

async function contentOf(found: string, { output, format, member }: AnswerFile): Promise<Buffer | string> {
  if (format === 'json') return `${found}\n`;
  const reply: RawReply = { members: [{ name: member, kind: 'json', text: found }] };
  const sheet = answerSheet(reply, { id: '', answer: [member] });
  if (sheet === undefined)
    throw new CommandError(EXIT.refused, `${member} of the answer are no records: ${output} is not written`);
  return provenFile(output, format, sheet);
}

/** The records stand in the file; what else was answered is still told. */
function withoutRecords({ exitCode, line, json }: Sent, member: string): Sent {
  const rest = writeMembers(memberSources(line).filter(([name]) => name !== member));
  return {
    exitCode,
    line: rest,
    json: replaceMembers(json, (_, source) => (source === line ? rest : undefined)),
  };
}
