import type { Socket } from 'node:net';
import { TLSSocket } from 'node:tls';
import type { Peer } from '../envelope/raw-message.ts';

/** Who is at the other end, as the connection itself tells; a certificate counts only when TLS verified it. */
export function readPeer(socket: Socket): Peer {
  const address = unfoldAddress(socket.remoteAddress ?? '');
  const certificate =
    socket instanceof TLSSocket && socket.authorized ? socket.getPeerX509Certificate() : undefined;
  if (certificate === undefined) return { address };
  return {
    address,
    certificate: {
      subject: certificate.subject.split('\n').join(', '),
      fingerprint256: certificate.fingerprint256.replaceAll(':', ''),
    },
  };
}

/** An IPv4 address that a dual-stack socket shows as IPv6 is IPv4: `::ffff:192.0.2.1` → `192.0.2.1`. */
export function unfoldAddress(address: string): string {
  return address.replace(/^::ffff:(?=\d+\.\d+\.\d+\.\d+$)/i, '');
}
