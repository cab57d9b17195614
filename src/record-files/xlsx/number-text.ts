import type { NumberForm } from './number-form.ts';

/** Says what is wrong with the cell being read; knows which that is. */
export type CellFault = (fault: string) => never;

const NUMBER = /^[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?$/;
/** Decimal digits that a spreadsheet keeps and shows; beyond them it makes zeros. */
const DIGITS = 15;
const TOO_LONG = 1e15;
const DAY = 86_400;
const MILLISECONDS = 1000;
/** Shown as a time alone, so many days are a duration (`36:00:00`), more are a moment of which only the clock shows. */
const YEAR = 366;
/** 9999-12-31. */
const LAST_DAY = 2_958_465;
const DAYS_1900_TO_1904 = 1462;
/** Excel's calendar of 1900 has a February 29, so its first days are counted from one day later. */
const FALSE_LEAP_DAY = 60;
const EPOCH = Date.UTC(1899, 11, 30);

/** The text of a cell's number in its form: `0.1`, `0101`, `2024-05-01`, `2024-05-01 08:30:00`, `08:30:00`. */
export function numberText(lexeme: string, form: NumberForm, since1904: boolean, fault: CellFault): string {
  const number = NUMBER.test(lexeme) ? Number(lexeme) : Number.NaN;
  if (!Number.isFinite(number)) return fault('不是数字');
  if (form.date || form.time) return dateText(number, form, since1904, fault);
  const text = plainNumber(number) ?? fault('为超过15位的数字，身份证等超过15位的数字须设为文本格式');
  return form.digits > 0 && /^[0-9]+$/.test(text) ? text.padStart(form.digits, '0') : text;
}

/** Whether a text stays the same when a spreadsheet keeps it as a number. */
export function survivesAsNumber(text: string): boolean {
  return NUMBER.test(text) && plainNumber(Number(text)) === text;
}

/** As a spreadsheet shows it, without an exponent; undefined where it cannot know all digits. */
function plainNumber(number: number): string | undefined {
  if (Math.abs(number) >= TOO_LONG) return undefined;
  if (Number.isInteger(number)) return String(number === 0 ? 0 : number);
  const shown = Number(number.toPrecision(DIGITS));
  const text = String(shown);
  const match = /^(-?)([0-9])(?:\.([0-9]+))?e-([0-9]+)$/.exec(text);
  if (match === null) return text;
  const [, sign, first, rest = '', exponent] = match;
  return `${sign}0.${'0'.repeat(Number(exponent) - 1)}${first}${rest}`;
}

function dateText(number: number, form: NumberForm, since1904: boolean, fault: CellFault): string {
  const seconds = form.time ? Math.round(number * DAY) : Math.floor(number) * DAY;
  const day = Math.floor(seconds / DAY);
  if (number < 0) return fault('不是有效的日期');
  if (!form.date && day < YEAR) return duration(seconds);
  const time = form.time && (form.date || seconds % DAY !== 0) ? ` ${clock(seconds % DAY)}` : '';
  return `${calendarDay(day, since1904) ?? fault('不是有效的日期')}${time}`;
}

function calendarDay(day: number, since1904: boolean): string | undefined {
  const counted = since1904 ? day + DAYS_1900_TO_1904 : day;
  if (counted < 1 || counted === FALSE_LEAP_DAY || counted > LAST_DAY) return undefined;
  const real = counted < FALSE_LEAP_DAY ? counted + 1 : counted;
  return new Date(EPOCH + real * DAY * MILLISECONDS).toISOString().slice(0, 10);
}

function duration(seconds: number): string {
  const hours = String(Math.floor(seconds / 3600)).padStart(2, '0');
  return `${hours}${clock(seconds % DAY).slice(2)}`;
}

function clock(seconds: number): string {
  return new Date(seconds * MILLISECONDS).toISOString().slice(11, 19);
}
