import type { Config } from '../config/schema.ts';
import type { MountedService } from '../envelope/http-channel.ts';
import type { Chapter, Standard } from '../envelope/standard.ts';
import type { ImportedFacade } from './imported-services.ts';

/**
 * Puts each configured service at its address. `base` is asked late, because port 0 is known only once bound;
 * `records`, the interface document's part on records, because rule files change.
 */
export function mountServices(
  config: Config,
  standards: readonly Standard[],
  base: () => string,
  records: (editions: readonly string[]) => readonly Chapter[] = () => [],
): readonly MountedService[] {
  return config.services.map(({ standard: name, service, interFlag }) => {
    const standard = standards.find((candidate) => candidate.standard === name);
    if (!standard) {
      const known = standards.map((candidate) => candidate.standard).join(', ');
      throw new Error(`services: no standard is called ${name}; there is ${known}`);
    }
    return mount(standard, `/${service}/${interFlag}`, base, records);
  });
}

function mount(
  standard: Standard,
  path: string,
  base: () => string,
  records: (editions: readonly string[]) => readonly Chapter[] = () => [],
): MountedService {
  return {
    ...standard,
    path,
    get chapters() {
      return [...standard.chapters, ...records(Object.keys(standard.editions))];
    },
    get url() {
      return `${base()}${path}`;
    },
  };
}

/** The configured services and those that operators imported; the same list while nothing changes. */
export function withImported(
  mounted: readonly MountedService[],
  facades: () => readonly ImportedFacade[],
  base: () => string,
): () => readonly MountedService[] {
  let known: readonly ImportedFacade[] | undefined;
  let services = mounted;
  return () => {
    const now = facades();
    if (now === known) return services;
    known = now;
    // What the configuration says of an address wins over an import.
    const free = now.filter(({ path }) => mounted.every((service) => service.path !== path));
    services = [...mounted, ...free.map(({ standard, path }) => mount(standard, path, base))];
    return services;
  };
}

/** The address that callers use: configured, or the listener's own. */
export function baseUrl({ publicUrl, host, tls }: Config['exchange'], port: number): string {
  return publicUrl ?? listenerUrl(host, tls !== undefined, port);
}

/** `http://host:port` of a listener, an IPv6 host in brackets. */
export function listenerUrl(host: string, secure: boolean, port: number): string {
  return `${secure ? 'https' : 'http'}://${host.includes(':') ? `[${host}]` : host}:${port}`;
}
