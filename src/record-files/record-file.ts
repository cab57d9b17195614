/** The forms of a file of records (S2 5.4: EXCEL, TXT, XML; CSV is what people make of the first). */
export const FILE_FORMATS = ['csv', 'txt', 'xml', 'xlsx'] as const;
export type FileFormat = (typeof FILE_FORMATS)[number];

/** One record as it stands in a file: the members that have a text, in the order of the columns. */
export interface FileRecord {
  /** Where it stands, for people, in Chinese: `第5行`. */
  readonly place: string;
  readonly members: readonly (readonly [name: string, text: string])[];
}

/**
 * A file of records: its head is the message that it carries, by names and texts (S1 8.1 身份认证消息报文), its
 * records are the rest. Every value is a text, exactly as written but for the `'` of `neutralize`.
 */
export interface RecordFile {
  readonly head: ReadonlyMap<string, string>;
  readonly records: readonly FileRecord[];
}

/** What to write into a file: a head, and rows below column names; '' is a cell without a value. */
export interface Sheet {
  /** For whoever opens it; readers leave them out. */
  readonly remarks?: readonly string[];
  readonly head: readonly (readonly [name: string, text: string])[];
  readonly columns: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

export interface FileLimits {
  /** Bytes of the file as it came. */
  readonly bytes: number;
  /** Bytes that a compressed file may become, how many times its own size that may be, and parts in it. */
  readonly unpackedBytes: number;
  readonly unpackedRatio: number;
  readonly entries: number;
  /** Rows that are read at all; how many a message may carry is the core's to say. */
  readonly rows: number;
  readonly columns: number;
  /** UTF-16 units of one cell, and members of the head. */
  readonly cell: number;
  readonly head: number;
}

const MIB = 1024 * 1024;

/** Safe for a gateway of 512 MiB; a sheet of Excel ends at 1,048,576 rows and 32,767 characters a cell. */
export const FILE_LIMITS: FileLimits = {
  bytes: 20 * MIB,
  unpackedBytes: 50 * MIB,
  unpackedRatio: 100,
  entries: 1000,
  rows: 1_048_576,
  columns: 500,
  cell: 65_536,
  head: 64,
};
