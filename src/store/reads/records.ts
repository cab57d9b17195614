import type { Kysely } from 'kysely';
import type { Page, RecordQuery } from '../../envelope/commit.ts';
import type { Tables } from '../schema.ts';
import { type Pageable, pageOf } from './page-of.ts';
import { recordCondition } from './record-condition.ts';

interface Found {
  readonly timestamp: string;
  readonly key: string;
  readonly content: string;
}

/** Content texts of records that are not deleted, by timestamp and key. */
export async function readRecords(database: Kysely<Tables>, query: RecordQuery): Promise<Page<string>> {
  const { rows, page } = await pageOf(pageable(database, query), query.paging);
  return { rows: rows.map((row) => row.content), page };
}

function pageable(database: Kysely<Tables>, query: RecordQuery): Pageable<Found> {
  const matching = database.selectFrom('record').where((eb) => recordCondition(eb, query));
  return {
    types: ['string', 'string'],
    orderOf: (row) => [row.timestamp, row.key],
    count: async () => {
      const { total } = await matching
        .select((eb) => eb.fn.countAll<number>().as('total'))
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
      const [timestamp, key] = after.map(String) as [string, string];
      return page.where((eb) => eb(eb.refTuple('timestamp', 'key'), '>', eb.tuple(timestamp, key))).execute();
    },
  };
}
