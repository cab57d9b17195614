/** A network that no provider stands in, and what an operator reads when an address falls into it. */
export interface DeniedNetwork {
  readonly network: string;
  readonly rule: string;
}

/**
 * Refused unless `allow` names the network or a part of it. Private networks (10/8, 172.16/12, 192.168/16, 100.64/10,
 * fc00::/7) are not among them: that is where the providers of a government extranet stand.
 */
export const DENIED_NETWORKS: readonly DeniedNetwork[] = [
  { network: '0.0.0.0/8', rule: 'unspecified address' },
  { network: '127.0.0.0/8', rule: 'loopback' },
  { network: '169.254.0.0/16', rule: 'link-local' },
  { network: '192.0.0.0/24', rule: 'protocol assignments' },
  { network: '224.0.0.0/4', rule: 'multicast' },
  { network: '240.0.0.0/4', rule: 'reserved or broadcast' },
  // Where clouds answer with the credentials of the machine that asks, outside link-local.
  { network: '100.100.100.200/32', rule: 'cloud metadata' },
  { network: '168.63.129.16/32', rule: 'cloud metadata' },
  { network: 'fd00:ec2::254/128', rule: 'cloud metadata' },
  { network: '::/128', rule: 'unspecified address' },
  { network: '::1/128', rule: 'loopback' },
  { network: 'fe80::/10', rule: 'link-local' },
  { network: 'fec0::/10', rule: 'site-local' },
  { network: 'ff00::/8', rule: 'multicast' },
  // An IPv4 address is hidden in each of these; a tunnel's end would unfold it where nobody looks.
  { network: '::/96', rule: 'IPv4 inside IPv6' },
  { network: '2001::/32', rule: 'IPv4 inside IPv6' },
  { network: '2002::/16', rule: 'IPv4 inside IPv6' },
];

/** Ports of other protocols, which a browser refuses too (WHATWG Fetch, "port blocking"). */
export const BLOCKED_PORTS: ReadonlySet<number> = new Set([
  0, 1, 7, 9, 11, 13, 15, 17, 19, 20, 21, 22, 23, 25, 37, 42, 43, 53, 69, 77, 79, 87, 95, 101, 102, 103, 104,
  109, 110, 111, 113, 115, 117, 119, 123, 135, 137, 139, 143, 161, 179, 389, 427, 465, 512, 513, 514, 515,
  526, 530, 531, 532, 540, 548, 554, 556, 563, 587, 601, 636, 989, 990, 993, 995, 1719, 1720, 1723, 2049,
  3659, 4045, 4190, 5060, 5061, 6000, 6566, 6665, 6666, 6667, 6668, 6669, 6679, 6697, 10080,
]);
