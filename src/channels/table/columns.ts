/** Table B.1's columns, which every table has beside those of its data. */
export const BUSINESS_COLUMNS = ['ID', 'batchNo', 'busType', 'updateDate'] as const;

/** What the gateway writes back to each row (4.7): `0` or a code, an error text, and when. */
export const RESULT_COLUMNS = ['tgResult', 'tgError', 'tgTime'] as const;

/** The longest text of an error or a note that is written back, in characters. */
export const LONGEST_TEXT = 1000;

/** A row of a provider's table: the columns above, and a column for each member of the record. */
export interface BusinessRow {
  readonly ID: string;
  readonly batchNo: string;
  readonly busType: string;
  readonly updateDate: string;
  readonly tgResult: string | null;
  readonly tgError: string | null;
  readonly tgTime: string | null;
  readonly [member: string]: unknown;
}

/** The table in which the gateway tells what it made of each batch. */
export const BATCH_TABLE = 'tgBatch';

export interface BatchRow {
  /** The table, where each numbers its batches by itself; otherwise ''. */
  readonly series: string;
  readonly batchNo: string;
  /** `processing`, `waiting` (as `note` says) or `done`. */
  readonly state: BatchState;
  readonly accepted: number;
  readonly refused: number;
  /** What is odd about it: `gap`, `late`, `repeat`, by commas, or `malformed`; '' when nothing is. */
  readonly flags: string;
  readonly note: string;
  readonly startedAt: string;
  readonly endedAt: string | null;
}

/** All columns of that table. */
export const BATCH_COLUMNS = [
  'series',
  'batchNo',
  'state',
  'accepted',
  'refused',
  'flags',
  'note',
  'startedAt',
  'endedAt',
] as const satisfies readonly (keyof BatchRow)[];

export type BatchState = 'processing' | 'waiting' | 'done';

/** The front-end database (4.6 前置库) as Kysely sees it; which business tables there are is known only at run time. */
export interface FrontTables {
  readonly [BATCH_TABLE]: BatchRow;
}

/** A table to watch and the kind of data that its rows are. */
export interface WatchedTable {
  readonly table: string;
  readonly resource: string;
  /** Its batches are full uploads (5.1): what a batch lacks is marked deleted. */
  readonly full: boolean;
}
