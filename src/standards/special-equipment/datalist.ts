import type { LoggedEntry } from '../../envelope/commit.ts';
import type { ExchangeError } from '../../envelope/exchange-error.ts';
import type { Answer, Outcome } from '../../envelope/outcome.ts';
import { FAILURE, SUCCESS } from './reply-codes.ts';

/** A.2.3: the JSON text of datalist. A failure has no busilist (reading m). */
export function datalistOf(outcome: Outcome): string {
  return outcome.kind === 'refused' ? refusal(outcome.error) : success(outcome.answer);
}

function refusal(error: ExchangeError): string {
  const errors = error.details.length > 0 ? { errors: error.details } : {};
  return JSON.stringify({ result: FAILURE, message: error.message, code: error.code, ...errors });
}

/** Records stand as they were sent, so the list is joined, never parsed and written anew. */
function success(answer: Answer): string {
  const records = answer.records ?? answer.log?.map((entry) => JSON.stringify(logLine(entry)));
  if (!records) return JSON.stringify({ result: SUCCESS, message: summary(answer), counts: answer.counts });
  const { page, size, total, more, cursor } = answer.page!;
  const head = JSON.stringify({
    result: SUCCESS,
    message: `查询成功：共${total}条${more ? '以上' : ''}，本页${records.length}条`,
  });
  const tail = JSON.stringify({ pageno: page, pagesize: size, total, cursor });
  return `${head.slice(0, -1)},"busilist":[${records.join(',')}],${tail.slice(1)}`;
}

function summary({ counts, message }: Answer): string {
  if (!counts) return message ?? '操作成功';
  return `操作成功：新增${counts.created}条，更新${counts.updated}条，未变化${counts.unchanged}条，删除${counts.deleted}条`;
}

/** One line of the interface log, named as the texts name things; times are local to China. */
function logLine(entry: LoggedEntry): Readonly<Record<string, unknown>> {
  return {
    time: localTime(entry.at),
    random: entry.messageId,
    busicode: entry.business,
    action: entry.action,
    result: entry.event === 'EXCHANGE_REFUSED' ? FAILURE : SUCCESS,
    repeated: entry.event === 'EXCHANGE_REPEATED' || undefined,
    code: entry.code,
    wire: entry.wire,
    records: entry.records,
    bytes: entry.bytes,
    duration: entry.duration,
  };
}

/** `YYYY-MM-DD HH:mm:ss` in China, which has had one offset and no summer time since 1991. */
function localTime(instant: string): string {
  return new Date(Date.parse(instant) + 8 * 3_600_000).toISOString().slice(0, 19).replace('T', ' ');
}
