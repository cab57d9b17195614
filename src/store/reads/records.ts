import type { Kysely } from 'kysely';
import type { Page, RecordQuery } from '../../envelope/commit.ts';
import { isWithin } from '../../envelope/region.ts';
import type { Find } from '../bulk.ts';
import type { RecordTable, Tables } from '../schema.ts';
import { type Candidates, candidateKeys } from './candidate-keys.ts';
import { type Pageable, pageOf } from './page-of.ts';
import { recordCondition } from './record-condition.ts';

interface Found {
  readonly timestamp: string;
  readonly key: string;
  readonly content: string;
}

/** Content texts of records that are not deleted, by timestamp and key. */
export async function readRecords(
  database: Kysely<Tables>,
  find: Find<RecordTable>,
  query: RecordQuery,
): Promise<Page<string>> {
  const candidates = await candidateKeys(database, query);
  const { page: number, cursor, size } = query.paging;
  if (candidates?.exact && candidates.keys.length === 1 && number === 1 && cursor === undefined) {
    const rows = await readOne(database, find, query, candidates.keys[0]!);
    return { rows, page: { page: 1, size, total: rows.length } };
  }
  const { rows, page } = await pageOf(pageable(database, query, candidates), query.paging);
  return { rows: rows.map((row) => row.content), page };
}

/** The usual question, for one record by its key, needs no SQL made for it. */
async function readOne(
  database: Kysely<Tables>,
  find: Find<RecordTable>,
  { standard, ruleSet, scope }: RecordQuery,
  key: string,
): Promise<readonly string[]> {
  const rows = await find(database, [[standard, ruleSet, key]]);
  return rows.filter((row) => row.deleted === 0 && isWithin(row.region, scope)).map(({ content }) => content);
}

function pageable(
  database: Kysely<Tables>,
  query: RecordQuery,
  candidates: Candidates | undefined,
): Pageable<Found> {
  const matching = database.selectFrom('record').where((eb) => recordCondition(eb, query, candidates));
  return {
    types: ['string', 'string'],
    orderOf: (row) => [row.timestamp, row.key],
    count: async () => {
      // A column that no index has: counting through an index would walk all of it for a few candidates.
      const { total } = await matching
        .select((eb) =>
          (candidates === undefined ? eb.fn.countAll<number>() : eb.fn.count<number>('owner')).as('total'),
        )
        .executeTakeFirstOrThrow();
      return total;
    },
    read: ({ after, skip }, limit) => {
      const page = matching
        .select(['timestamp', 'key', 'content'])
        .orderBy('timestamp')
        .orderBy('key')
        .limit(limit)
        .offset(skip);
      if (after === undefined) return page.execute();
      const [time, key] = after.map(String) as [string, string];
      return page.where((eb) => eb(eb.refTuple('timestamp', 'key'), '>', eb.tuple(time, key))).execute();
    },
  };
}
