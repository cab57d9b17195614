import type { Origin } from './file-message.ts';
import { forgetArchived } from './forget-archived.ts';
import type { LateWrites } from './late-writes.ts';
import type { Layout } from './layout.ts';
import { listFiles } from './list-files.ts';
import { createReadiness, type Readiness } from './readiness.ts';
import type { Queued, WorkQueue } from './work-queue.ts';

const HOUR_MS = 3_600_000;

/** What a look does: puts back what was written to late, fills the queue, and by the hour forgets what is old. */
export function createLook(
  { settings }: Origin,
  layout: Layout,
  queue: WorkQueue,
  late: LateWrites,
): () => Promise<void> {
  const readiness = createReadiness(settings.quietSeconds * 1000);
  let forgetAt = 0;
  return async () => {
    await late.look();
    queue.fill(await findQueued(layout, readiness));
    if (performance.now() < forgetAt) return;
    await forgetArchived(layout, settings.keepDays);
    forgetAt = performance.now() + HOUR_MS;
  };
}

/** Claimed files first: they are the older ones. */
async function findQueued(layout: Layout, readiness: Readiness): Promise<readonly Queued[]> {
  const working = await listFiles(layout.working);
  const incoming = readiness.take(await listFiles(layout.incoming));
  return [
    ...working.map((file) => ({ file, place: 'working' }) as const),
    ...incoming.map((file) => ({ file, place: 'incoming' }) as const),
  ];
}
