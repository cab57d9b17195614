import type { Paging } from '../envelope/envelope.ts';
import type { PageFacts } from '../envelope/outcome.ts';
import type { Member } from '../envelope/raw-message.ts';

/** What an answer's `pageno`, `pagesize`, `total` and `cursor` say of its place; one that says nothing is all there is. */
export function readPage(members: ReadonlyMap<string, Member>, asked: Paging, found: number): PageFacts {
  const number = (name: string, fallback: number) => {
    const value = Number(members.get(name)?.text ?? Number.NaN);
    return Number.isSafeInteger(value) && value >= 0 ? value : fallback;
  };
  const cursor = members.get('cursor')?.text;
  return {
    page: number('pageno', asked.page),
    size: number('pagesize', asked.size),
    total: number('total', found),
    ...(cursor !== undefined && { cursor }),
  };
}
