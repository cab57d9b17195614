import type { FileLimits, RecordFile } from './record-file.ts';
import { TableCollector } from './table-collector.ts';

/** One line of a table, whatever file it stands in. */
export interface TableLine {
  /** Where it begins, for people, in Chinese: `第5行`. */
  readonly place: string;
  /** The texts as they stand there; '' is a cell without a value. */
  readonly cells: readonly string[];
}

/**
 * The file that the lines of a table say, from the top: head members (`#name`, value) and remarks (`# …`), the line
 * of column names, one record a line. Throws ExchangeError that tells the place of what is wrong.
 */
export function collectTable(lines: Iterable<TableLine>, limits: FileLimits): RecordFile {
  const collector = new TableCollector(limits);
  for (const line of lines) collector.add(line);
  return collector.file();
}
