import { statfs } from 'node:fs/promises';
import { type Kysely, sql } from 'kysely';
import type { ChannelHealth, RunningChannel } from '../envelope/channel.ts';
import type { Tables } from '../store/schema.ts';

/** One thing that must be well before messages may come. */
export interface HealthCheck {
  readonly ok: boolean;
  readonly [fact: string]: string | number | boolean;
}

export interface Readiness {
  /** `degraded`: a channel is away. Everything else is taken, so a balancer goes on sending. */
  readonly status: 'ready' | 'degraded' | 'not ready';
  readonly checks: Readonly<Record<string, HealthCheck>>;
  /** The channels that run by themselves, by name. */
  readonly channels: Readonly<Record<string, ChannelHealth>>;
}

export interface HealthOptions {
  readonly database: Kysely<Tables>;
  readonly rules: { status(): readonly { readonly state: 'enabled' | 'disabled' }[] };
  /** Folder on the disk that must not fill up. */
  readonly dataFolder: string;
  readonly channels: () => ReadonlyMap<string, RunningChannel>;
  /** False while the gateway stops. */
  readonly accepting?: () => boolean;
}

const DATABASE_PATIENCE = 2000;
/** Bytes that must be free; a batch of the largest size and its log entries fit many times. */
const FREE_BYTES = 64 << 20;

/** Looks at everything at once; never throws, and names no secret, path or address. */
export async function checkReadiness(options: HealthOptions): Promise<Readiness> {
  const [database, disk] = await Promise.all([
    checkDatabase(options.database),
    checkDisk(options.dataFolder),
  ]);
  const enabled = options.rules.status().filter(({ state }) => state === 'enabled').length;
  const disabled = options.rules.status().length - enabled;
  const checks = {
    accepting: { ok: options.accepting?.() ?? true },
    database,
    rules: { ok: enabled > 0, enabled, disabled },
    disk,
  };
  const channels = Object.fromEntries(
    [...options.channels()].map(([name, channel]) => [name, channel.health()]),
  );
  return { status: statusOf(Object.values(checks), Object.values(channels)), checks, channels };
}

function statusOf(checks: readonly HealthCheck[], channels: readonly ChannelHealth[]): Readiness['status'] {
  if (checks.some(({ ok }) => !ok)) return 'not ready';
  return channels.some(({ state }) => state === 'degraded') ? 'degraded' : 'ready';
}

async function checkDatabase(database: Kysely<Tables>): Promise<HealthCheck> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<boolean>((resolve) => {
    timer = setTimeout(resolve, DATABASE_PATIENCE, false);
  });
  const answered = sql`select 1`.execute(database).then(
    () => true,
    () => false,
  );
  const ok = await Promise.race([answered, late]);
  clearTimeout(timer);
  return { ok };
}

async function checkDisk(folder: string): Promise<HealthCheck> {
  try {
    const { bavail, bsize, blocks } = await statfs(folder);
    const freeBytes = bavail * bsize;
    const usedPercent = blocks > 0 ? Math.round(100 * (1 - bavail / blocks)) : 0;
    return { ok: freeBytes >= FREE_BYTES, freeBytes, usedPercent };
  } catch {
    return { ok: false };
  }
}
