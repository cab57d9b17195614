import type { Tokens } from '../access/tokens.ts';
import type { AttachmentStore } from '../attachments/open-attachments.ts';
import type { Store } from '../store/open-store.ts';

const DAY = 86_400_000;

/** Forgets, now and every day, what has had its time: message ids, tokens, files that nobody names. */
export function forgetDaily(
  store: Store,
  tokens: Tokens,
  attachments: AttachmentStore,
  days: number,
  failed: (error: unknown) => void,
): NodeJS.Timeout {
  const forget = () => {
    store.forgetSeen(new Date(Date.now() - days * DAY)).catch(failed);
    tokens.prune().catch(failed);
    attachments.forgetUnused().catch(failed);
  };
  forget();
  return setInterval(forget, DAY).unref();
}
