import type { Application, Quota } from '../envelope/application.ts';
import { ExchangeError } from '../envelope/exchange-error.ts';

/** Limits of each application on size, on exchanges at a time and on exchanges per second. */
export interface Quotas {
  /** Takes a place or throws OVERLOADED or RATE_LIMITED; the function gives the place back, once. */
  enter(application: Application): () => void;
  /** Throws QUOTA_EXCEEDED, the limit in its message. */
  checkBytes(application: Application, bytes: number): void;
}

export interface QuotasOptions {
  /** Exchanges at a time of any one application, whatever its own quota says (`limits.concurrentPerApplication`). */
  readonly concurrency?: number;
  /** Monotonic, in milliseconds. */
  readonly now?: () => number;
}

interface Meter {
  running: number;
  /** Token bucket: a second's worth of exchanges, at least one. */
  tokens: number;
  filledAt: number;
}

/** Keeps one small meter an application, in this process. */
export function createQuotas({
  concurrency = Number.POSITIVE_INFINITY,
  now = () => performance.now(),
}: QuotasOptions = {}): Quotas {
  const meters = new Map<string, Meter>();
  return {
    enter(application) {
      const { quota } = application;
      const meter = meterOf(meters, application, now());
      if (meter.running >= Math.min(quota.concurrency, concurrency))
        throw new ExchangeError('OVERLOADED', { retryAfter: 1 });
      takeToken(meter, quota, now());
      meter.running += 1;
      return releaseOnce(meter);
    },
    checkBytes({ quota }, bytes) {
      if (bytes > quota.bytes)
        throw new ExchangeError('QUOTA_EXCEEDED', { message: `数据量超过约定限制（${quota.bytes}字节）` });
    },
  };
}

function meterOf(meters: Map<string, Meter>, { id, quota }: Application, now: number): Meter {
  const known = meters.get(id);
  if (known) return known;
  const meter = { running: 0, tokens: Math.max(1, quota.perSecond), filledAt: now };
  meters.set(id, meter);
  return meter;
}

function takeToken(meter: Meter, { perSecond }: Quota, now: number): void {
  if (perSecond === 0) return;
  const earned = (Math.max(0, now - meter.filledAt) / 1000) * perSecond;
  meter.tokens = Math.min(Math.max(1, perSecond), meter.tokens + earned);
  meter.filledAt = now;
  if (meter.tokens < 1)
    throw new ExchangeError('RATE_LIMITED', { retryAfter: Math.ceil((1 - meter.tokens) / perSecond) });
  meter.tokens -= 1;
}

function releaseOnce(meter: Meter): () => void {
  let held = true;
  return () => {
    if (held) meter.running -= 1;
    held = false;
  };
}
