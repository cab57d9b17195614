const FORM = /^(\d{4})(\d\d)(\d\d)(\d{8})$/;
/** Milliseconds that a provider's clock may be ahead: its day begins a little earlier then. */
const AHEAD = 300_000;

/** A batch number of 4.4.1 taken apart: the day and the sequence, which begins anew with 1 each day. */
export interface BatchNumber {
  /** YYYYMMDD. */
  readonly day: string;
  readonly sequence: number;
}

/**
 * Reads a batch number; undefined when it is none: not YYYYMMDD and eight digits, no real date, sequence 0, or a day
 * that has not come, which would make every batch until then look late. Blanks behind it, as `char(n)` has, are nothing.
 */
export function readBatchNumber(text: string, now: Date): BatchNumber | undefined {
  const [, year, month, day, sequence] = FORM.exec(trimBlanks(text)) ?? [];
  if (sequence === undefined || Number(sequence) === 0) return undefined;
  const date = new Date(`${year}-${month}-${day}T00:00:00+08:00`);
  if (Number.isNaN(date.getTime()) || localDay(date) !== `${year}${month}${day}`) return undefined;
  if (date.getTime() > now.getTime() + AHEAD) return undefined;
  return { day: `${year}${month}${day}`, sequence: Number(sequence) };
}

/** The text without the blanks with which `char(n)` fills up. */
export function trimBlanks(text: unknown): string {
  return String(text).replace(/ +$/, '');
}

/** The day's sequence as eight digits. */
export function writeSequence(sequence: number): string {
  return String(sequence).padStart(8, '0');
}

/** YYYY-MM-DD HH:mm:ss in China, the form of all the text's times. */
export function localTime(instant: Date): string {
  return new Date(instant.getTime() + 8 * 3_600_000).toISOString().slice(0, 19).replace('T', ' ');
}

function localDay(instant: Date): string {
  return localTime(instant).slice(0, 10).replaceAll('-', '');
}
