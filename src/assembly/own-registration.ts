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
  let written: Offered | undefined;
  // Others publish too, which changes nothing here: only what is offered otherwise than before is written.
  const renew = async () => {
    const offered = offeredBy(parts);
    if (written?.services === offered.services && written.stopped === offered.stopped) return;
    await write(parts, offered);
    written = offered;
  };
  let last = renew();
  parts.platform.interfaces.onChange(() => {
    last = last.catch(() => undefined).then(renew);
    last.catch(parts.failed);
  });
  await last;
}

/** What the gateway offers: its services, the same list while they are the same, and which of them are stopped. */
interface Offered {
  readonly services: readonly MountedService[];
  /** Names of standards, one a line. */
  readonly stopped: string;
}

function offeredBy({ platform, services }: OwnRegistrationParts): Offered {
  const stopped = platform.interfaces.list().filter(({ state }) => state === 'stopped');
  return { services: services(), stopped: stopped.map(({ id }) => `imported-${id}`).join('\n') };
}

async function write({ config, platform, url }: OwnRegistrationParts, offered: Offered): Promise<void> {
  const { registry, tables, imported } = platform;
  const { level } = config;
  const stopped = new Set(offered.stopped.split('\n'));
  await registry.register(
    ownEntries({
      ...tables,
      operator: { name: config.registry.operator, url, ...(level && { level }) },
      services: offered.services.map((service) => ({
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
