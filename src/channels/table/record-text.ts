import { ExchangeError } from '../../envelope/exchange-error.ts';
import { BUSINESS_COLUMNS, type BusinessRow, RESULT_COLUMNS } from './columns.ts';

const NOT_DATA: ReadonlySet<string> = new Set([...BUSINESS_COLUMNS, ...RESULT_COLUMNS]);

/** A row's record as JSON: every column that is not null but those of Table B.1 and the gateway's own. */
export function recordText(row: BusinessRow): string {
  const members = Object.entries(row)
    .filter(([name, value]) => !NOT_DATA.has(name) && value !== null && value !== undefined)
    .map(([name, value]) => `${JSON.stringify(name)}:${valueText(name, value)}`);
  return `{${members.join(',')}}`;
}

function valueText(name: string, value: unknown): string {
  if (typeof value === 'bigint') return String(value);
  if (typeof value === 'string' && value.includes('\0')) throw badField(name, '含有空字符');
  if (value instanceof Uint8Array) return JSON.stringify(flagOf(name, value));
  return JSON.stringify(value);
}

/** Type B of Table B.2 is 1 or 0; a driver may give it as a byte. */
function flagOf(name: string, bytes: Uint8Array): string {
  const flag = bytes.length === 1 ? FLAGS.get(bytes[0]!) : undefined;
  if (flag !== undefined) return flag;
  throw badField(name, '的二进制值只能是1或0');
}

function badField(name: string, fault: string): ExchangeError {
  const member = name.slice(0, 64);
  const message = `字段${member}${fault}`;
  return new ExchangeError('BAD_PAYLOAD', { message, details: [{ member, message }] });
}

const FLAGS: ReadonlyMap<number, string> = new Map([
  [0, '0'],
  [1, '1'],
  [0x30, '0'],
  [0x31, '1'],
]);
