import type { AskedProvider } from '../envelope/provider.ts';

/** Runs a call once for all who ask for the same at the same time: a resend waits for the call that is under way. */
export type ShareCalls = (name: string, call: () => Promise<AskedProvider>) => Promise<AskedProvider>;

export function createShareCalls(): ShareCalls {
  const underWay = new Map<string, Promise<AskedProvider>>();
  return (name, call) => {
    const running = underWay.get(name);
    if (running !== undefined) return running;
    const started = call().finally(() => underWay.delete(name));
    underWay.set(name, started);
    return started;
  };
}
