import { createHash } from 'node:crypto';
import type { Envelope } from '../envelope/envelope.ts';
import type { RawMessage } from '../envelope/raw-message.ts';

/**
 * What a message id stands for: the address and the signed texts, alike over REST and SOAP. SHA-256, because
 * the digest never leaves the gateway and hardware computes it ten times faster than SM3.
 */
export function contentDigest(raw: RawMessage, { business, action, payload, full }: Envelope): string {
  return createHash('sha256')
    .update(`${raw.address}\n${business}\n${action}${full ? ' full' : ''}\n`)
    .update(payload)
    .digest('base64url');
}
