import { ExchangeError } from '../envelope/exchange-error.ts';
import type { FileForm } from '../envelope/operation.ts';
import type { FileRecord } from './record-file.ts';

/** Names that the strict JSON reader refuses. */
const FORBIDDEN_NAME = '__proto__';
/** Characters that it refuses: noncharacters, and NUL. */
const FORBIDDEN = /[\0\p{Noncharacter_Code_Point}]/u;

/** What keeps records from being the rows of a message with this form and these members. */
export function checkRecords(
  records: readonly FileRecord[],
  { rows }: FileForm,
  members: ReadonlyMap<string, unknown>,
): ExchangeError | undefined {
  const [first] = records;
  if (first === undefined) return undefined;
  if (rows === undefined) {
    const message = `此操作的文件只有报文头，不应有记录（${first.place}）`;
    return new ExchangeError('BAD_PAYLOAD', { message });
  }
  if (members.has(rows)) return rowsTwice(rows, first);
  const wrong = records.find(({ members: cells }) => cells.some(isForbidden));
  if (wrong === undefined) return undefined;
  const message = `${wrong.place}有不允许的字符（Unicode非字符码位）或列名，请改正`;
  return new ExchangeError('BAD_PAYLOAD', { message });
}

function rowsTwice(member: string, { place }: FileRecord): ExchangeError {
  const expected = `既在报文头（或设置）中给出，又有记录（${place}）：只能有其一`;
  const message = `请求参数错误：${member}${expected}`;
  return new ExchangeError('BAD_PARAMETER', { message, details: [{ member, message: expected }] });
}

function isForbidden([name, text]: readonly [string, string]): boolean {
  return name === FORBIDDEN_NAME || FORBIDDEN.test(name) || FORBIDDEN.test(text);
}
