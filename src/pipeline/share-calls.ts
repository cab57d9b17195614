import { ExchangeError } from '../envelope/exchange-error.ts';
import type { AskedProvider } from '../envelope/provider.ts';

/**
 * Runs a call once for all who ask for the same at the same time: a resend waits for the call that is under way. Another
 * content by the same name is refused (RANDOM_REUSED), or two providers could act upon one id. Without a name: runs it.
 */
export type ShareCalls = (
  name: string | undefined,
  content: string,
  call: () => Promise<AskedProvider>,
) => Promise<AskedProvider>;

interface UnderWay {
  readonly content: string;
  readonly asked: Promise<AskedProvider>;
}

export function createShareCalls(): ShareCalls {
  const underWay = new Map<string, UnderWay>();
  return async (name, content, call) => {
    if (name === undefined) return call();
    const running = underWay.get(name);
    if (running !== undefined) {
      if (running.content !== content) throw new ExchangeError('RANDOM_REUSED');
      return running.asked;
    }
    const asked = call().finally(() => underWay.delete(name));
    underWay.set(name, { content, asked });
    return asked;
  };
}
