import { setTimeout as pause } from 'node:timers/promises';
import type { ChannelParts, RunningChannel } from '../../envelope/channel.ts';
import { endsWithin } from '../../watching/ends-within.ts';
import { createLook } from './create-look.ts';
import { type Origin, originOf } from './file-message.ts';
import { createLateWrites } from './late-writes.ts';
import { type Layout, makeLayout } from './layout.ts';
import type { Pace } from './pace.ts';
import type { FolderSettings } from './settings.ts';
import { createThrottle } from './throttle.ts';
import { FOLDER, type HealthWatch, watchHealth } from './watch-health.ts';
import { createWorkQueue, type WorkQueue } from './work-queue.ts';
import { removeDrafts } from './write-whole.ts';

/** Milliseconds that a start waits for the first look: a share that hangs must not keep the gateway from starting. */
const FIRST_LOOK = 5_000;

/**
 * Watches one folder, in which partners may write once this resolves. Throws where the settings cannot work; a folder
 * that is away is waited for.
 */
export async function watchFolder(
  settings: FolderSettings,
  parts: ChannelParts & { readonly pace: Pace },
): Promise<RunningChannel> {
  const origin = originOf(settings, parts);
  const [stop, cut] = [new AbortController(), new AbortController()];
  const { exchange, onFailure, isEnabled, pace } = parts;
  const stopping = stop.signal;
  const { note, health } = watchHealth(settings, { isEnabled, onFailure, stopping });
  const watcher = createWatcher({
    origin,
    exchange,
    onFailure,
    isEnabled,
    pace,
    stopping,
    cut: cut.signal,
    note,
  });
  const watching = watcher.watch();
  await endsWithin(watcher.looked, FIRST_LOOK);
  return {
    address: `file ${settings.name} (${settings.folder})`,
    health,
    stop: async (drainMs) => {
      stop.abort();
      await endsWithin(watching, drainMs);
      cut.abort();
    },
  };
}

interface WatchParts extends Pick<ChannelParts, 'exchange' | 'onFailure' | 'isEnabled'> {
  readonly pace: Pace;
  readonly origin: Origin;
  readonly stopping: AbortSignal;
  readonly cut: AbortSignal;
  readonly note: HealthWatch['note'];
}

interface Watcher {
  /** Resolves after the first look. */
  readonly looked: Promise<void>;
  /** Looks again and again until it stops, then ends what is under way. Never rejects. */
  watch(): Promise<void>;
}

function createWatcher(parts: WatchParts): Watcher {
  const { origin, stopping, note, onFailure } = parts;
  const { name, pollSeconds, concurrency } = origin.settings;
  let queue: WorkQueue | undefined;
  let lookInto: (() => Promise<void>) | undefined;
  const ready = async () => {
    const layout = await makeReady(origin);
    const late = createLateWrites(layout, (what) => onFailure(new Error(`watched folder ${name}: ${what}`)));
    queue = createWorkQueue({ ...parts, layout, late, throttle: createThrottle(concurrency) });
    return createLook(origin, layout, queue, late);
  };
  const look = async () => {
    try {
      lookInto ??= await ready();
      await lookInto();
      note(FOLDER, undefined);
    } catch (error) {
      note(FOLDER, { what: 'the folder is not there, or cannot be read or written', error });
    }
  };
  const looked = look();
  const watch = async () => {
    await looked;
    for (;;) {
      await pause(pollSeconds * 1000, undefined, { signal: stopping, ref: false }).catch(() => {});
      if (stopping.aborted) return queue?.ended();
      await look();
    }
  };
  return { looked, watch };
}

/** Once a run: a folder that goes away later is waited for, not made anew beneath the place of a share. */
async function makeReady({ settings }: Origin): Promise<Layout> {
  const layout = await makeLayout(settings.folder);
  await removeDrafts(layout.answers);
  return layout;
}
