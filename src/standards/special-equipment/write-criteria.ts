import type { Instruction } from '../../envelope/envelope.ts';

/** The `busilist` that asks what a query asks: what `interpretQuery` reads. Paging stands in the first object. */
export function writeCriteria({ criteria, paging }: Extract<Instruction, { kind: 'query' }>): string {
  const { page, size, cursor } = paging;
  const place = { pagesize: String(size), ...(cursor === undefined ? { pageno: String(page) } : { cursor }) };
  const objects = criteria.map(({ members, region, beginTime, endTime }) => ({
    ...members,
    ...(region !== undefined && { region }),
    ...(beginTime !== undefined && { beginTime }),
    ...(endTime !== undefined && { endTime }),
  }));
  const [first = {}, ...others] = objects;
  return JSON.stringify([{ ...first, ...place }, ...others]);
}
