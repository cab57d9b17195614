import type { Application, CipherSettings } from '../../envelope/application.ts';
import type { Envelope } from '../../envelope/envelope.ts';

/** What payload and answer are encrypted with (S2 7.1); nothing is where the channel itself answers for the sender. */
export function cipherOf(
  { cipher }: Application,
  envelope: Pick<Envelope, 'proof'> | undefined,
): CipherSettings | undefined {
  return envelope?.proof.kind === 'vouched' ? undefined : cipher;
}
