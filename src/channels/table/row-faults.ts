/** Why the channel itself refuses rows. */
export interface RowFault {
  /** For the audit. */
  readonly reason: string;
  /** For the provider. */
  readonly message: string;
  /** The same in English, for a column that can hold no Chinese. */
  readonly plainly: string;
}

/** The most rows a full upload may have here; the exchange has a limit of its own below it. */
export const MOST_ROWS = 10_000;

/** All that the channel refuses rows for. */
export const ROW_FAULTS = {
  /** A result is found by its ID, so none could be told its own. */
  twins: {
    reason: 'ROWS_SHARE_ID',
    message: '同一批次内有多行的ID相同，无法分别确认：请为每行填写各自的ID，再将结果置空',
    plainly: 'rows of one batch share an ID: give each its own, then empty the results',
  },
  busType: {
    reason: 'ROW_BUS_TYPE',
    message: '业务操作标识busType应为I、U或D',
    plainly: 'busType must be I, U or D',
  },
  /** Rows are put in order by it. */
  updateDate: {
    reason: 'ROW_UPDATE_DATE',
    message: '更新时间updateDate应为YYYY-MM-DD hh:mm:ss或YYYY-MM-DD',
    plainly: 'updateDate must be YYYY-MM-DD hh:mm:ss or YYYY-MM-DD',
  },
  /** Batches are put in order by it. */
  batchNumber: {
    reason: 'ROW_BATCH_NUMBER',
    message: '批次号应为YYYYMMDD加8位顺序号（每日从00000001起），且日期不晚于当日',
    plainly:
      'the batch number must be YYYYMMDD and eight digits, from 00000001 each day, of a day that has come',
  },
  fullTooLong: {
    reason: 'FULL_TOO_LONG',
    message: `全量批次最多${MOST_ROWS}行`,
    plainly: `a full upload has ${MOST_ROWS} rows at most`,
  },
  fullBusType: {
    reason: 'FULL_BUS_TYPE',
    message: '全量批次的业务操作标识busType只能是I',
    plainly: 'in a full upload busType must be I',
  },
  fullInParts: {
    reason: 'FULL_IN_PARTS',
    message: '全量批次须整批处理：请用新批次号重新上报，或将整批各行的tgResult置空',
    plainly: 'a full upload is taken as a whole: send a new batch, or empty tgResult of all its rows',
  },
} as const satisfies Readonly<Record<string, RowFault>>;

const PLAIN: ReadonlyMap<string, string> = new Map(
  Object.values(ROW_FAULTS).map(({ reason, plainly }) => [reason, plainly]),
);

/** The English of a refusal of the channel's own, by its reason; undefined for any other. */
export function plainFault(reason: string): string | undefined {
  return PLAIN.get(reason);
}
