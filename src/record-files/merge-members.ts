import { ExchangeError } from '../envelope/exchange-error.ts';

export interface MergedMembers {
  readonly members: ReadonlyMap<string, string>;
  /** A head that says otherwise than what was told with the file. */
  readonly error?: ExchangeError;
}

/** The members told with a file and those of its head; both may say the same. Where they differ, what was told stands. */
export function mergeMembers(
  told: ReadonlyMap<string, string>,
  head: ReadonlyMap<string, string>,
): MergedMembers {
  const members = new Map([...head, ...told]);
  const differing = [...head].find(([name, text]) => told.has(name) && told.get(name) !== text);
  if (differing === undefined) return { members };
  const [member] = differing;
  const expected = '在文件的报文头中与在通道设置（或页面表单）中的值不同：请删去文件中的，或改为一致';
  const message = `请求参数错误：${member}${expected}`;
  return {
    members,
    error: new ExchangeError('BAD_PARAMETER', { message, details: [{ member, message: expected }] }),
  };
}
