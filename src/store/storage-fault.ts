import { ExchangeError } from '../envelope/exchange-error.ts';

/**
 * What a failed statement means to a group of exchanges:
 * `conflict` another process won a race: decide anew at once;
 * `busy` locked, or not reachable: try again while there is time;
 * `full` the disk takes no more or cannot be written: refuse until it can;
 * `fatal` an fsync failed, nobody knows what is on disk: the process must end;
 * `other` perhaps one exchange's fault.
 */
export type Fault = 'conflict' | 'busy' | 'full' | 'fatal' | 'other';

/** Another process wrote a key or an id between our look and our write. */
export class LostRace extends Error {}

const SQLITE_PRIMARY: Readonly<Record<number, Fault>> = {
  5: 'busy', // BUSY
  6: 'busy', // LOCKED
  8: 'full', // READONLY
  10: 'full', // IOERR
  13: 'full', // FULL
  14: 'full', // CANTOPEN
};

/** IOERR_FSYNC and IOERR_DIR_FSYNC. */
const SQLITE_FATAL: readonly number[] = [10 | (4 << 8), 10 | (5 << 8)];

const SQLSTATE: readonly (readonly [pattern: RegExp, fault: Fault])[] = [
  [/^(40001|40P01|23505)$/, 'conflict'],
  [/^(08|57|55P03|53[023]00)/, 'busy'],
  [/^(53|58|25006)/, 'full'],
];

/** Connection errors of Node, such as ECONNREFUSED. */
const UNREACHABLE = /^E[A-Z_]{3,}$/;

function numberOf(error: object, name: string): number | undefined {
  const value: unknown = Reflect.get(error, name);
  return typeof value === 'number' ? value : undefined;
}

function sqliteFault(code: number): Fault {
  return SQLITE_FATAL.includes(code) ? 'fatal' : (SQLITE_PRIMARY[code & 0xff] ?? 'other');
}

function postgresFault(error: object): Fault {
  const code: unknown = Reflect.get(error, 'code');
  // What pg says of timeouts and lost connections are plain errors without a code.
  if (typeof code !== 'string') return Reflect.get(error, 'name') === 'Error' ? 'busy' : 'other';
  return SQLSTATE.find(([pattern]) => pattern.test(code))?.[1] ?? (UNREACHABLE.test(code) ? 'busy' : 'other');
}

/** Reads a driver's error. */
export function faultOf(error: unknown): Fault {
  if (error instanceof LostRace) return 'conflict';
  // Not `instanceof Error`: a native module's errors may belong to another realm.
  if (typeof error !== 'object' || error === null) return 'other';
  const sqlite = numberOf(error, 'sqliteExtendedCode') ?? numberOf(error, 'errcode');
  return sqlite === undefined ? postgresFault(error) : sqliteFault(sqlite);
}

/** Seconds after which a caller may well try again. */
const RETRY_AFTER = 5;

/** What a caller reads when the store could not do it. */
export function storageUnavailable(cause: unknown): ExchangeError {
  return new ExchangeError('STORAGE_UNAVAILABLE', { cause, retryAfter: RETRY_AFTER });
}
