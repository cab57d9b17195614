import type { Config } from '../config/schema.ts';
import type { MountedService } from '../envelope/http-channel.ts';
import { ownEntries } from '../providers/own-entries.ts';
import type { Platform } from './platform.ts';

export interface OwnRegistrationParts {
  readonly config: Config;
  readonly platform: Platform;
  readonly services: () => readonly MountedService[];
  /** The gateway's public base address. */
  readonly url: string;
  readonly failed: (error: unknown) => void;
}

/** The gateway's own interfaces stand in its registry, now and after every change; resolves once they do. */
export async function registerOwn(parts: OwnRegistrationParts): Promise<void> {
  const { platform, failed } = parts;
  let pending = false;
  let last = write(parts);
  platform.interfaces.onChange(() => {
    // A change that comes while one is written is told by the next; writing the same again changes nothing.
    if (pending) return;
    pending = true;
    last = last
      .catch(() => undefined)
      .then(() => {
        pending = false;
        return write(parts);
      });
    last.catch(failed);
  });
  await last;
}

async function write({ config, platform, services, url }: OwnRegistrationParts): Promise<void> {
  const { registry, tables, interfaces, imported } = platform;
  const { level } = config;
  const stopped = new Set(
    interfaces
      .list()
      .filter(({ state }) => state === 'stopped')
      .map(({ id }) => `imported-${id}`),
  );
  await registry.register(
    ownEntries({
      ...tables,
      operator: { name: config.registry.operator, url, ...(level && { level }) },
      services: services().map((service) => ({
        service,
        editions: imported.find(service.standard) ? [] : editionsOf(service),
        ...(stopped.has(service.standard) && { stopped: true }),
      })),
    }),
  );
}

function editionsOf(service: MountedService): readonly string[] {
  return 'editions' in service ? Object.keys(service.editions as object) : [];
}
