import type { ErrorDetail } from '../envelope/exchange-error.ts';
import type { RawReply } from '../envelope/raw-message.ts';
import { toXmlCharacters } from '../text/xml-escape.ts';
import type { FileRecord, Sheet } from './record-file.ts';
import { replyTexts } from './reply-texts.ts';

const COLUMNS = ['位置', '结果', '主键', '数据项', '说明'] as const;
type Row = readonly [place: string, result: string, key: string, member: string, message: string];

/** Records that are told one by one; of more, only those at fault: nobody reads so many lines that say the same. */
const TOLD_EACH = 20_000;
const WHOLE = '整个文件';
const TAKEN = '已接收';
const FAULTY = '有错误';
const REFUSED = '未接收';
const WITH_FAULTY = '未入库（同一文件有错误，整个文件未入库）';
const WITH_WHOLE = '未入库（整个文件未被接收，原因见首行）';
const HINT = '提示';

/**
 * What became of a file, for the person who made it: first of the whole, then record by record, a line for each
 * fault. Positions are those of the file.
 */
export function reportSheet(records: readonly Pick<FileRecord, 'place'>[], reply: RawReply): Sheet {
  const details = reply.error?.details ?? [];
  const rows = [...wholeRows(reply, details), ...recordRows(records, reply, details)];
  return { head: [], columns: COLUMNS, rows: rows.map((row) => row.map(toXmlCharacters)) };
}

function wholeRows(reply: RawReply, details: readonly ErrorDetail[]): readonly Row[] {
  const { error } = reply;
  if (error !== undefined) {
    const general = details.filter(({ index }) => index === undefined);
    return [[WHOLE, REFUSED, '', '', error.message], ...general.map((detail) => faultRow(WHOLE, detail))];
  }
  const { summary, hints } = replyTexts(reply);
  return [[WHOLE, TAKEN, '', '', summary], ...hints.map((hint): Row => [WHOLE, HINT, '', '', hint])];
}

function recordRows(
  records: readonly Pick<FileRecord, 'place'>[],
  { error }: RawReply,
  details: readonly ErrorDetail[],
): readonly Row[] {
  const faults = faultsByIndex(details);
  const others = error === undefined ? TAKEN : faults.size > 0 ? WITH_FAULTY : WITH_WHOLE;
  const each = records.length > TOLD_EACH ? [] : records.keys();
  const indexes = [...new Set([...each, ...faults.keys()])].sort((one, other) => one - other);
  return indexes.flatMap((index): readonly Row[] => {
    const place = records[index]?.place ?? `第${index + 1}条`;
    return faults.get(index)?.map((detail) => faultRow(place, detail)) ?? [[place, others, '', '', '']];
  });
}

function faultsByIndex(details: readonly ErrorDetail[]): ReadonlyMap<number, readonly ErrorDetail[]> {
  const faults = new Map<number, ErrorDetail[]>();
  for (const detail of details) {
    if (detail.index === undefined) continue;
    const known = faults.get(detail.index);
    if (known === undefined) faults.set(detail.index, [detail]);
    else known.push(detail);
  }
  return faults;
}

function faultRow(place: string, { key = '', member = '', message }: ErrorDetail): Row {
  return [place, FAULTY, key, member, message];
}
