import { createHash } from 'node:crypto';

/** RFC 9562, appendix: the namespace of names that are URLs or URNs. */
const URL_NAMESPACE = Buffer.from('6ba7b8119dad11d180b400c04fd430c8', 'hex');

/** The UUID (RFC 9562, version 5) of a URN or URL: the same everywhere, so that entries keep their keys. */
export function nameKey(name: string): string {
  const bytes = createHash('sha1').update(URL_NAMESPACE).update(name).digest().subarray(0, 16);
  bytes[6] = (bytes[6]! & 0x0f) | 0x50;
  bytes[8] = (bytes[8]! & 0x3f) | 0x80;
  const hex = bytes.toString('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}

/** The key of something of the gateway's own, by its place. */
export function ownKey(place: string): string {
  return nameKey(`urn:tonggui:uddi:own:${place}`);
}

/** The key of a tModel with this name; UDDI 2.0 writes tModel keys with `uuid:`. */
export function tModelKey(name: string): string {
  return `uuid:${nameKey(name)}`;
}
