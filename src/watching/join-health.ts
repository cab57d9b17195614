import type { ChannelHealth } from '../envelope/channel.ts';

/** Well when all are; else every reason once, since the first of them. */
export function joinHealth(all: readonly ChannelHealth[]): ChannelHealth {
  const degraded = all.filter((one) => one.state === 'degraded');
  if (degraded.length === 0) return { state: 'ok' };
  const since = Math.min(...degraded.map((one) => one.since.getTime()));
  const reasons = new Set(degraded.map(({ reason }) => reason));
  return { state: 'degraded', reason: [...reasons].join('; '), since: new Date(since) };
}
