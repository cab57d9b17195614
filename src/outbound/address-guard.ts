import { promises as dns, type LookupAddress } from 'node:dns';
import { isIP, type LookupFunction } from 'node:net';
import { type AddressLists, readAddressLists } from './address-lists.ts';
import { BLOCKED_PORTS } from './denied-networks.ts';

/** An address that the gateway does not connect to; `rule` says why, without what it resolved to. */
export class AddressError extends Error {
  readonly rule: string;

  constructor(rule: string, cause?: unknown) {
    super(`the address is refused (${rule})`, { cause });
    this.name = 'AddressError';
    this.rule = rule;
  }
}

/** Keeps the gateway from being led to where no provider stands, by an address or by a name. */
export interface AddressGuard {
  /** Reads an absolute http(s) address and refuses what is wrong without asking the DNS; throws AddressError. */
  check(address: string): URL;
  /** The same, and what its name resolves to now; a name that does not resolve yet is taken. For registration. */
  admit(address: string): Promise<void>;
  /** For sockets: resolves a name and gives only addresses that may be connected to. */
  readonly lookup: LookupFunction;
}

/** All addresses of a host name. */
export type ResolveName = (host: string) => Promise<readonly LookupAddress[]>;

const resolveName: ResolveName = (host) => dns.lookup(host, { all: true });

/** Throws an Error for a list with an entry that is neither a network nor a host name. */
export function createAddressGuard(lists: AddressLists, resolveEach = resolveName): AddressGuard {
  const { judgeAddress, judgeName } = readAddressLists(lists);
  const resolve = oneAtATime(resolveEach);

  function check(text: string): URL {
    const url = readAddress(text);
    const host = hostOf(url.hostname);
    const rule = judgeLiteral(host);
    if (rule !== undefined) throw new AddressError(rule);
    return url;
  }

  function judgeLiteral(host: string): string | undefined {
    if (isIP(host) !== 0) return judgeAddress(host, host);
    if (host === 'localhost' || host.endsWith('.localhost')) return judgeAddress(host, '127.0.0.1');
    return judgeName(host);
  }

  /** Those that may be connected to; what is given on is what was checked, whatever the name says a moment later. */
  async function admitted(hostname: string): Promise<readonly LookupAddress[]> {
    const host = hostOf(hostname);
    const found = (await resolve(host)).map((entry) => ({ entry, rule: judgeAddress(host, entry.address) }));
    const good = found.filter(({ rule }) => rule === undefined).map(({ entry }) => entry);
    if (good.length === 0) throw new AddressError(found[0]?.rule ?? 'no address');
    return good;
  }

  return {
    check,
    admit: async (text) => {
      const host = hostOf(check(text).hostname);
      if (isIP(host) === 0) await admitted(host).catch(takeUnresolved);
    },
    lookup: (hostname, options, callback) => {
      admitted(hostname)
        .then((addresses) => ofFamily(addresses, options.family))
        .then(
          (addresses) =>
            options.all
              ? callback(null, [...addresses])
              : callback(null, addresses[0]!.address, addresses[0]!.family),
          (error: NodeJS.ErrnoException) => callback(error, []),
        );
    },
  };
}

/**
 * A lookup holds one of the few threads that files and ciphers need too: however many calls wait for a name that does
 * not resolve, they take one. An answer serves those that waited for it, and nobody later.
 */
function oneAtATime(resolve: ResolveName): ResolveName {
  const underWay = new Map<string, ReturnType<ResolveName>>();
  return (host) => {
    const running = underWay.get(host);
    if (running !== undefined) return running;
    const started = resolve(host).finally(() => underWay.delete(host));
    underWay.set(host, started);
    return started;
  };
}

function readAddress(text: string): URL {
  // The parser drops or turns these silently, so that a reader sees another address than the one that is called.
  if (/[\s\p{Cc}\p{Cf}\\]/u.test(text) || !URL.canParse(text)) throw new AddressError('not an absolute URL');
  const url = new URL(text);
  if (url.protocol !== 'http:' && url.protocol !== 'https:') throw new AddressError('scheme');
  if (url.username !== '' || url.password !== '' || /^[^/]*\/\/[^/?#]*@/.test(text))
    throw new AddressError('user information');
  if (BLOCKED_PORTS.has(url.port === '' ? 80 : Number(url.port))) throw new AddressError('port');
  return url;
}

/** Lower case, without the brackets of IPv6 and the dot of an absolute name. */
function hostOf(hostname: string): string {
  return hostname.toLowerCase().replace(/^\[|\]$|\.$/g, '');
}

function ofFamily(addresses: readonly LookupAddress[], family: unknown): readonly LookupAddress[] {
  const wanted = family === 4 || family === 'IPv4' ? 4 : family === 6 || family === 'IPv6' ? 6 : 0;
  const fitting = addresses.filter((entry) => wanted === 0 || entry.family === wanted);
  if (fitting.length === 0) throw new AddressError('no address');
  return fitting;
}

function takeUnresolved(error: unknown): void {
  if (error instanceof AddressError) throw error;
}
