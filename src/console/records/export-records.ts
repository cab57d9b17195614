import { randomUUID } from 'node:crypto';
import { faulty } from '../../access/faults.ts';
import type { Application } from '../../envelope/application.ts';
import type { RawReply } from '../../envelope/raw-message.ts';
import { answerSheet } from '../../record-files/answer-sheet.ts';
import type { FileFormat, Sheet } from '../../record-files/record-file.ts';
import { columnTitle } from '../../record-files/template-sheet.ts';
import type { Call } from '../endpoint.ts';
import { enteredFile, type Texts } from './enter-record.ts';
import { type ChosenFile, type ExchangedFile, exchangeFile } from './exchange-file.ts';
import { type FileContent, fileContent } from './file-content.ts';
import type { RecordGate } from './record-gate.ts';
import { type ToldOutcome, tellOutcome } from './tell-outcome.ts';

/** Records that one export gives out; whoever wants more asks in parts. */
export const EXPORT_MOST = 20_000;

export interface Question extends Omit<ChosenFile, 'file'> {
  readonly criteria: Texts;
  readonly format: FileFormat;
}

export interface ToldExport extends ToldOutcome {
  readonly records: number;
  /** There are more than an export gives out. */
  readonly more: boolean;
  /** Absent where nothing was found. */
  readonly file?: FileContent;
}

/**
 * Asks for records as the application may see them, page by page; each page is an exchange of its own in the audit log.
 * An answer that is refused ends it without a file.
 */
export async function exportRecords(
  gate: RecordGate,
  application: Application,
  call: Pick<Call, 'actor' | 'peer'>,
  { criteria, format, ...chosen }: Question,
  most = EXPORT_MOST,
): Promise<ToldExport> {
  const pages: Sheet[] = [];
  let records = 0;
  let paging: Texts = { pageno: '1' };
  let reply: RawReply;
  let cursor: string | undefined;
  do {
    const exchanged = await ask(gate, application, call, chosen, { ...criteria, ...paging });
    reply = exchanged.reply;
    if (reply.error) return { ...tellOutcome(reply), records: 0, more: false };
    const page = pageOf(exchanged);
    pages.push(page);
    records += page.rows.length;
    cursor = page.head.find(([name]) => name === 'cursor')?.[1];
    if (cursor !== undefined) paging = { cursor };
    chosen = { ...chosen, messageId: randomUUID() };
  } while (cursor !== undefined && records < most);
  const told = { ...tellOutcome(reply), records, more: cursor !== undefined };
  if (records === 0) return told;
  const titles = format === 'xml' ? new Map<string, string>() : titlesOf(gate, application, chosen.members);
  return { ...told, file: await fileContent('导出', format, joined(pages, titles)) };
}

/** Criteria are the one row of a question, or members of it where its operation has no rows. */
async function ask(
  gate: RecordGate,
  application: Application,
  call: Pick<Call, 'actor' | 'peer'>,
  chosen: Omit<ChosenFile, 'file'>,
  criteria: Texts,
): Promise<ExchangedFile> {
  const { operations = [] } = gate.service(application) ?? {};
  const form = operations.find(({ name }) => name === chosen.operation)?.inFiles;
  if (form?.rows !== undefined) {
    return exchangeFile(gate, application, call, { ...chosen, file: await enteredFile(criteria) });
  }
  const members = { ...chosen.members, ...criteria };
  return exchangeFile(gate, application, call, { ...chosen, members, file: await enteredFile() });
}

function pageOf({ reply, form }: ExchangedFile): Sheet {
  const page = form && answerSheet(reply, form);
  if (!page) throw faulty([{ path: 'operation', message: 'does not ask for records' }]);
  return page;
}

/** One table of all pages, without a head, so that it can be imported as it is. */
function joined(pages: readonly Sheet[], titles: ReadonlyMap<string, string>): Sheet {
  const columns = [...new Set(pages.flatMap((page) => page.columns))];
  const rows = pages.flatMap((page) => {
    const places = columns.map((name) => page.columns.indexOf(name));
    return page.rows.map((row) => places.map((place) => row[place] ?? ''));
  });
  return { head: [], columns: columns.map((name) => titles.get(name) ?? name), rows };
}

/** What people call the members of the kind of data that is asked for. */
function titlesOf(gate: RecordGate, application: Application, members: Texts): ReadonlyMap<string, string> {
  const forms = gate.forms(application);
  const code = forms && members[forms.kindMember];
  const kind = forms?.kinds.find(({ codes }) => codes.some((one) => one.code === code));
  return new Map(kind?.fields.map((field) => [field.name, columnTitle(field)]));
}
