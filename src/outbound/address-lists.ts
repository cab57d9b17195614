import { domainToASCII } from 'node:url';
import ipaddr from 'ipaddr.js';
import { DENIED_NETWORKS } from './denied-networks.ts';

/** Networks (`10.1.0.0/16`, `10.1.2.3`) and host names (`data.example.gov.cn`, `*.example.gov.cn`). */
export interface AddressLists {
  /**
   * A part of what is denied by itself is opened: `127.0.0.1`, or `localhost`, which opens loopback under that very
   * name alone. Anything else restricts: as soon as one such network or host name stands here, nothing but the list is
   * connected to.
   */
  readonly allow: readonly string[];
  /** Beside what is denied by itself; stronger than `allow`. `localhost` is all of loopback, whatever the name. */
  readonly deny: readonly string[];
}

type Address = ipaddr.IPv4 | ipaddr.IPv6;
type Network = readonly [Address, number];

interface Entries {
  readonly networks: readonly Network[];
  readonly names: readonly string[];
}

/** Says why an address may not be connected to under a host name, in a few words; undefined when it may. */
export type JudgeAddress = (host: string, address: string) => string | undefined;

/** Says why a host name may not be used whatever it resolves to. */
export type JudgeName = (host: string) => string | undefined;

const LOCALHOST = 'localhost';
const LOOPBACK = 'loopback';
/** What `localhost` stands for where it is denied: under any name. */
const LOOPBACK_NETWORKS = ['127.0.0.0/8', '::1/128'];
const BUILT_IN = DENIED_NETWORKS.map(({ network, rule }) => ({ network: networkOf(network), rule }));

/** Throws an Error that names an entry which is neither a network nor a host name. */
export function readAddressLists(lists: AddressLists): {
  readonly judgeAddress: JudgeAddress;
  readonly judgeName: JudgeName;
} {
  const allow = entriesOf(lists.allow);
  const deny = entriesOf(lists.deny.flatMap((text) => (text === LOCALHOST ? LOOPBACK_NETWORKS : [text])));
  const restricts = allow.names.some((name) => name !== LOCALHOST) || !allow.networks.every(isDeniedPart);
  return {
    judgeName: (host) => (hasName(deny, host) ? 'deny list' : undefined),
    judgeAddress: (host, text) => {
      const address = unfold(ipaddr.parse(text));
      if (hasName(deny, host) || deny.networks.some((network) => holds(network, address))) return 'deny list';
      const denied = BUILT_IN.find(({ network }) => holds(network, address));
      if (denied !== undefined) {
        const byName = denied.rule === LOOPBACK && host === LOCALHOST && allow.names.includes(LOCALHOST);
        return byName || isOpened(allow, denied.network, address) ? undefined : denied.rule;
      }
      if (!restricts || hasName(allow, host)) return undefined;
      return allow.networks.some((network) => holds(network, address)) ? undefined : 'allow list';
    },
  };
}

/** Only a network inside a denied one opens it: `0.0.0.0/0` does not open loopback. */
function isOpened({ networks }: Entries, denied: Network, address: Address): boolean {
  return networks.some((network) => isInside(network, denied) && holds(network, address));
}

function isDeniedPart(network: Network): boolean {
  return BUILT_IN.some((denied) => isInside(network, denied.network));
}

function isInside([base, bits]: Network, outer: Network): boolean {
  return bits >= outer[1] && holds(outer, base);
}

function entriesOf(texts: readonly string[]): Entries {
  const isNetwork = (text: string) => ipaddr.isValidCIDR(text) || ipaddr.isValid(text);
  return {
    networks: texts.filter(isNetwork).map(networkOf),
    names: texts.filter((text) => !isNetwork(text)).map(nameOf),
  };
}

function networkOf(text: string): Network {
  if (text.includes('/')) return ipaddr.parseCIDR(text);
  const address = unfold(ipaddr.parse(text));
  return [address, address.kind() === 'ipv4' ? 32 : 128];
}

function nameOf(text: string): string {
  const wildcard = text.startsWith('*.');
  const name = domainToASCII(wildcard ? text.slice(2) : text);
  if (/[\s/:@?#%]/.test(text) || !/^[a-z0-9_-]+(\.[a-z0-9_-]+)*$/.test(name))
    throw new Error(`'${text}' is neither a network such as 10.1.0.0/16 nor a host name`);
  return wildcard ? `.${name}` : name;
}

function hasName({ names }: Entries, host: string): boolean {
  return names.some((name) => (name.startsWith('.') ? host.endsWith(name) : host === name));
}

function holds([base, bits]: Network, address: Address): boolean {
  return address.kind() === base.kind() && address.match([base, bits] as [ipaddr.IPv4, number]);
}

/** The IPv4 address that an IPv4-mapped or a NAT64 address stands for; any other as it is. */
function unfold(address: Address): Address {
  if (!(address instanceof ipaddr.IPv6)) return address;
  if (address.isIPv4MappedAddress()) return address.toIPv4Address();
  if (address.range() !== 'rfc6052') return address;
  return new ipaddr.IPv4(address.toByteArray().slice(12));
}
