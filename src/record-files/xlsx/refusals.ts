import { ExchangeError } from '../../envelope/exchange-error.ts';

/** Refuses what is no workbook that we read: broken, disguised, or of another kind. */
export function refuseFile(message: string, cause?: unknown): never {
  throw new ExchangeError('MALFORMED', { message, cause });
}

/** Refuses a workbook whose content cannot be taken as records. */
export function refuseContent(message: string): never {
  throw new ExchangeError('BAD_PAYLOAD', { message });
}

/** Refuses what is larger than a limit allows. */
export function refuseSize(message: string): never {
  throw new ExchangeError('TOO_LARGE', { message });
}
