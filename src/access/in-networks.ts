import ipaddr from 'ipaddr.js';

/** Whether an address lies in one of the CIDR networks; no networks are every one. */
export function inNetworks(networks: readonly string[], address: string): boolean {
  if (networks.length === 0) return true;
  return ipaddr.isValid(address) && networks.some((network) => contains(network, address));
}

/** `process` unfolds IPv4-mapped IPv6, so that both ways to write an address compare equal. */
function contains(network: string, address: string): boolean {
  const peer = ipaddr.process(address);
  const [base, bits] = ipaddr.parseCIDR(network);
  return peer.kind() === base.kind() && peer.match([base, bits]);
}
