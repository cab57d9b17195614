import type { Kysely } from 'kysely';
import { type BatchNumber, localTime, readBatchNumber, writeSequence } from './batch-number.ts';
import {
  BATCH_TABLE,
  type BatchRow,
  type BatchState,
  type FrontTables,
  LONGEST_TEXT,
  type WatchedTable,
} from './columns.ts';
import { countRows } from './count-rows.ts';

/** What the gateway tells of the batches of one series, in the front-end database, for operators and providers. */
export interface BatchLog {
  /** The greatest well-formed number taken so far, or ''. */
  latest(): Promise<string>;
  /** Takes a batch up, flagged where its number is out of line; false when its number is none. */
  open(batchNo: string): Promise<boolean>;
  /** Ends batches that a crash left open: those of which nothing is pending. */
  close(pending: ReadonlySet<string>): Promise<void>;
  /** Sets its state and why; `done` ends it. */
  mark(batchNo: string, state: BatchState, reason: string): Promise<void>;
}

type Database = Kysely<FrontTables>;
type Batch = Pick<BatchRow, 'batchNo' | 'flags' | 'state'>;

/** Notes for people, by flag. */
const NOTES = {
  malformed: 'the number is not YYYYMMDD and eight digits from 00000001, or its day has not come',
  late: 'a later batch was taken before it',
  repeat: 'rows came, or were given anew, after it was done',
} as const;

/** Tables that number their batches together, and the name of their series. */
interface Numbered {
  readonly name: string;
  readonly tables: readonly WatchedTable[];
}

export function openBatchLog(database: Database, { name: series, tables }: Numbered): BatchLog {
  const own = () => database.selectFrom(BATCH_TABLE).where('series', '=', series);
  const numbered = () => own().where('flags', '<>', 'malformed').select(['batchNo', 'flags', 'state']);
  const last = () => numbered().orderBy('batchNo', 'desc').limit(1);
  const update = (batchNo: string, change: Partial<BatchRow>) =>
    database
      .updateTable(BATCH_TABLE)
      .set(change)
      .where('series', '=', series)
      .where('batchNo', '=', batchNo)
      .execute();

  /** The numbers of the day that nobody has seen before this one. */
  async function gapBefore(batchNo: string, { day, sequence }: BatchNumber): Promise<string> {
    const before = await last().where('batchNo', '<', batchNo).where('batchNo', '>', day).executeTakeFirst();
    const first = before === undefined ? 1 : Number(before.batchNo.slice(day.length)) + 1;
    if (first >= sequence) return '';
    return first === sequence - 1
      ? `no batch ${day}${writeSequence(first)}`
      : `no batches ${day}${writeSequence(first)} to ${writeSequence(sequence - 1)}`;
  }

  async function judge(batchNo: string, number: BatchNumber, flags: ReadonlySet<string>): Promise<Flagged> {
    const gap = await gapBefore(batchNo, number);
    const others = (['late', 'repeat'] as const).filter((flag) => flags.has(flag));
    return {
      flags: [...(gap && ['gap']), ...others].join(','),
      note: [gap, ...others.map((flag) => NOTES[flag])].filter(Boolean).join('; '),
    };
  }

  /** A batch that came late may have closed the gap before the one that follows it. */
  async function judgeNext(batchNo: string, { day }: BatchNumber): Promise<void> {
    const next = await numbered()
      .where('batchNo', '>', batchNo)
      .where('batchNo', '<=', `${day}99999999`)
      .orderBy('batchNo')
      .limit(1)
      .executeTakeFirst();
    const number = next && readBatchNumber(next.batchNo, new Date());
    if (!number || !next.flags.includes('gap')) return;
    await update(next.batchNo, await judge(next.batchNo, number, flagsOf(next)));
  }

  async function write(batchNo: string, earlier: Batch | undefined, facts: Flagged): Promise<void> {
    if (earlier) {
      const counts = await countRows(database, tables, batchNo);
      await update(batchNo, { ...facts, ...counts, state: 'processing', endedAt: null });
      return;
    }
    const begun = { state: 'processing', accepted: 0, refused: 0, startedAt: localTime(new Date()) } as const;
    await database
      .insertInto(BATCH_TABLE)
      .values({ series, batchNo, ...begun, ...facts, endedAt: null })
      .execute();
  }

  async function mark(batchNo: string, state: BatchState, reason: string): Promise<void> {
    const note = reason === '' ? {} : { note: reason.slice(0, LONGEST_TEXT) };
    // A provider may have emptied results meanwhile: in the end, what its rows say counts.
    const end = state === 'done' && {
      endedAt: localTime(new Date()),
      ...(await countRows(database, tables, batchNo)),
    };
    await update(batchNo, { state, endedAt: null, ...note, ...end });
  }

  async function latest(): Promise<string> {
    return (await last().executeTakeFirst())?.batchNo ?? '';
  }

  return {
    latest,
    open: async (batchNo) => {
      const number = readBatchNumber(batchNo, new Date());
      const earlier = await own()
        .select(['batchNo', 'flags', 'state'])
        .where('batchNo', '=', batchNo)
        .executeTakeFirst();
      if (!number) {
        await write(batchNo, earlier, { flags: 'malformed', note: NOTES.malformed });
        return false;
      }
      const flags = new Set(earlier && flagsOf(earlier));
      if (earlier?.state === 'done') flags.add('repeat');
      if (!earlier && (await latest()) > batchNo) flags.add('late');
      await write(batchNo, earlier, await judge(batchNo, number, flags));
      await judgeNext(batchNo, number);
      return true;
    },
    close: async (pending) => {
      const open = await own().select('batchNo').where('state', '<>', 'done').execute();
      for (const { batchNo } of open) if (!pending.has(batchNo)) await mark(batchNo, 'done', '');
    },
    mark,
  };
}

type Flagged = Pick<BatchRow, 'flags' | 'note'>;

function flagsOf({ flags }: Pick<BatchRow, 'flags'>): ReadonlySet<string> {
  return new Set(flags.split(',').filter(Boolean));
}
