import { ExchangeError } from '../envelope/exchange-error.ts';

const CONTROL = /[\0-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]/;

/** Where a cell is, for people: the line's place and the column from 1. */
export function cellPlace(linePlace: string, at: number): string {
  return `${linePlace}第${at + 1}列`;
}

/** Refuses a cell of more than `limit` UTF-16 units, or with a control character other than TAB, CR and LF. */
export function checkCell(text: string, limit: number, linePlace: string, at: number): void {
  if (text.length > limit) {
    throw new ExchangeError('TOO_LARGE', { message: `${cellPlace(linePlace, at)}超过${limit}个字符` });
  }
  const control = CONTROL.exec(text);
  if (control !== null) {
    const code = control[0].charCodeAt(0).toString(16).toUpperCase().padStart(4, '0');
    throw new ExchangeError('BAD_PAYLOAD', {
      message: `${cellPlace(linePlace, at)}含有控制字符U+${code}，请删除后重试`,
    });
  }
}
