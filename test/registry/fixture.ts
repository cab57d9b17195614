import { expect } from '@jest/globals';
import type {
  BindingDraft,
  BusinessDraft,
  Publication,
  Registry,
  ServiceDraft,
} from '../../src/registry/messages.ts';
import type { BusinessEntity, BusinessService, TModel } from '../../src/registry/model.ts';
import { UddiError, type UddiErrorCode } from '../../src/registry/uddi-error.ts';

export const KEY = Buffer.alloc(32, 7);

export const names = (...values: readonly string[]) => values.map((value) => ({ value }));

type Draft<Type> = Partial<Type>;

export async function saveBusiness(
  registry: Registry,
  publisher: string,
  name: string,
  more: Draft<BusinessDraft> = {},
): Promise<BusinessEntity> {
  const businessEntity = [{ name: names(name), ...more }];
  return (await registry.publish('save_business', { businessEntity }, publisher)).businessEntity[0]!;
}

export async function saveService(
  registry: Registry,
  publisher: string,
  businessKey: string,
  name: string,
  more: Draft<ServiceDraft> = {},
): Promise<BusinessService> {
  const businessService = [{ businessKey, name: names(name), ...more }];
  return (await registry.publish('save_service', { businessService }, publisher)).businessService[0]!;
}

export async function saveTModel(
  registry: Registry,
  publisher: string,
  name: string,
  more: Draft<TModel> = {},
): Promise<TModel> {
  const tModel = [{ name: { value: name }, ...more }];
  return (await registry.publish('save_tModel', { tModel }, publisher)).tModel[0]!;
}

export function bindingOf(
  value: string,
  ...tModelKeys: readonly string[]
): Omit<BindingDraft, 'serviceKey' | 'bindingKey'> {
  return {
    accessPoint: { URLType: 'http', value },
    tModelInstanceDetails: tModelKeys.map((tModelKey) => ({ tModelKey })),
  };
}

/** Expects a UddiError with this code. */
export async function refused(code: UddiErrorCode, action: () => unknown): Promise<void> {
  const outcome = await Promise.resolve()
    .then(action)
    .then(
      () => 'not refused',
      (thrown: unknown) => (thrown instanceof UddiError ? thrown.code : thrown),
    );
  expect(outcome).toBe(code);
}

/** What a publisher is told to have. */
export async function registeredNames(registry: Registry, publisher: string): Promise<readonly string[]> {
  const info: Publication['get_registeredInfo'][1] = await registry.publish(
    'get_registeredInfo',
    {},
    publisher,
  );
  return [
    ...info.businessInfos.map(({ name }) => name[0]!.value),
    ...info.tModelInfos.map(({ name }) => name.value),
  ];
}
