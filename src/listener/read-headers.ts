import { ExchangeError } from '../envelope/exchange-error.ts';

/** Lists by nature, which proxies may append to; any other header says one thing and says it once. */
const LISTS: ReadonlySet<string> = new Set([
  'accept',
  'accept-charset',
  'accept-encoding',
  'accept-language',
  'cache-control',
  'connection',
  'cookie',
  'forwarded',
  'pragma',
  'te',
  'trailer',
  'via',
  'x-forwarded-for',
]);

export interface ReadHeaders {
  /** Lower-case names; a repeated list is joined, of anything else the first counts. */
  readonly headers: Readonly<Record<string, string>>;
  /** Set when a header came twice that must come once: what the first says may not be what a proxy read. */
  readonly fault?: ExchangeError;
}

/** Reads headers as they stood on the wire, where Node would join or drop repeated ones. */
export function readHeaders(rawHeaders: readonly string[]): ReadHeaders {
  const headers = new Map<string, string>();
  let repeated = false;
  for (let index = 0; index < rawHeaders.length; index += 2) {
    const name = rawHeaders[index]!.toLowerCase();
    const value = rawHeaders[index + 1]!;
    const earlier = headers.get(name);
    if (earlier === undefined) headers.set(name, value);
    else if (LISTS.has(name)) headers.set(name, `${earlier}, ${value}`);
    else repeated = true;
  }
  return { headers: Object.fromEntries(headers), ...(repeated && { fault: repeatedHeader() }) };
}

function repeatedHeader(): ExchangeError {
  return new ExchangeError('MALFORMED', { message: 'HTTP头重复', reason: 'REPEATED_HEADER' });
}
