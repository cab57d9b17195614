import type { BusinessEntry, ServiceEntry } from '../entry.ts';
import type { BusinessInfo, ServiceInfo, TModelInfo } from '../messages.ts';
import type { TModel } from '../model.ts';

export function serviceInfo({ value: { serviceKey, businessKey, name } }: ServiceEntry): ServiceInfo {
  return { serviceKey, businessKey, name };
}

/** Services that a list tells of one business, and of all its businesses together. */
const SERVICES_OF_ONE = 100;
const SERVICES_OF_ALL = 10_000;

/** As many businesses as an answer holds, each with its first services, and whether anything was left out. */
export function businessInfos(
  entries: readonly BusinessEntry[],
  servicesOf: (business: BusinessEntry) => readonly ServiceEntry[],
  limit: number,
): { readonly truncated: boolean; readonly businessInfos: readonly BusinessInfo[] } {
  let truncated = entries.length > limit;
  let left = SERVICES_OF_ALL;
  const infos = entries.slice(0, limit).map((entry) => {
    const services = servicesOf(entry);
    const told = services.slice(0, Math.min(SERVICES_OF_ONE, left));
    left -= told.length;
    truncated ||= told.length < services.length;
    return businessInfo(entry, told);
  });
  return { truncated, businessInfos: infos };
}

function businessInfo({ value }: BusinessEntry, services: readonly ServiceEntry[]): BusinessInfo {
  const { businessKey, name, description } = value;
  return {
    businessKey,
    name,
    ...(description && { description }),
    serviceInfos: services.map(serviceInfo),
  };
}

export const tModelInfo = ({ tModelKey, name }: TModel): TModelInfo => ({ tModelKey, name });
