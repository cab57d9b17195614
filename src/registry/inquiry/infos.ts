import type { BusinessEntry, ServiceEntry } from '../entry.ts';
import type { BusinessInfo, ServiceInfo, TModelInfo } from '../messages.ts';
import type { TModel } from '../model.ts';

export function serviceInfo({ value: { serviceKey, businessKey, name } }: ServiceEntry): ServiceInfo {
  return { serviceKey, businessKey, name };
}

export function businessInfo({ value }: BusinessEntry, services: readonly ServiceEntry[]): BusinessInfo {
  const { businessKey, name, description } = value;
  return {
    businessKey,
    name,
    ...(description && { description }),
    serviceInfos: services.map(serviceInfo),
  };
}

export const tModelInfo = ({ tModelKey, name }: TModel): TModelInfo => ({ tModelKey, name });
