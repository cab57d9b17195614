/** The two APIs of UDDI 2.0. */
export const REGISTRY_APIS = ['inquiry', 'publish'] as const;
export type RegistryApi = (typeof REGISTRY_APIS)[number];

/** The API that stands at an address by SOAP, if one does: `/uddi/inquiry`, `/uddi/publish`. */
export function registryApiOf([first, second, ...more]: readonly string[]): RegistryApi | undefined {
  return first === 'uddi' && more.length === 0 ? REGISTRY_APIS.find((api) => api === second) : undefined;
}

/** Whether the registry answers at an address, by SOAP or as `/registry/…` by JSON; nothing else may stand there. */
export function isRegistryAddress(segments: readonly string[]): boolean {
  const isRest = segments[0] === 'registry' && (segments.length === 2 || segments.length === 3);
  return isRest || registryApiOf(segments) !== undefined;
}
