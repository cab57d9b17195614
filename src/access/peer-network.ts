import ipaddr from 'ipaddr.js';

/** Whom a peer's failures are counted for: an IPv6 sender owns its whole /64, so addresses there are one. */
export function peerNetwork(peer: string): string {
  if (!peer.includes(':') || !ipaddr.IPv6.isValid(peer)) return peer;
  const address = ipaddr.IPv6.parse(peer);
  if (address.isIPv4MappedAddress()) return address.toIPv4Address().toString();
  return `${address.parts
    .slice(0, 4)
    .map((part) => part.toString(16))
    .join(':')}::/64`;
}
