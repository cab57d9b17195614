import type { Change, CommitUnit } from '../envelope/commit.ts';
import { ExchangeError } from '../envelope/exchange-error.ts';

/** Characters; a key and a member's value must fit one index entry of PostgreSQL together. */
const LONGEST_KEY = 512;

/** PostgreSQL stores no U+0000, and a lone surrogate has no UTF-8: two such keys would become one. */
const UNSTORABLE = /[\0\p{Surrogate}]/u;

/** Refuses what the databases could not store, or not tell apart, before it spoils a whole group. */
export function checkUnit({ seen, changes }: CommitUnit): void {
  if (seen !== undefined) checkText(seen.messageId, seen.caller);
  changes.forEach(checkChange);
}

function checkChange(change: Change, index: number): void {
  if (change.key.length > LONGEST_KEY) {
    const message = `主键长度超过${LONGEST_KEY}个字符`;
    throw new ExchangeError('BAD_PAYLOAD', { message, details: [{ index, message }] });
  }
  const { key, timestamp = '', region = '', place } = change;
  checkText(
    key,
    timestamp,
    region,
    place?.series ?? '',
    place?.position ?? '',
    ...Object.values(change.index),
  );
  if (change.content.includes('\0')) throw unstorable();
}

function checkText(...texts: readonly string[]): void {
  if (texts.some((text) => UNSTORABLE.test(text))) throw unstorable();
}

function unstorable(): ExchangeError {
  return new ExchangeError('BAD_PAYLOAD', { message: '数据中含有无法存储的字符' });
}
