import type { UploadedFile } from '../../envelope/attachment.ts';
import type { ErrorCode } from '../../envelope/error-code.ts';
import { type ErrorDetail, ExchangeError } from '../../envelope/exchange-error.ts';
import type { RawReply } from '../../envelope/raw-message.ts';
import { recognizeFormat } from '../../record-files/recognize-format.ts';
import type { FileFormat } from '../../record-files/record-file.ts';
import { replyTexts } from '../../record-files/reply-texts.ts';
import { reportSheet } from '../../record-files/report-sheet.ts';
import { tidyFileName } from '../../text/tidy-file-name.ts';
import type { ExchangedFile } from './exchange-file.ts';
import { type FileContent, fileContent } from './file-content.ts';

/** What became of a message, in the words of the exchange. */
export interface ToldOutcome {
  /** `unknown`: the gateway failed, so the same message should be sent again. */
  readonly outcome: 'accepted' | 'refused' | 'unknown';
  /** Chinese. */
  readonly message: string;
  /** What was taken but should be mended. */
  readonly hints: readonly string[];
  readonly faults: readonly ErrorDetail[];
  /** Only where it was not accepted. */
  readonly code?: string;
  /** Seconds. */
  readonly retryAfter?: number;
}

/** The report on a file, a line a record or fault: its beginning to show, the whole to keep. */
export interface ToldReport {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly string[])[];
  readonly total: number;
  readonly file: FileContent;
}

/** Lines and faults that a page shows. */
const SHOWN = 200;
/** A file of more records is refused as a whole, which a line for each of them would not make any clearer. */
const TOLD_EACH = 20_000;

const UNWRITABLE: ReadonlySet<ErrorCode> = new Set(['BAD_PAYLOAD', 'TOO_LARGE']);

/** What the exchange answered to a message. */
export function tellOutcome(reply: RawReply): ToldOutcome {
  const { error } = reply;
  const { summary, hints } = replyTexts(reply);
  if (!error) return { outcome: 'accepted', message: summary, hints, faults: [] };
  const { code, message, details, retryAfter, facts } = error;
  return {
    outcome: facts.kind === 'failure' ? 'unknown' : 'refused',
    message,
    hints: [],
    faults: details.slice(0, SHOWN),
    code,
    ...(retryAfter !== undefined && { retryAfter }),
  };
}

/** Does something that writes a file; what no such file can hold is told like any refusal, with what to do. */
export async function tellUnwritable<Told>(work: () => Promise<Told>): Promise<Told | ToldOutcome> {
  try {
    return await work();
  } catch (thrown) {
    if (!(thrown instanceof ExchangeError) || !UNWRITABLE.has(thrown.code)) throw thrown;
    return tellOutcome({ members: [], error: thrown });
  }
}

/** The report goes out in the form that the file came in; where that cannot be told, as csv. */
export async function tellReport(file: UploadedFile, { records, reply }: ExchangedFile): Promise<ToldReport> {
  const sheet = reportSheet(records.length > TOLD_EACH ? [] : records, reply);
  const name = `${tidyFileName(file.name)
    .replace(/\.[^.]*$/, '')
    .slice(0, 100)}-处理结果`;
  return {
    columns: sheet.columns,
    rows: sheet.rows.slice(0, SHOWN),
    total: sheet.rows.length,
    file: await fileContent(name, formatOf(file), sheet),
  };
}

function formatOf({ name, bytes }: UploadedFile): FileFormat {
  try {
    return recognizeFormat(name, bytes);
  } catch {
    return 'csv';
  }
}
